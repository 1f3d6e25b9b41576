"""The objection (bezwaar): a person asks the authority to reconsider its decision (Awb 6:4, 7:1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Self
from uuid import UUID

from services.objections.domain.admissibility import (
    InadmissibilityGround,
    Receipt,
    decide_before,
    within_term,
)
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.handling import (
    Dismissal,
    Handling,
    Inadmissibility,
    Ruling,
    ThresholdFinding,
    Upholding,
)
from services.objections.domain.objection_acts import (
    LatenessExcused,
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionLodged,
    ObjectionState,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionWithdrawn,
    RenewedDecisionAttached,
    ReplacingDecisionNoted,
    RulingAfterEndNoted,
    ThresholdConsequenceFound,
    ThresholdConsequenceLeftOpen,
    ThresholdConsequenceRejected,
    ThresholdConsequenceRetracted,
    ThresholdConsequenceTakenUp,
)
from shared.errors import NotInThisState, NotYours, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, Outcome

UNDECIDED: Final = frozenset({ObjectionState.PENDING, ObjectionState.CONSEQUENCE_FOUND})
"""The states without an end of the proceedings (aanhangig)."""


class Objection(Aggregate):
    """The proceedings on one objection, from receipt to ruling.

    The fields without a default come from the founding event, by name.
    """

    TOPIC = "objections.Objection"

    case_id: UUID
    decision_id: UUID
    lodged_by: str | None
    channel: Channel
    received_on: date
    posted_on: date | None
    state: ObjectionState = ObjectionState.PENDING
    renewals: Mapping[UUID, Outcome] = field(default_factory=dict)
    """Later decisions that the objection is by law also directed at, with their outcome."""
    ruled_in: UUID | None = None
    """The decision in which the ruling was given, or that followed from it."""
    lateness_excused: bool = False
    ruled_after_end: UUID | None = None
    taken_up_in: UUID | None = None
    """The reassessment under way because of the finding, as far as was heard."""

    @classmethod
    def lodge(
        cls,
        *,
        id: UUID,
        case_id: UUID,
        decision_id: UUID,
        receipt: Receipt,
        grounds: Sealed,
        lodged_by: str | None,
        contested: ContestedDecision | None,
    ) -> Self:
        """Receive an objection; that its decision is not known here yet does not harm it."""
        return cls.found(
            ObjectionLodged,
            id=id,
            case_id=case_id,
            decision_id=decision_id,
            received_on=receipt.received_on,
            channel=receipt.channel,
            posted_on=receipt.posted_on,
            grounds=grounds,
            lodged_by=lodged_by,
            decision_heard_of=contested is not None and contested.taken,
            within_term=within_term(receipt, contested),
        )

    @property
    def receipt(self) -> Receipt:
        """How and when it arrived."""
        return Receipt(self.channel, self.received_on, self.posted_on)

    @property
    def undecided(self) -> bool:
        """Whether the proceedings run (aanhangig)."""
        return self.state in UNDECIDED

    @property
    def directed_at(self) -> frozenset[UUID]:
        """The contested decision, and those that it is by law directed at too (Awb 6:19)."""
        return frozenset({self.decision_id, *self.renewals})

    def require_ruling(self) -> None:
        """Only against a decision on the objection can be appealed (Awb 8:1, 7:1). Raises NotInThisState."""
        if self.undecided or self.state is ObjectionState.WITHDRAWN:
            raise NotInThisState("objection_without_ruling", "there is no decision on this objection")

    # What the objector does

    def withdraw(self, *, by: str, on: date) -> None:
        """End the proceedings at the objector's wish (Awb 6:21), also while a finding stands.

        Raises NotYours for another than the objector; what came by post is withdrawn through the desk.
        """
        if self.lodged_by not in {None, by}:
            raise NotYours("objector_withdraws", "only the objector withdraws this objection")
        self._require_state(ObjectionWithdrawn)
        self.trigger_event(ObjectionWithdrawn, case_id=self.case_id, withdrawn_on=on)

    # What its handler does. Each raises NotInThisState, NotYours or RuleBroken.

    def find_threshold_consequence(self, finding: ThresholdFinding, by: Handling) -> None:
        """Record that a threshold is wrong; the renewal that follows from it will be the ruling."""
        self._require_state(ThresholdConsequenceFound)
        refusal = self._standing_refusal(by)
        by.require_another_person()
        self._require_in_time(by)
        self.trigger_event(
            ThresholdConsequenceFound,
            case_id=self.case_id,
            decision_id=self.decision_id,
            found_by=by.handler,
            vehicle_category=finding.vehicle_category,
            parameter=finding.parameter,
            sealed_reasons=finding.reasons,
            within_term=within_term(self.receipt, refusal),
            decide_before=decide_before(self.receipt, refusal),
        )

    def retract_threshold_consequence(self, reasons: Sealed, by: Handling) -> None:
        """Take the finding back, so that the objection can be ruled on; not once its set is in force."""
        self._require_state(ThresholdConsequenceRetracted)
        by.require_another_person()
        if self.taken_up_in is not None:
            raise RuleBroken(
                "renewal_under_way",
                "the set that the finding caused is in force: the renewal will be the ruling",
            )
        self.trigger_event(
            ThresholdConsequenceRetracted,
            case_id=self.case_id,
            retracted_by=by.handler,
            sealed_reasons=reasons,
        )

    def rule(self, ruling: Ruling, by: Handling) -> None:
        """Decide on the objection; never while a finding stands, because the renewal will be the ruling."""
        match ruling:
            case Inadmissibility():
                self._declare_inadmissible(ruling, by)
            case Dismissal():
                self._dismiss(ruling, by)
            case Upholding():
                self._uphold_for_another_reason(ruling, by)

    def _declare_inadmissible(self, ruling: Inadmissibility, by: Handling) -> None:
        self._require_state(ObjectionDeclaredInadmissible)
        if by.contested is not None or ruling.ground is not InadmissibilityGround.OTHER:
            _heard_of(by)
        by.require_another_person()
        late = within_term(self.receipt, by.contested) is False and not self.lateness_excused
        if ruling.ground is InadmissibilityGround.LATE and not late:
            raise RuleBroken("objection_not_late", "the objection came in time, or its lateness was excused")
        self.trigger_event(
            ObjectionDeclaredInadmissible,
            case_id=self.case_id,
            decision_id=self.decision_id,
            ground=ruling.ground,
            decided_by=by.handler,
            ruled_on=by.on,
            sealed_reasons=ruling.reasons,
        )

    def _dismiss(self, ruling: Dismissal, by: Handling) -> None:
        self._require_state(ObjectionDismissed)
        self._objectors_own(by)
        by.require_another_person()
        self._require_in_time(by)
        self.trigger_event(
            ObjectionDismissed,
            case_id=self.case_id,
            decision_id=self.decision_id,
            decided_by=by.handler,
            ruled_on=by.on,
            sealed_reasons=ruling.reasons,
        )

    def _uphold_for_another_reason(self, ruling: Upholding, by: Handling) -> None:
        self._require_state(ObjectionUpheldForAnotherReason)
        _require_day_to_come(self._standing(by), by.on)
        by.require_another_person()
        self._require_in_time(by)
        self.trigger_event(
            ObjectionUpheldForAnotherReason,
            case_id=self.case_id,
            decision_id=self.decision_id,
            decided_by=by.handler,
            ruled_on=by.on,
            sealed_reasons=ruling.reasons,
        )

    # What is heard from those who decide on exemptions

    def reject_threshold_consequence(self, *, threshold_set_id: UUID, on: date) -> None:
        """Hear that the set which the finding caused was rejected; nothing when no finding stands."""
        if self.state is ObjectionState.CONSEQUENCE_FOUND:
            self.trigger_event(
                ThresholdConsequenceRejected,
                case_id=self.case_id,
                threshold_set_id=threshold_set_id,
                rejected_on=on,
            )

    def take_up_threshold_consequence(self, *, threshold_set_id: UUID, reassessment_id: UUID) -> None:
        """Hear that the set which the finding caused is in force; nothing when no finding stands."""
        if self.state is ObjectionState.CONSEQUENCE_FOUND and self.taken_up_in is None:
            self.trigger_event(
                ThresholdConsequenceTakenUp,
                case_id=self.case_id,
                threshold_set_id=threshold_set_id,
                reassessment_id=reassessment_id,
            )

    def leave_threshold_consequence_open(self, *, reassessment_id: UUID) -> None:
        """Hear that the reassessment was completed; nothing when its renewal has ruled on this objection."""
        if self.state is ObjectionState.CONSEQUENCE_FOUND and self.taken_up_in == reassessment_id:
            self.trigger_event(
                ThresholdConsequenceLeftOpen, case_id=self.case_id, reassessment_id=reassessment_id
            )

    def attach_renewed_decision(self, renewal: ContestedDecision) -> None:
        """Direct the pending objection at a renewed decision too (Awb 6:19), once for each decision.

        Only at one that replaces the contested decision, or one that replaced it before.
        """
        if not self.undecided or renewal.replaces not in self.directed_at or renewal.outcome is None:
            return
        if renewal.decision_id not in self.renewals:
            self.trigger_event(
                RenewedDecisionAttached, decision_id=renewal.decision_id, outcome=renewal.outcome
            )

    def note_ruling_decision(self, *, decision_id: UUID, decided_by: str) -> None:
        """Hear of the decision that rules on this objection; the same one again changes nothing."""
        if decision_id in {self.ruled_in, self.ruled_after_end}:
            return
        if self.undecided:
            self.trigger_event(
                ObjectionUpheld, case_id=self.case_id, decision_id=decision_id, decided_by=decided_by
            )
        elif self.state is ObjectionState.UPHELD and self.ruled_in is None:
            self.trigger_event(ReplacingDecisionNoted, decision_id=decision_id)
        else:
            self.trigger_event(RulingAfterEndNoted, decision_id=decision_id)

    # Rules that several acts share

    def _require_state(self, act: type[Event]) -> None:
        if not any(step.event is act and step.before is self.state for step in TRANSITIONS):
            raise NotInThisState("objection_state", f"not possible while the objection is {self.state.value}")

    def _objectors_own(self, by: Handling) -> ContestedDecision:
        """The contested decision, of the objector's own case."""
        contested = _heard_of(by)
        if not contested.is_open_to(self.case_id, self.lodged_by):
            raise RuleBroken("decision_of_another", "the decision is of another case or another applicant")
        return contested

    def _standing_refusal(self, by: Handling) -> ContestedDecision:
        """The contested decision, which a threshold can only have harmed when it is a standing refusal."""
        contested = self._standing(by)
        if contested.outcome is not Outcome.REFUSED:
            raise RuleBroken("decision_not_a_refusal", "the contested decision is not a refusal")
        return contested

    def _standing(self, by: Handling) -> ContestedDecision:
        """The contested decision, which stands and is no grant: a better one can take its place."""
        contested = self._objectors_own(by)
        if contested.outcome is Outcome.GRANTED:
            raise RuleBroken("decision_grants", "the contested decision grants what was applied for")
        if Outcome.GRANTED in self.renewals.values():
            raise RuleBroken(
                "decision_replaced", "the refusal was replaced by a renewed decision that grants"
            )
        if contested.revoked_on_objection is not None:
            raise RuleBroken("decision_revoked", "the decision was revoked on another objection")
        return contested

    def _require_in_time(self, by: Handling) -> None:
        """Awb 6:9, or excusably late by a person's judgement with reasons (6:11), which is recorded."""
        late = within_term(self.receipt, by.contested) is False
        if by.lateness_excused is not None and not late:
            raise RuleBroken("objection_not_late", "the objection came in time: there is nothing to excuse")
        if not late or self.lateness_excused:
            return
        if by.lateness_excused is None:
            raise RuleBroken(
                "objection_late", "the objection came after its term; whether that is excusable comes first"
            )
        self.trigger_event(LatenessExcused, excused_by=by.handler, sealed_reasons=by.lateness_excused)


def _heard_of(by: Handling) -> ContestedDecision:
    """The contested decision; only once its taking was heard of is known who took it (Awb 10:3)."""
    if by.contested is None or not by.contested.taken:
        raise NotInThisState("decision_not_heard_of", "the contested decision is not known here yet")
    return by.contested


def _require_day_to_come(contested: ContestedDecision, on: date) -> None:
    """A refused day exemption is replaced by one for its day alone, which must not have passed."""
    if contested.exemption_type is not ExemptionType.DAY or contested.outcome is not Outcome.REFUSED:
        return
    if contested.day is None:
        raise RuleBroken("day_not_known", "the day that the exemption was asked for is not known here")
    if contested.day < on:
        raise RuleBroken(
            "day_has_passed",
            "a day exemption is granted for its day alone, and that has passed: nothing to grant",
        )


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that an objection can take."""

    event: type[Event]
    before: ObjectionState | None
    """None: there was no objection yet."""
    after: ObjectionState


_PENDING, _FOUND = ObjectionState.PENDING, ObjectionState.CONSEQUENCE_FOUND

TRANSITIONS: Final = (
    Transition(ObjectionLodged, None, _PENDING),
    Transition(LatenessExcused, _PENDING, _PENDING),
    Transition(ThresholdConsequenceFound, _PENDING, _FOUND),
    Transition(ThresholdConsequenceTakenUp, _FOUND, _FOUND),
    Transition(ThresholdConsequenceLeftOpen, _FOUND, _FOUND),
    Transition(ThresholdConsequenceRejected, _FOUND, _PENDING),
    Transition(ThresholdConsequenceRetracted, _FOUND, _PENDING),
    Transition(RenewedDecisionAttached, _PENDING, _PENDING),
    Transition(RenewedDecisionAttached, _FOUND, _FOUND),
    Transition(ObjectionUpheld, _PENDING, ObjectionState.UPHELD),
    Transition(ObjectionUpheld, _FOUND, ObjectionState.UPHELD),
    Transition(ObjectionUpheldForAnotherReason, _PENDING, ObjectionState.UPHELD),
    Transition(ReplacingDecisionNoted, ObjectionState.UPHELD, ObjectionState.UPHELD),
    Transition(ObjectionDismissed, _PENDING, ObjectionState.DISMISSED),
    Transition(ObjectionDeclaredInadmissible, _PENDING, ObjectionState.INADMISSIBLE),
    Transition(ObjectionWithdrawn, _PENDING, ObjectionState.WITHDRAWN),
    Transition(ObjectionWithdrawn, _FOUND, ObjectionState.WITHDRAWN),
    Transition(RulingAfterEndNoted, ObjectionState.UPHELD, ObjectionState.UPHELD),
    Transition(RulingAfterEndNoted, ObjectionState.DISMISSED, ObjectionState.DISMISSED),
    Transition(RulingAfterEndNoted, ObjectionState.INADMISSIBLE, ObjectionState.INADMISSIBLE),
    Transition(RulingAfterEndNoted, ObjectionState.WITHDRAWN, ObjectionState.WITHDRAWN),
)
"""Every step there is; rules and diagram are both read from here."""
