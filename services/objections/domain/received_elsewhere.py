"""An objection that another body received first (Awb 6:15): its day there counts, but for manifestly unreasonable use.

Kennelijk onredelijk gebruik van procesrecht (Awb 6:15(3)), for instance sending it to the wrong body to gain time, is a
person's judgement, with reasons, and never automatic. What it changes is whether the objection came in time; that it
came late can still be excused (Awb 6:11).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from services.objections.domain.admissibility import Receipt
from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class ReceiptElsewhereDisregarded(Event):
    """The day of receipt at another body does not count (kennelijk onredelijk gebruik van procesrecht, Awb 6:15(3))."""

    TOPIC = "objections.ReceiptElsewhereDisregarded"

    case_id: UUID
    disregarded_on: date
    disregarded_by: str
    sealed_reasons: Sealed
    decision_id: UUID | None = None
    """The contested decision; None in an act from before what follows was recorded."""
    received_on: date | None = None
    lodged_by: str | None = None
    within_term: bool | None = None
    """False: by its day of receipt here it came late (Awb 6:9); None: the term was not known yet."""
    objector: Sealed | None = None

    def apply(self, aggregate: Objection) -> None:
        aggregate.elsewhere_disregarded = True


def check_elsewhere(receipt: Receipt) -> None:
    """Raise RuleBroken where no other body received it first, or that was judged before."""
    if receipt.counts_on == receipt.received_on:
        raise RuleBroken(
            "not_received_elsewhere", "its day of receipt here counts: no other body's does (Awb 6:15(3))"
        )
