"""One case at the desk: from the start of the decision term to the decision and its renewal.

The stream's id is the case id, which is the application's id.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self, TypedDict
from uuid import UUID

from msgspec.structs import replace

from services.decisions.domain.case_endings import ConversionNoted, WithdrawalNoted
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
from services.decisions.domain.case_notes import (
    AppealEndNoted,
    ConsequenceEnd,
    PendingAppealNoted,
    PersonErasureNoted,
    ThresholdConsequenceEndNoted,
)
from services.decisions.domain.criteria import Assessment, assess, better_fit
from services.decisions.domain.decision_on_objection import (
    DecisionReplacedOnObjection,
    LeavingOutRevokedOnObjection,
    objection_upheld,
)
from services.decisions.domain.decision_term import (
    Completion,
    DecisionTermResumed,
    DecisionTermSuspended,
    ResumedBecause,
    StatedFactsSupplemented,
)
from services.decisions.domain.leaving_out import LeftOutOfConsideration, check_leaving_out
from services.decisions.domain.policy import Policy
from services.decisions.domain.threshold_set import ThresholdsInForce
from services.decisions.domain.thresholds import CaseFacts
from services.decisions.domain.validity import add_years
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent, event_id
from shared.law.terms import Suspension, decision_term
from shared.privacy.sealed import Sealed
from shared.vocabulary import (
    CriterionResult,
    ExemptionType,
    Finding,
    LeftOutReason,
    Outcome,
    RefusalGround,
    Remedy,
    StatedFacts,
    ThresholdChange,
    VehicleFacts,
)


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
    ground: RefusalGround = RefusalGround.CONDITIONS_NOT_MET
    sealed_reasons: Sealed | None = None
    """Of a refusal on another ground; None in one from before they were sealed: they stand in its criterion."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.REFUSED
        aggregate.decision_id = self.decision_id
        aggregate.decided = self.grounds


class PendingObjectionNoted(Event):
    """An objection against the decision is pending; a renewed decision will be covered by it (Awb 6:19)."""

    TOPIC = "decisions.PendingObjectionNoted"
    objection_id: UUID
    received_on: date
    within_term: bool | None = None
    """False: it came late (Awb 6:9); None: its term was not known, or nobody said."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.objections = with_pending(aggregate.objections, self.pending())

    def pending(self) -> PendingObjection:
        """The objection as it stands from here on."""
        return PendingObjection(self.objection_id, late=self.within_term is False)


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
    threshold_changes: tuple[ThresholdChange, ...] = ()
    """What changed for this vehicle since the replaced decision; none in renewals from before it was stated."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.GRANTED
        aggregate.decision_id = self.decision_id
        aggregate.decided = self.grounds
        if self.decides_objection_id is not None:
            aggregate.objections_decided = (*aggregate.objections_decided, self.decides_objection_id)


OTHER_GROUND = CriterionResult(
    "other_ground", Finding.UNMET, "De reden staat in het besluit zelf.", "Awb, artikel 3:46"
)
"""What a refusal on another ground rests on; the reasons themselves are sealed."""

ON_THE_MERITS = frozenset({CaseState.GRANTED, CaseState.REFUSED})
"""The states in which a decision on the merits stands."""


class TakenBy(TypedDict):
    """What every decision says of itself."""

    decision_id: UUID
    decided_on: date
    decided_by: str
    holder: Holder
    exemption_type: ExemptionType


class DecisionCase(Aggregate):
    """The case as the desk decides it; its rules are the methods, its facts the events above."""

    TOPIC = "decisions.DecisionCase"

    exemption_type: ExemptionType | None = None
    received_on: date | None = None
    municipality: str | None = None
    vehicle_id: UUID | None = None
    holder: Holder | None = None
    last_day: date | None = None
    suspended_from: date | None = None
    """First suspended day while the decision term is suspended."""
    suspensions: tuple[Suspension, ...] = ()
    """The suspensions that have ended."""
    completion: Completion = Completion()
    facts: CaseFacts = CaseFacts(VehicleFacts())
    facts_known: bool = False
    assessed: DecisionGrounds | None = None
    advice: Outcome | None = None
    state: CaseState = CaseState.UNDECIDED
    decision_id: UUID | None = None
    decided: DecisionGrounds | None = None
    objections: PendingObjections = ()
    objections_decided: tuple[UUID, ...] = ()
    """Objections on which a decision of this case has decided (Awb 7:11)."""
    appeals: tuple[UUID, ...] = ()
    """Appeals of which the proceedings run."""
    erased: bool = False

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
        self._end_suspension(decided_on)
        taken = self._taken(decided_on, decided_by)
        if outcome is Outcome.REFUSED:
            self.trigger_event(ExemptionRefused, grounds=grounds, **taken)
        else:
            valid_until = validity_of(grounds.facts, policy, decided_on)
            valid_from, valid_to = policy.validity.period_of_day(grounds.facts) or (None, None)
            if valid_until < decided_on and valid_to is None:
                raise RuleBroken("assessment_outdated", "its last day has passed since the assessment")
            self.trigger_event(
                ExemptionGranted,
                grounds=grounds,
                valid_until=valid_until,
                valid_from=valid_from,
                valid_to=valid_to,
                **taken,
            )
        return self._decision()

    def decide_at_once(
        self, *, day_exemptions_used: int | None, policy: Policy, decided_on: date, decided_by: str
    ) -> Outcome | None:
        """Assess and decide a day exemption as of its receipt, without waiting for the vehicle register.

        `day_exemptions_used` are those that count before this one; None: it cannot be counted. Returns what
        was decided; None when the facts do not allow it, and the case is left to a person.
        """
        self._must_be_undecided()
        if self.received_on is None:
            raise ValueError("a case without its founding event")
        facts = replace(self.facts, day_exemptions_used=day_exemptions_used)
        assessment = assess(facts, (), policy, self.received_on)
        self.trigger_event(
            CaseAssessed,
            grounds=DecisionGrounds(facts, assessment.criteria, policy.version, None, self.received_on),
            advice=assessment.advice,
            assessed_by=decided_by,
        )
        if assessment.advice is not None:
            self.decide(assessment.advice, policy=policy, decided_on=decided_on, decided_by=decided_by)
        return assessment.advice

    def refuse_on_other_ground(
        self, reasons: Sealed, *, policy: Policy, decided_on: date, decided_by: str
    ) -> UUID:
        """Refuse for a reason that no criterion puts in words, and return the decision's id.

        `reasons` are for the letter (Awb 3:46).
        """
        self._must_be_undecided()
        self._end_suspension(decided_on)
        self.trigger_event(
            ExemptionRefused,
            grounds=DecisionGrounds(self.facts, (OTHER_GROUND,), policy.version, None, decided_on),
            ground=RefusalGround.OTHER,
            sealed_reasons=reasons,
            **self._taken(decided_on, decided_by),
        )
        return self._decision()

    def leave_out_of_consideration(self, reason: LeftOutReason, *, decided_on: date, decided_by: str) -> UUID:
        """Decide not to deal with the application (Awb 4:5), and return the decision's id.

        Raises RuleBroken with the code of the rule that stands in the way (see `leaving_out`).
        """
        self._must_be_undecided()
        check_leaving_out(reason, self.completion, decided_on)
        self.trigger_event(
            LeftOutOfConsideration,
            reason=reason,
            municipality=self.municipality,
            **self._taken(decided_on, decided_by),
        )
        return self._decision()

    def suspend_decision_term(self, *, request_number: int, requested_on: date, term_last_day: date) -> None:
        """Suspend the term from the day after the request to complete (Awb 4:15(1)(a)).

        A newer request takes the place of the one that runs. Raises NotInThisState when the case has ended.
        """
        self._must_be_undecided()
        begun = Suspension.until_lapsed(requested_on, term_last_day).first_day
        self.trigger_event(
            DecisionTermSuspended,
            request_number=request_number,
            requested_on=requested_on,
            term_last_day=term_last_day,
            first_day=self.suspended_from or begun,
        )

    def supplement_stated_facts(self, *, supplemented_on: date, stated: StatedFacts) -> None:
        """Take over what the applicant states now; a suspended term runs again from that day (Awb 4:15).

        Raises NotInThisState when the case has ended.
        """
        self._must_be_undecided()
        self.trigger_event(StatedFactsSupplemented, supplemented_on=supplemented_on, stated=stated)
        if self.suspended_from is not None:
            self._resume(ResumedBecause.SUPPLEMENTED, supplemented_on)

    def note_completion_term_lapsed(self, *, request_number: int, term_last_day: date) -> None:
        """Let the term run again from the day after the set term ended unused (Awb 4:15(1)(a)).

        Raises NotInThisState when that request no longer suspends it: answered, replaced by a newer one, or
        the case has ended.
        """
        self._must_be_undecided()
        latest = self.completion.latest
        if self.suspended_from is None or latest is None or latest.request_number != request_number:
            raise NotInThisState("request_not_running", "that request no longer suspends the term")
        self._resume(ResumedBecause.LAPSED, Suspension.until_lapsed(latest.requested_on, term_last_day).end)

    def note_withdrawal(self, *, withdrawn_on: date, handling_started: bool) -> None:
        """End the case without a decision. Raises NotInThisState when it has ended already."""
        self._must_be_undecided()
        self.trigger_event(WithdrawalNoted, withdrawn_on=withdrawn_on, handling_started=handling_started)

    def note_conversion(self, *, converted_on: date, to_type: ExemptionType, new_case_id: UUID) -> None:
        """End the case: another took its place. Raises NotInThisState when it has ended already."""
        self._must_be_undecided()
        self.trigger_event(
            ConversionNoted,
            converted_on=converted_on,
            to_type=to_type,
            new_case_id=new_case_id,
            facts=self.facts if self.facts_known else None,
        )

    def uphold_objection(
        self, objection_id: UUID, *, reasons: Sealed | str, policy: Policy, decided_on: date, decided_by: str
    ) -> None:
        """Replace the contested decision by a grant at once (Awb 7:11); take up an application left out again.

        Raises NotInThisState `not_decided` without a decision, `objection_decided` when a renewal that crossed
        the ruling decided on it already; RuleBroken `finding_runs` for an objection with
        a finding: its renewal is the decision on it, and never are there both. `reasons` of a ruling from
        before they were sealed come in clear.
        """
        sealed = reasons if isinstance(reasons, Sealed) else None
        if self.decision_id is None:
            raise NotInThisState("not_decided", "there is no decision to revoke")
        if objection_id in self.objections_decided:
            raise NotInThisState("objection_decided", "a decision on this objection was taken already")
        if any(pending.objection_id == objection_id and pending.found_by for pending in self.objections):
            raise RuleBroken("finding_runs", "the renewal will be the decision on this objection (Awb 7:11)")
        if self.state is CaseState.LEFT_OUT:
            self.trigger_event(
                LeavingOutRevokedOnObjection,
                revokes_decision_id=self.decision_id,
                objection_id=objection_id,
                decided_on=decided_on,
                decided_by=decided_by,
                reasons="" if isinstance(reasons, Sealed) else reasons,
                sealed_reasons=sealed,
            )
            return
        self.trigger_event(
            DecisionReplacedOnObjection,
            replaces_decision_id=self.decision_id,
            decides_objection_id=objection_id,
            grounds=DecisionGrounds(
                self.facts, (objection_upheld(reasons),), policy.version, None, decided_on
            ),
            valid_until=validity_on_objection(self.facts, policy, decided_on),
            remedy=Remedy.APPEAL,
            sealed_reasons=sealed,
            **self._taken(decided_on, decided_by),
        )

    def is_contested_by(self, decision_id: UUID, lodged_by: str | None) -> bool:
        """Whether an objection by that subject (None: by post) against that decision is one in this case.

        An objection is accepted before its decision was heard of; one that names a decision which was not
        taken here, or comes from somebody else than the applicant, has no effect on the case.
        """
        taken = any(
            event_id("decisions", self.id, version) == decision_id for version in range(1, self.version + 1)
        )
        owner = self.holder.applicant_subject if self.holder else None
        return taken and (None in (lodged_by, owner) or lodged_by == owner)

    def note_pending_objection(
        self, *, objection_id: UUID, received_on: date, within_term: bool | None = None
    ) -> None:
        """Remember that an objection runs, so that a renewal carries the right remedy."""
        self.trigger_event(
            PendingObjectionNoted,
            objection_id=objection_id,
            received_on=received_on,
            within_term=within_term,
        )

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

    def finding_stands(self, objection_id: UUID) -> bool:
        """Whether that objection is pending with a threshold consequence found on it, not decided on yet."""
        return objection_id not in self.objections_decided and any(
            one.objection_id == objection_id and one.found_by for one in self.objections
        )

    def note_threshold_consequence_end(self, *, objection_id: UUID, because: ConsequenceEnd) -> None:
        """Remember that the finding no longer stands. Raises NotInThisState when none does."""
        if not self.finding_stands(objection_id):
            raise NotInThisState("no_finding", "no threshold consequence stands on that objection")
        self.trigger_event(ThresholdConsequenceEndNoted, objection_id=objection_id, because=because)

    def note_pending_appeal(self, *, appeal_id: UUID, lodged_on: date) -> None:
        """Remember that an appeal runs, so that a renewal is sent to the court (Awb 6:19(3))."""
        self.trigger_event(PendingAppealNoted, appeal_id=appeal_id, lodged_on=lodged_on)

    def note_appeal_end(self, *, appeal_id: UUID, ending: str) -> None:
        """Remember that the proceedings at the court ended."""
        self.trigger_event(AppealEndNoted, appeal_id=appeal_id, ending=ending)

    def note_erasure(self, *, erased_on: date) -> None:
        """Remember that nobody can be written to any more."""
        self.trigger_event(PersonErasureNoted, erased_on=erased_on)

    def _must_be_undecided(self) -> None:
        if self.state in ON_THE_MERITS:
            raise NotInThisState("already_decided", f"the case was {self.state}")
        if self.state is not CaseState.UNDECIDED:
            raise NotInThisState("case_ended", f"the case was {self.state}")

    def _resume(self, because: ResumedBecause, resumed_on: date) -> None:
        if self.suspended_from is None or self.received_on is None:
            raise ValueError("only a suspended term resumes")
        ended = Suspension(self.suspended_from, resumed_on)
        term = decision_term(self.received_on, (*self.suspensions, ended))
        self.trigger_event(
            DecisionTermResumed,
            because=because,
            suspended_from=self.suspended_from,
            resumed_on=resumed_on,
            last_day=term.last_day,
            provisional=term.provisional,
        )

    def _end_suspension(self, decided_on: date) -> None:
        """A decision that does not wait for the supplement ends the suspension, and says so."""
        if self.suspended_from is not None:
            self._resume(ResumedBecause.DECIDED, decided_on)

    def _taken(self, decided_on: date, decided_by: str) -> TakenBy:
        if self.holder is None or self.exemption_type is None:
            raise ValueError("a case without its founding event")
        return TakenBy(
            decision_id=event_id("decisions", self.id, self.version + 1),
            decided_on=decided_on,
            decided_by=decided_by,
            holder=self.holder,
            exemption_type=self.exemption_type,
        )

    def _decision(self) -> UUID:
        if self.decision_id is None:
            raise ValueError("a decision has an id")
        return self.decision_id


def validity_of(facts: CaseFacts, policy: Policy, decided_on: date) -> date:
    """Last day of an exemption on these facts. Raises ValueError when they do not tell it."""
    return policy.valid_until(decided_on, facts)


YEARS_WITHOUT_FACTS = 1
"""SYNTHETIC: the validity of a grant on objection when the policy's own rule lacks a fact."""


def validity_on_objection(facts: CaseFacts, policy: Policy, decided_on: date) -> date:
    """Last day of an exemption granted on objection, also where the facts do not tell: then SYNTHETIC."""
    try:
        return validity_of(facts, policy, decided_on)
    except ValueError:
        return add_years(decided_on, YEARS_WITHOUT_FACTS) - timedelta(days=1)


TRANSITIONS: dict[type[Event], tuple[frozenset[CaseState], CaseState]] = {
    ExemptionGranted: (frozenset({CaseState.UNDECIDED}), CaseState.GRANTED),
    ExemptionRefused: (frozenset({CaseState.UNDECIDED}), CaseState.REFUSED),
    LeftOutOfConsideration: (frozenset({CaseState.UNDECIDED}), CaseState.LEFT_OUT),
    WithdrawalNoted: (frozenset({CaseState.UNDECIDED}), CaseState.WITHDRAWN),
    ConversionNoted: (frozenset({CaseState.UNDECIDED}), CaseState.CONVERTED),
    DecisionReissued: (frozenset({CaseState.REFUSED}), CaseState.GRANTED),
    DecisionReplacedOnObjection: (ON_THE_MERITS, CaseState.GRANTED),
    LeavingOutRevokedOnObjection: (frozenset({CaseState.LEFT_OUT}), CaseState.UNDECIDED),
}
"""Which act takes a case from which states to which state; the state diagram is made from this."""
