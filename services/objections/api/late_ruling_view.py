"""What a late decision on an objection costs, as its readers see it; amounts in whole euros."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.objections.projections.late_rulings import LateRulingEntry
from shared.runtime.api import View
from shared.vocabulary import NothingDueGround


class DefaultView(View):
    """What it costs since a notice of default had effect (Awb 4:17, 4:18)."""

    notice_received_on: date
    grace_last_day: date
    """Last day on which can be decided without a penalty (Awb 4:17(3))."""
    first_penalty_day: date
    last_penalty_day: date
    """The forty-second day, or the one before that on which an earlier ruling was announced."""
    announcement_awaited: bool
    """Whether was ruled, and the letter that ends it was not heard of yet (Awb 3:41, 4:17(1))."""
    days_due: int
    amount_due: int
    """As of today; once it was fixed, as it was fixed."""
    fix_by: date | None
    """Last day to fix the penalty (Awb 4:18); null: it ended without a day of default."""
    fixed_by: UUID | None
    """The decision on the penalty; null: not fixed yet."""
    fixed_on: date | None
    nothing_due_ground: NothingDueGround | None
    """Why nothing is due (Awb 4:17(6)); null: the amount is due."""
    paid_on: date | None
    """The day on which all of it was paid (Awb 4:87(1)); null: something is due still, or nothing ever was."""

    @classmethod
    def of(cls, entry: LateRulingEntry, today: date) -> Self:
        """As it stands on that legal day."""
        late, penalty = entry.late, entry.penalty
        return cls(
            notice_received_on=late.notice_received_on,
            grace_last_day=entry.grace_last_day,
            first_penalty_day=late.first_day,
            last_penalty_day=late.last_day_due,
            announcement_awaited=late.untold,
            days_due=late.days(today),
            amount_due=penalty.amount_euros if penalty else late.amount(today),
            fix_by=late.fix_by,
            fixed_by=penalty.decision_id if penalty else None,
            fixed_on=penalty.decided_on if penalty else None,
            nothing_due_ground=penalty.ground if penalty else None,
            paid_on=penalty.paid_on if penalty else None,
        )
