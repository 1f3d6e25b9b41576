"""What becomes of a penalty that was fixed (dwangsom): fixed anew on objection, and paid (Awb 4:18, 4:19, 4:87)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


class Recovered(msgspec.Struct, frozen=True):
    """What one decision asks back of a penalty (Awb 4:20)."""

    decision_id: UUID
    amount_euros: int


class Penalty(msgspec.Struct, frozen=True):
    """The penalty as it was fixed last, and what was paid of it; amounts in whole euros."""

    decision_id: UUID
    decided_on: date
    amount_euros: int
    paid_euros: int = 0
    recoveries: tuple[Recovered, ...] = ()
    """By what it was asked back (Awb 4:20), as far as that stands."""
    fixed_on: date | None = None
    """When it was fixed first; None: on `decided_on`."""

    @property
    def recovered_euros(self) -> int:
        """What was asked back of what was paid."""
        return sum(each.amount_euros for each in self.recoveries)

    @property
    def due_euros(self) -> int:
        """What is yet to be paid."""
        return self.amount_euros - self.paid_euros


class NewPenalty(msgspec.Struct, frozen=True):
    """The amount at which a ruling on objection fixes the penalty anew."""

    objection_id: UUID
    amount_euros: int
    decided_on: date
    decided_by: str
    """Pseudonymous id of the objection handler."""
    sealed_reasons: Sealed | None = None


class PenaltyFixedAnew(Event):
    """The penalty was fixed at another amount by the ruling on an objection (Awb 4:18, 4:19, 7:11(2))."""

    TOPIC = "decisions.PenaltyFixedAnew"
    decision_id: UUID
    replaces_decision_id: UUID
    objection_id: UUID
    decided_on: date
    decided_by: str
    amount_euros: int
    sealed_reasons: Sealed | None = None
    """Of the ruling (Awb 7:12)."""
    share_cents: int | None = None
    """What each of several applicants gets, in equal parts (Awb 4:17(7)); None: there is one."""

    def apply(self, aggregate: DecisionCase) -> None:
        before = aggregate.default.penalty
        penalty = Penalty(self.decision_id, self.decided_on, self.amount_euros)
        if before is not None:
            penalty = msgspec.structs.replace(
                penalty,
                paid_euros=before.paid_euros,
                recoveries=before.recoveries,
                fixed_on=before.fixed_on or before.decided_on,
            )
        aggregate.default = msgspec.structs.replace(aggregate.default, penalty=penalty)


class PenaltyPaid(Event):
    """The penalty was paid to who was kept waiting (dwangsom betaald, Awb 4:87(1))."""

    TOPIC = "decisions.PenaltyPaid"
    decision_id: UUID
    """The decision by which it is due."""
    paid_on: date
    amount_euros: int
    recorded_by: str

    def apply(self, aggregate: DecisionCase) -> None:
        penalty = aggregate.default.penalty
        if penalty is not None:
            paid = msgspec.structs.replace(penalty, paid_euros=penalty.paid_euros + self.amount_euros)
            aggregate.default = msgspec.structs.replace(aggregate.default, penalty=paid)


def to_be_paid(penalty: Penalty | None, amount_euros: int, *, paid_on: date, today: date) -> Penalty:
    """The penalty that is paid whole: all that is due of it, after it was fixed (Awb 4:18, 4:87(1)).

    Raises NotInThisState and RuleBroken, with the code of the rule that stands in the way.
    """
    if penalty is None:
        raise NotInThisState("penalty_not_fixed", "no penalty was fixed (Awb 4:18)")
    if penalty.due_euros == 0:
        raise NotInThisState("penalty_not_due", "nothing is due, or all of it was paid (Awb 4:87(1))")
    if not penalty.decided_on <= paid_on <= today:
        raise RuleBroken(
            "payment_out_of_time", "it is paid after it was fixed, and today at the latest (Awb 4:87)"
        )
    if amount_euros != penalty.due_euros:
        raise RuleBroken("amount_differs", "the amount paid is not the amount that is due (Awb 4:18)")
    return penalty
