"""One case at the desk: from the start of the decision term to the decision and its renewal.

The stream's id is the case id, which is the application's id.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Self
from uuid import UUID

from msgspec.structs import replace

from services.decisions.domain.case_file import (
    CaseState,
    DecisionGrounds,
    Holder,
    PendingObjection,
    PendingObjections,
    ReceivedApplication,
    with_pending,
    without,
)
from services.decisions.domain.criteria import Assessment, assess, better_fit
from services.decisions.domain.policy import Policy
from services.decisions.domain.threshold_set import ThresholdsInForce
from services.decisions.domain.thresholds import CaseFacts
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent, event_id
from shared.law.terms import decision_term
from shared.vocabulary import ExemptionType, Outcome, Remedy, StatedFacts, VehicleFacts


class DecisionTermStarted(FoundingEvent):
    """The decision term (beslistermijn) runs from the day after receipt (Awb 4:13)."""

    TOPIC = "decisions.DecisionTermStarted"
    exemption_type: ExemptionType
    received_on: date
    last_day: date
    provisional: bool
    holder: Holder
    daily_range_km: int | None
    stated: StatedFacts = StatedFacts()
    municipality: str | None = None
    """CBS code (gemeentecode) of a local case; None: national."""
    vehicle_id: UUID | None = None
    """The same in every case of one plate."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.exemption_type = self.exemption_type
        aggregate.received_on = self.received_on
        aggregate.municipality = self.municipality
        aggregate.vehicle_id = self.vehicle_id
        aggregate.holder = self.holder
        aggregate.last_day = self.last_day
        aggregate.facts = CaseFacts(VehicleFacts(), self.daily_range_km, self.stated, self.municipality)


class VehicleFactsNoted(Event):
    """The register's answer became part of the case file; earlier assessments no longer stand."""

    TOPIC = "decisions.VehicleFactsNoted"
    source: str
    fetched_at: datetime
    facts: VehicleFacts

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.facts = replace(aggregate.facts, vehicle=self.facts)
        aggregate.facts_known = True
        aggregate.assessed = None


class CaseAssessed(Event):
    """Every criterion was answered on the recorded facts, and a decision advised or not possible."""

    TOPIC = "decisions.CaseAssessed"
    grounds: DecisionGrounds
    advice: Outcome | None
    assessed_by: str
    better_fit: ExemptionType | None = None
    """Another type of which every criterion is met, when this one is not granted."""
    better_fit_reason: str | None = None
    """As the letter states it (Dutch)."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.assessed = self.grounds
        aggregate.advice = self.advice


class ExemptionGranted(Event):
    """The exemption was granted (toegekend); it has effect from its announcement (Awb 3:40)."""

    TOPIC = "decisions.ExemptionGranted"
    decision_id: UUID
    decided_on: date
    decided_by: str
    grounds: DecisionGrounds
    valid_until: date
    holder: Holder
    exemption_type: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE
    valid_from: datetime | None = None
    """Start of a day exemption; None: from announcement."""
    valid_to: datetime | None = None
    """End of a day exemption; None: the end of `valid_until`."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.GRANTED
        aggregate.decision_id = self.decision_id
        aggregate.decided = self.grounds


class ExemptionRefused(Event):
    """The exemption was refused (afgewezen), with the reasons criterion by criterion (Awb 3:46)."""

    TOPIC = "decisions.ExemptionRefused"
    decision_id: UUID
    decided_on: date
    decided_by: str
    grounds: DecisionGrounds
    holder: Holder
    exemption_type: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.REFUSED
        aggregate.decision_id = self.decision_id
        aggregate.decided = self.grounds


class PendingObjectionNoted(Event):
    """An objection against the decision is pending; a renewed decision will be covered by it (Awb 6:19)."""

    TOPIC = "decisions.PendingObjectionNoted"
    objection_id: UUID
    received_on: date

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.objections = with_pending(aggregate.objections, PendingObjection(self.objection_id))


class ThresholdConsequenceNoted(Event):
    """The objection handler found the objection justified because a threshold is wrong.

    The renewal of this case will be the decision on the objection, decided by `found_by` (Awb 7:11, 10:3).
    """

    TOPIC = "decisions.ThresholdConsequenceNoted"
    objection_id: UUID
    found_by: str
    vehicle_category: str
    parameter: str
    decide_before: date | None

    def apply(self, aggregate: DecisionCase) -> None:
        found = PendingObjection(self.objection_id, self.found_by)
        aggregate.objections = with_pending(aggregate.objections, found)


class ObjectionEndNoted(Event):
    """The proceedings on the objection ended."""

    TOPIC = "decisions.ObjectionEndNoted"
    objection_id: UUID
    ruling: str

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.objections = without(aggregate.objections, self.objection_id)


class DecisionReissued(Event):
    """A renewed decision (hernieuwde beschikking): revokes and replaces the refusal, ex officio.

    Taken by a reassessment under a new threshold set, for objectors and others alike; for an
    objector with a finding it is at the same time the decision on the objection (Awb 7:11).
    """

    TOPIC = "decisions.DecisionReissued"
    decision_id: UUID
    replaces_decision_id: UUID
    reassessment_id: UUID
    decided_on: date
    decided_by: str
    exemption_type: ExemptionType
    grounds: DecisionGrounds
    valid_until: date
    remedy: Remedy
    decides_objection_id: UUID | None
    holder: Holder

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.GRANTED
        aggregate.decision_id = self.decision_id
        aggregate.decided = self.grounds


class DecisionCase(Aggregate):
    """The case as the desk decides it; its rules are the methods, its facts the events above."""

    TOPIC = "decisions.DecisionCase"

    exemption_type: ExemptionType | None = None
    received_on: date | None = None
    municipality: str | None = None
    vehicle_id: UUID | None = None
    holder: Holder | None = None
    last_day: date | None = None
    facts: CaseFacts = CaseFacts(VehicleFacts())
    facts_known: bool = False
    assessed: DecisionGrounds | None = None
    advice: Outcome | None = None
    state: CaseState = CaseState.UNDECIDED
    decision_id: UUID | None = None
    decided: DecisionGrounds | None = None
    objections: PendingObjections = ()

    @classmethod
    def start_decision_term(cls, *, case_id: UUID, application: ReceivedApplication) -> Self:
        """Open the case; its last day is eight weeks after receipt, rolled (Awb 4:13(2), Atw 1)."""
        term = decision_term(application.received_on)
        return cls.found(
            DecisionTermStarted,
            id=case_id,
            exemption_type=application.exemption_type,
            received_on=application.received_on,
            last_day=term.last_day,
            provisional=term.provisional,
            holder=application.holder,
            daily_range_km=application.daily_range_km,
            stated=application.stated,
            municipality=application.municipality,
            vehicle_id=application.vehicle_id,
        )

    def note_vehicle_facts(self, *, source: str, fetched_at: datetime, facts: VehicleFacts) -> None:
        """Add the register's answer to the case file."""
        self.trigger_event(VehicleFactsNoted, source=source, fetched_at=fetched_at, facts=facts)

    def assess(
        self, *, thresholds: ThresholdsInForce | None, policy: Policy, assessed_by: str, on: date
    ) -> Assessment:
        """Answer every criterion, as of a legal day, and name the better-fitting type when it is not granted.

        `thresholds` are those in force; the decision rests on them only for a type that uses them.
        Raises NotInThisState when decided, RuleBroken `vehicle_facts_awaited` before the register
        has answered (Awb 3:2).
        """
        self._must_be_undecided()
        if not self.facts_known:
            raise RuleBroken("vehicle_facts_awaited", "the vehicle register has not answered yet (Awb 3:2)")
        rows = thresholds.rows if thresholds else ()
        assessment = assess(self.facts, rows, policy, on)
        set_id = thresholds.threshold_set_id if thresholds and policy.uses_thresholds else None
        granted = assessment.advice is Outcome.GRANTED
        fit = None if granted else better_fit(policy.exemption_type, self.facts, rows, on)
        self.trigger_event(
            CaseAssessed,
            grounds=DecisionGrounds(self.facts, assessment.criteria, policy.version, set_id, on),
            advice=assessment.advice,
            assessed_by=assessed_by,
            better_fit=fit.exemption_type if fit else None,
            better_fit_reason=fit.reason if fit else None,
        )
        return assessment

    def decide(self, outcome: Outcome, *, policy: Policy, decided_on: date, decided_by: str) -> UUID:
        """Take the decision that the assessment advises, and return its id.

        Raises RuleBroken `assessment_awaited` without a standing assessment, `policy_changed` when it was
        made under another policy than the present one, `assessment_outdated` when the exemption would have ended,
        `facts_do_not_allow_a_decision` when it advises nothing, and `decision_differs_from_assessment`
        when it advises otherwise (Awb 3:46: a decision rests on its reasons).
        """
        self._must_be_undecided()
        grounds = self.assessed
        if grounds is None or self.holder is None:
            raise RuleBroken("assessment_awaited", "the case has no standing assessment (Awb 3:46)")
        if grounds.policy_version != policy.version:
            raise RuleBroken("policy_changed", "the case was assessed under a policy no longer in force")
        if self.advice is None:
            raise RuleBroken(
                "facts_do_not_allow_a_decision", "the recorded facts leave a criterion unknown (Awb 3:2)"
            )
        if outcome is not self.advice:
            raise RuleBroken(
                "decision_differs_from_assessment", f"the assessment advises: {self.advice} (Awb 3:46)"
            )
        decision_id = event_id("decisions", self.id, self.version + 1)
        taken = {
            "decision_id": decision_id,
            "decided_on": decided_on,
            "decided_by": decided_by,
            "holder": self.holder,
            "exemption_type": policy.exemption_type,
        }
        if outcome is Outcome.REFUSED:
            self.trigger_event(ExemptionRefused, grounds=grounds, **taken)
        else:
            valid_until = validity_of(grounds.facts, policy, decided_on)
            if valid_until < decided_on:
                raise RuleBroken("assessment_outdated", "its last day has passed since the assessment")
            self.trigger_event(ExemptionGranted, grounds=grounds, valid_until=valid_until, **taken)
        return decision_id

    def note_pending_objection(self, *, objection_id: UUID, received_on: date) -> None:
        """Remember that an objection runs, so that a renewal carries the right remedy."""
        self.trigger_event(PendingObjectionNoted, objection_id=objection_id, received_on=received_on)

    def note_threshold_consequence(
        self,
        *,
        objection_id: UUID,
        found_by: str,
        vehicle_category: str,
        parameter: str,
        decide_before: date | None,
    ) -> None:
        """Remember the finding on which a new threshold set may be proposed."""
        self.trigger_event(
            ThresholdConsequenceNoted,
            objection_id=objection_id,
            found_by=found_by,
            vehicle_category=vehicle_category,
            parameter=parameter,
            decide_before=decide_before,
        )

    def note_objection_end(self, *, objection_id: UUID, ruling: str) -> None:
        """Remember that the proceedings ended."""
        self.trigger_event(ObjectionEndNoted, objection_id=objection_id, ruling=ruling)

    def _must_be_undecided(self) -> None:
        if self.state is not CaseState.UNDECIDED:
            raise NotInThisState("already_decided", f"the case was {self.state}")


def validity_of(facts: CaseFacts, policy: Policy, decided_on: date) -> date:
    """Last day of an exemption on these facts. Raises ValueError when they do not tell it."""
    return policy.valid_until(decided_on, facts)


TRANSITIONS: dict[type[Event], tuple[frozenset[CaseState], CaseState]] = {
    ExemptionGranted: (frozenset({CaseState.UNDECIDED}), CaseState.GRANTED),
    ExemptionRefused: (frozenset({CaseState.UNDECIDED}), CaseState.REFUSED),
    DecisionReissued: (frozenset({CaseState.REFUSED}), CaseState.GRANTED),
}
"""Which act takes a case from which states to which state; the state diagram is made from this."""
