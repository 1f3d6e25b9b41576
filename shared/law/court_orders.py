"""What a court orders where a decision is not taken in time (Awb 6:12, 8:55d), as pure functions of legal days.

Sources: Awb 6:2(b), 6:12 and 8:55d, https://wetten.overheid.nl/BWBR0005537/2026-01-01; Atw 1(1). The amounts are
those of the ruling: no table gives them.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import msgspec

from shared.law.calendar import roll_forward

NOTICE: Final = timedelta(weeks=2)
"""Awb 6:12(2)(b): what passes after the written notice of default before an appeal can be lodged."""
ORDERED_TERM: Final = timedelta(weeks=2)
"""Awb 8:55d(1): the term to announce the decision, after the day on which the ruling was sent."""


class OrderedDecision(msgspec.Struct, frozen=True):
    """The order to take the decision within a term, and what every later day costs (Awb 8:55d(1), (2))."""

    sent_on: date
    """The day on which the court sent its ruling."""
    last_day: date
    euros_per_day: int
    most_euros: int

    def due(self, taken_on: date | None, today: date) -> int:
        """What is due by `today`, in whole euros: for each day after the last one on which nothing was decided.

        As with the penalty of Awb 4:17, the day of the decision is no day of default any more.
        """
        until = today if taken_on is None else min(taken_on - timedelta(days=1), today)
        return min(max(0, (until - self.last_day).days) * self.euros_per_day, self.most_euros)


def ordered_last_day(sent_on: date) -> date:
    """Awb 8:55d(1), where the court gave no other term; no calendar moves a term of a court (Atw 1(1))."""
    return sent_on + ORDERED_TERM


def open_to_appeal_from(notice_received_on: date) -> date:
    """Awb 6:12(2)(b): the first day for an appeal, after two weeks that Atw 1(1) moves."""
    return roll_forward(notice_received_on + NOTICE).last_day + timedelta(days=1)
