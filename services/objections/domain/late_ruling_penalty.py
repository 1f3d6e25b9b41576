"""The decision on the penalty for a late decision on an objection, and what becomes of it (Awb 4:18 to 4:20, 4:87)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.late_ruling import DefaultState, FixedPenalty, LateRuling
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, NothingDueGround

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class NothingDue(msgspec.Struct, frozen=True):
    """Why no penalty is due though the decision on the objection came late (Awb 4:17(6))."""

    ground: NothingDueGround
    reasons: Sealed


class LateRulingPenaltyFixed(Event):
    """The penalty for the late decision on the objection was fixed by decision (dwangsom vastgesteld, Awb 4:18)."""

    TOPIC = "objections.LateRulingPenaltyFixed"

    case_id: UUID
    decision_id: UUID
    """Of the decision on the penalty: the id of this event."""
    decided_on: date
    decided_by: str
    notice_received_on: date
    first_day: date
    last_day: date
    days: int
    amount_euros: int
    """Zero on a ground of Awb 4:17(6)."""
    ground: NothingDueGround | None
    """Why nothing is due; None: the amount is due."""
    sealed_reasons: Sealed | None
    """Of nothing being due."""
    lodged_by: str | None
    """Pseudonymous subject of the objector, who may object to it; None when the objection came by post."""
    exemption_type: ExemptionType | None
    """Of the decision that was contested first; None where it was not heard of."""
    municipality: str | None
    """CBS code (gemeentecode) of a local case."""

    @property
    def contestable(self) -> ContestedDecision:
        """The decision as one that can be contested, by itself or in the appeal on the ruling (Awb 4:19)."""
        return ContestedDecision(
            self.decision_id,
            self.case_id,
            decided_by=self.decided_by,
            applicant_subject=self.lodged_by,
            exemption_type=self.exemption_type,
            municipality=self.municipality,
            penalty_euros=self.amount_euros,
            late_on_objection=self.originator_id,
        )

    def apply(self, aggregate: Objection) -> None:
        penalty = FixedPenalty(self.decision_id, self.decided_on, self.amount_euros)
        aggregate.defaults = tuple(
            msgspec.structs.replace(state, penalty=penalty) if _by(state, self.notice_received_on) else state
            for state in aggregate.defaults
        )


class LateRulingPenaltyFixedAnew(Event):
    """That penalty was fixed at another amount by the ruling on an objection against it (Awb 4:18, 7:11(2))."""

    TOPIC = "objections.LateRulingPenaltyFixedAnew"

    case_id: UUID
    decision_id: UUID
    """The decision on the penalty, of which the amount is replaced."""
    objection_id: UUID
    """The objection that the ruling is on."""
    decided_on: date
    decided_by: str
    amount_euros: int

    def apply(self, aggregate: Objection) -> None:
        aggregate.defaults = tuple(
            msgspec.structs.replace(state, penalty=_at(state.penalty, self.amount_euros, self.decided_on))
            if state.penalty is not None and state.penalty.decision_id == self.decision_id
            else state
            for state in aggregate.defaults
        )


class LateRulingPenaltyPaid(Event):
    """That penalty was paid to the objector (dwangsom betaald, Awb 4:87(1))."""

    TOPIC = "objections.LateRulingPenaltyPaid"

    case_id: UUID
    decision_id: UUID
    """The decision by which it is due."""
    paid_on: date
    amount_euros: int
    recorded_by: str

    def apply(self, aggregate: Objection) -> None:
        aggregate.defaults = tuple(
            msgspec.structs.replace(state, penalty=_paid(state.penalty, self.amount_euros))
            if state.penalty is not None and state.penalty.decision_id == self.decision_id
            else state
            for state in aggregate.defaults
        )


def penalty_to_fix(defaults: tuple[DefaultState, ...], today: date) -> tuple[LateRuling, int]:
    """The late ruling of which the penalty is to be fixed, with its days: the longest ago first (Awb 4:18).

    Raises NotInThisState and RuleBroken, with the code of the rule that stands in the way.
    """
    late = [state.late for state in defaults if state.late is not None]
    if not late:
        raise NotInThisState("not_in_default", "no notice of default has had effect (Awb 4:17(3))")
    due = [one for state in defaults if state.to_be_fixed and (one := state.late) is not None]
    if not due and any(state.penalty is not None for state in defaults):
        raise NotInThisState("penalty_fixed", "the penalty was fixed already (Awb 4:18)")
    if not due:
        raise RuleBroken("no_day_of_default", "no day of default has passed (Awb 4:17(3))")
    found = due[0]
    if found.untold and today <= found.last_day:
        raise RuleBroken(
            "ruling_not_announced",
            "days are added until the letter about the ruling was sent (Awb 3:41(1), 4:17(1))",
        )
    if found.ended_on is None and today <= found.last_day:
        raise RuleBroken("penalty_runs", "a decision is still due and the 42 days have not passed (Awb 4:18)")
    return found, found.days(found.last_day_due)


def penalty_to_pay(
    defaults: tuple[DefaultState, ...], amount_euros: int, *, paid_on: date, today: date
) -> FixedPenalty:
    """The penalty that is paid whole: all that is due of it, after it was fixed (Awb 4:18, 4:87(1)).

    Raises NotInThisState and RuleBroken, with the code of the rule that stands in the way.
    """
    fixed = [state.penalty for state in defaults if state.penalty is not None]
    if not fixed:
        raise NotInThisState("penalty_not_fixed", "no penalty was fixed (Awb 4:18)")
    penalty = next((one for one in fixed if one.due_euros > 0), None)
    if penalty is None:
        raise NotInThisState("penalty_not_due", "nothing is due, or all of it was paid (Awb 4:87(1))")
    if not penalty.decided_on <= paid_on <= today:
        raise RuleBroken(
            "payment_out_of_time", "it is paid after it was fixed, and today at the latest (Awb 4:87)"
        )
    if amount_euros != penalty.due_euros:
        raise RuleBroken("amount_differs", "the amount paid is not the amount that is due (Awb 4:18)")
    return penalty


def _by(state: DefaultState, notice_received_on: date) -> bool:
    """Whether it is the default that this notice began, and its penalty was not fixed."""
    late = state.late
    return state.penalty is None and late is not None and late.notice_received_on == notice_received_on


def _at(penalty: FixedPenalty, amount_euros: int, on: date) -> FixedPenalty:
    return msgspec.structs.replace(penalty, amount_euros=amount_euros, decided_on=on)


def _paid(penalty: FixedPenalty, amount_euros: int) -> FixedPenalty:
    return msgspec.structs.replace(penalty, paid_euros=penalty.paid_euros + amount_euros)
