"""The penalty (dwangsom) for a decision that comes too late (Awb 4:16 to 4:20), as pure functions of legal days.

Amounts are dated data: which of them hold turns on the day on which the notice of default
(ingebrekestelling) was received. Sources: Awb 4:17,
https://wetten.overheid.nl/BWBR0005537/2026-01-01; the amounts before and since 1 January 2019.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import msgspec

from shared.law.calendar import Deadline, roll_forward

GRACE: Final = timedelta(weeks=2)
"""Awb 4:17(3): what passes after the notice of default before the first penalty day."""
STAGE_DAYS: Final = 14
"""Awb 4:17(2): after so many days the amount per day rises."""
MOST_DAYS: Final = 42
"""Awb 4:17(1): for no more days than these."""
PENALTY_DECISION_TERM: Final = timedelta(weeks=2)
"""Awb 4:18: the term to fix the penalty, after the last day for which it is due."""
ONE_DAY: Final = timedelta(days=1)


class PenaltyRates(msgspec.Struct, frozen=True):
    """What a day costs, in whole euros, in each stage of fourteen days."""

    since: date
    """Holds for notices of default received from this day on."""
    per_day: tuple[int, int, int]

    def amount(self, days: int) -> int:
        """Awb 4:17(1) and (2): the running total after that many days; no day after the forty-second counts."""
        stages = (max(0, min(days - STAGE_DAYS * stage, STAGE_DAYS)) for stage in range(len(self.per_day)))
        return sum(length * euros for length, euros in zip(stages, self.per_day, strict=True))


RATES: Final = (
    PenaltyRates(since=date(2009, 10, 1), per_day=(20, 30, 40)),
    PenaltyRates(since=date(2019, 1, 1), per_day=(23, 35, 45)),
)
"""Oldest first; add a row when the amounts of Awb 4:17(2) change."""


def share_in_cents(euros: int, applicants: int) -> int:
    """Awb 4:17(7): what each of several applicants gets, in equal parts.

    Where they do not come out in whole cents each is rounded up, so that the parts stay equal and nobody comes short;
    no source says how they are rounded (SYNTHETIC).
    """
    return -(-euros * 100 // applicants)


class PenaltyPeriod(msgspec.Struct, frozen=True):
    """From when to when a penalty is due as long as nothing is decided; computed once and stored."""

    grace: Deadline
    """The last day on which the decision can still be taken without a penalty (Awb 4:17(3))."""
    first_day: date
    last_day: date
    """The forty-second day."""


def rates_on(received_on: date) -> PenaltyRates:
    """The amounts for a notice of default received on that day. Raises LookupError before there were any."""
    known = [rates for rates in RATES if rates.since <= received_on]
    if not known:
        raise LookupError(f"no penalty for a late decision existed on {received_on}")
    return known[-1]


def is_premature(received_on: date, term_last_day: date) -> bool:
    """Awb 4:17(3): a notice that comes before the term has passed; the last day still belongs to the term."""
    return received_on <= term_last_day


def penalty_period(term_last_day: date, received_on: date) -> PenaltyPeriod:
    """Awb 4:17(1) and (3): two weeks after both the term passed and the notice came, then forty-two days.

    The two weeks are a statutory term, which Atw 1(1) moves; to the forty-two days the Atw does not apply.
    """
    grace = roll_forward(max(term_last_day, received_on) + GRACE)
    first_day = grace.last_day + ONE_DAY
    return PenaltyPeriod(grace, first_day, first_day + (MOST_DAYS - 1) * ONE_DAY)


def penalty_days(first_day: date, until: date) -> int:
    """Awb 4:17(1): how many days of default have begun up to and including `until`, forty-two at most."""
    return max(0, min((until - first_day).days + 1, MOST_DAYS))


def penalty_decision_term(last_penalty_day: date) -> Deadline:
    """Awb 4:18: two weeks after the last day for which the penalty is due."""
    return roll_forward(last_penalty_day + PENALTY_DECISION_TERM)
