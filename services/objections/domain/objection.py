"""The objection (bezwaar): a person asks the authority to reconsider its decision (Awb 6:4, 7:1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from services.objections.domain.admissibility import Receipt, decide_before, within_term
from services.objections.domain.contested_decision import ContestedDecision
from shared.errors import NotInThisState, NotYours, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed
from shared.vocabulary import Outcome, VehicleCategory


class ObjectionState(StrEnum):
    """Where the proceedings stand."""

    PENDING = "pending"
    """Aanhangig: no ruling yet."""
    CONSEQUENCE_FOUND = "consequence_found"
    """Still pending; the handler found a threshold wrong, and the renewed decision will be the ruling."""
    UPHELD = "upheld"
    """Gegrond: the contested decision was revoked and replaced (Awb 7:11)."""


class ObjectionLodged(FoundingEvent):
    """A notice of objection (bezwaarschrift) was received; its stream id is the objection's id."""

    TOPIC = "objections.ObjectionLodged"

    case_id: UUID
    decision_id: UUID
    received_on: date
    channel: Channel
    posted_on: date | None
    grounds: Sealed
    """The grounds (gronden, Awb 6:5(1)(d)) as written."""
    lodged_by: str | None
    """Pseudonymous subject of the objector; None when it came by post."""
    decision_heard_of: bool
    """False when this service did not know the decision yet: no order holds between services."""


class ThresholdConsequenceFound(Event):
    """The handler finds the objection justified because a threshold (drempelwaarde) is wrong.

    An internal finding: no letter, and the refusal stands until a reassessment renews the decision.
    """

    TOPIC = "objections.ThresholdConsequenceFound"

    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    found_by: str
    vehicle_category: VehicleCategory
    parameter: str
    """Name of the threshold, as in a threshold set's rows."""
    reasons: str
    """In neutral terms: about the threshold, never about a person or a vehicle."""
    within_term: bool | None
    """Whether the objection was in time, as assessed now; None when its term has not begun."""
    decide_before: date | None
    """Last day of the term of Awb 7:10, where it is known."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.state = ObjectionState.CONSEQUENCE_FOUND


class RenewedDecisionAttached(Event):
    """By law the pending objection is also directed at the decision that replaced the contested one.

    Awb 6:19(1). The objection does not end by itself.
    """

    TOPIC = "objections.RenewedDecisionAttached"

    decision_id: UUID
    outcome: Outcome

    def apply(self, aggregate: Objection) -> None:
        aggregate.renewals = {**aggregate.renewals, self.decision_id: self.outcome}


class ObjectionUpheld(Event):
    """The objection was declared justified (gegrond) in a decision that replaces the contested one.

    Awb 7:11: one act revokes, replaces and decides on the objection.
    """

    TOPIC = "objections.ObjectionUpheld"

    case_id: UUID
    decision_id: UUID
    """The decision in which the ruling was given."""
    decided_by: str

    def apply(self, aggregate: Objection) -> None:
        aggregate.state = ObjectionState.UPHELD
        aggregate.ruled_in = self.decision_id


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
        decision_heard_of: bool,
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
            decision_heard_of=decision_heard_of,
        )

    @property
    def receipt(self) -> Receipt:
        """How and when it arrived."""
        return Receipt(self.channel, self.received_on, self.posted_on)

    @property
    def undecided(self) -> bool:
        """Whether there is no ruling yet (aanhangig)."""
        return self.state is not ObjectionState.UPHELD

    def find_threshold_consequence(
        self,
        *,
        found_by: str,
        vehicle_category: VehicleCategory,
        parameter: str,
        reasons: str,
        contested: ContestedDecision | None,
    ) -> None:
        """Record that a threshold is wrong. Refused to who took the decision, and on a late objection.

        Raises NotInThisState, NotYours or RuleBroken.
        """
        self._require_state(ThresholdConsequenceFound)
        refusal = self._contested_refusal(contested)
        _require_another_person(found_by, refusal)
        in_time = within_term(self.receipt, refusal)
        if in_time is False:
            raise RuleBroken(
                "objection_late", "the objection came after its term; whether that is excusable comes first"
            )
        self.trigger_event(
            ThresholdConsequenceFound,
            case_id=self.case_id,
            decision_id=self.decision_id,
            found_by=found_by,
            vehicle_category=vehicle_category,
            parameter=parameter,
            reasons=reasons,
            within_term=in_time,
            decide_before=decide_before(refusal),
        )

    def attach_renewed_decision(self, renewal: ContestedDecision) -> None:
        """Direct the pending objection at a renewed decision too (Awb 6:19), once for each decision.

        Only at one that replaces the contested decision, or one that replaced it before.
        """
        replaced = renewal.replaces in {self.decision_id, *self.renewals}
        if not self.undecided or not replaced or renewal.outcome is None:
            return
        if renewal.decision_id not in self.renewals:
            self.trigger_event(
                RenewedDecisionAttached, decision_id=renewal.decision_id, outcome=renewal.outcome
            )

    def uphold(self, *, decision_id: UUID, decided_by: str) -> None:
        """Record the ruling that the decision gives; the same decision a second time changes nothing."""
        if self.ruled_in == decision_id:
            return
        self._require_state(ObjectionUpheld)
        self.trigger_event(
            ObjectionUpheld, case_id=self.case_id, decision_id=decision_id, decided_by=decided_by
        )

    def _require_state(self, act: type[Event]) -> None:
        if not any(step.event is act and step.before is self.state for step in TRANSITIONS):
            raise NotInThisState("objection_state", f"not possible while the objection is {self.state.value}")

    def _contested_refusal(self, contested: ContestedDecision | None) -> ContestedDecision:
        """The contested decision, which a threshold can only have harmed when it is a standing refusal."""
        if contested is None or not contested.taken:
            raise NotInThisState("decision_not_heard_of", "the contested decision is not known here yet")
        if not contested.is_open_to(self.case_id, self.lodged_by):
            raise RuleBroken("decision_of_another", "the decision is of another case or another applicant")
        if contested.outcome is not Outcome.REFUSED:
            raise RuleBroken("decision_not_a_refusal", "the contested decision is not a refusal")
        if Outcome.GRANTED in self.renewals.values():
            raise RuleBroken(
                "decision_replaced", "the refusal was replaced by a renewed decision that grants"
            )
        return contested


def _require_another_person(handler: str, contested: ContestedDecision) -> None:
    """Awb 10:3: who took the contested decision does not decide on the objection against it."""
    if handler == contested.decided_by:
        raise NotYours("own_decision", "who took the contested decision does not handle its objection")


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that an objection can take."""

    event: type[Event]
    before: ObjectionState | None
    """None: there was no objection yet."""
    after: ObjectionState


TRANSITIONS: Final = (
    Transition(ObjectionLodged, None, ObjectionState.PENDING),
    Transition(ThresholdConsequenceFound, ObjectionState.PENDING, ObjectionState.CONSEQUENCE_FOUND),
    Transition(RenewedDecisionAttached, ObjectionState.PENDING, ObjectionState.PENDING),
    Transition(RenewedDecisionAttached, ObjectionState.CONSEQUENCE_FOUND, ObjectionState.CONSEQUENCE_FOUND),
    Transition(ObjectionUpheld, ObjectionState.PENDING, ObjectionState.UPHELD),
    Transition(ObjectionUpheld, ObjectionState.CONSEQUENCE_FOUND, ObjectionState.UPHELD),
)
"""Every step there is; rules and diagram are both read from here."""
