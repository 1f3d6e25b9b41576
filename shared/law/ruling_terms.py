"""The term to decide on an objection (Awb 7:10): with a committee, suspended, adjourned, put off by consent.

The day on which the objection term ended is day 0. Source: Awb 7:10 and 7:13,
https://wetten.overheid.nl/BWBR0005537/2026-01-01; Atw 1 and 4.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import msgspec

from shared.law.calendar import Deadline, roll_forward, unrolled
from shared.law.terms import Suspension, counted_with

RULING_TERM: Final = timedelta(weeks=6)
"""Awb 7:10(1): the term to decide on an objection."""
RULING_TERM_WITH_COMMITTEE: Final = timedelta(weeks=12)
"""Awb 7:10(1): the same when a committee as meant in 7:13 advises."""
ADJOURNMENT: Final = timedelta(weeks=6)
"""Awb 7:10(3): the longest adjournment (verdaging) of the decision on an objection."""
LONGEST_ROLLED_TERM: Final = timedelta(weeks=12)
"""Atw 4: a longer term is not extended to an ordinary day; exactly twelve weeks still is."""


class PutOff(msgspec.Struct, frozen=True):
    """A named day to which the decision was put off (Awb 7:10(3) or (4)).

    Nobody but the authority set it, so that the Atw does not move it (Atw 1(1)).
    """

    told_on: date
    last_day: date


class RulingTerm(msgspec.Struct, frozen=True):
    """The term of Awb 7:10, with all that has made it longer."""

    begins_after: date
    """The last day of the objection term; of a late objection, the day of its receipt."""
    committee: bool = False
    """A committee advises and the objector was told so (7:13(2)); without that message six weeks apply."""
    suspensions: tuple[Suspension, ...] = ()
    """Awb 7:10(2): while the objector was to repair a defect. Days under two of them count once."""
    put_off: tuple[PutOff, ...] = ()
    court_day: date | None = None
    """The last day that a court named for deciding anew (Awb 8:72(4)): nothing moves it (Atw 1(1))."""

    def counted(self) -> date:
        """The last day of six or twelve weeks as counted, before Atw 1(1) moves it (Awb 7:10(1), (2))."""
        return counted_with(self.begins_after, self.begins_after + self._term, self.suspensions)

    def statutory(self) -> Deadline:
        """The last day without any putting off (Awb 7:10(1), (2)); the roll is applied once, at the end."""
        return roll_forward(self.counted())

    def longest_adjournment(self) -> Deadline:
        """The last day to which the decision can be adjourned (Awb 7:10(3)): six weeks further.

        Term and adjournment are seen as one, which Atw 4 leaves where it ends when it is longer than twelve
        weeks.
        """
        last_day = self.counted() + ADJOURNMENT
        rolled = self._term + ADJOURNMENT <= LONGEST_ROLLED_TERM
        return roll_forward(last_day) if rolled else unrolled(last_day)

    def deadline(self) -> Deadline:
        """The last day to decide, as things stand: the latest of what the law and the named days give.

        That of the court, where it named one.
        """
        if self.court_day is not None:
            return Deadline(self.court_day)
        named = [self._named(put_off) for put_off in self.put_off]
        return max([self.statutory(), *named], key=lambda each: each.last_day)

    @property
    def _term(self) -> timedelta:
        return RULING_TERM_WITH_COMMITTEE if self.committee else RULING_TERM

    def _named(self, put_off: PutOff) -> Deadline:
        """That day, later by each day suspended since it was named (Awb 7:10(2))."""
        last_day = counted_with(put_off.told_on, put_off.last_day, self.suspensions, ends=unrolled)
        return Deadline(last_day)
