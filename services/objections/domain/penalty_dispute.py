"""The decision on the penalty for a late decision (dwangsombeschikking, Awb 4:18), where it is disputed (Awb 4:19).

An objection or appeal against the decision on the application also covers it, as far as it is disputed (Awb 4:19(1)).
So what is lodged against it while one is pending belongs to that one, whenever it comes: no term of its own is named.
Otherwise it is an objection in its own right.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from services.objections.domain.contested_decision import ContestedDecision
from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class PenaltyDecisionAttached(Event):
    """The objector disputes the decision on the penalty too: the objection, or the appeal on it, covers it (Awb 4:19)."""

    TOPIC = "objections.PenaltyDecisionAttached"

    case_id: UUID
    decision_id: UUID
    """The decision on the penalty."""
    received_on: date
    channel: Channel
    posted_on: date | None
    grounds: Sealed
    lodged_by: str | None
    """Pseudonymous subject of the objector; None when it came by post."""
    appeal_id: UUID | None
    """The appeal that covers it, to which it is to be sent; None: the objection does."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.penalties = (*aggregate.penalties, self.decision_id)


def check_new_penalty(
    penalty: ContestedDecision | None, euros: int | None, *, own_right: bool, upholding: bool
) -> None:
    """What a ruling says of the penalty (Awb 4:19(1), 7:11).

    `own_right` is an objection against the decision on the penalty alone. Raises RuleBroken.
    """
    if own_right and upholding and euros is None:
        raise RuleBroken("penalty_not_named", "the ruling names the amount that is due (Awb 4:18, 7:11(2))")
    if euros is None:
        return
    if penalty is None or penalty.penalty_euros is None:
        raise RuleBroken("no_penalty_disputed", "no decision on a penalty is disputed here (Awb 4:19(1))")
    if own_right and not upholding:
        raise RuleBroken("penalty_stands", "dismissed, the decision on the penalty stands (Awb 7:11)")
    if euros <= penalty.penalty_euros:
        raise RuleBroken("penalty_not_higher", "nobody ends worse off by objecting (Awb 7:11)")
