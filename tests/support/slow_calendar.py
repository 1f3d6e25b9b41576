"""An independent calendar, by the `holidays` package and a list written out by hand, and the term counted on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)
ON_A_PAR = {
    "2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30",
    "2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26",
}  # fmt: skip
"""Days that a decree puts on a par with a public holiday (Atw 3(3)), 2023 to 2028."""


def is_free(day: date) -> bool:
    """A Saturday, a Sunday, a public holiday or a day on a par with one (Atw 1(1), 3)."""
    return day.isoweekday() > 5 or day in _named(day.year) or day.isoformat() in ON_A_PAR


@cache
def _named(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public", "optional")))


def next_ordinary(day: date) -> date:
    """The day itself, or the first one after it that is not free."""
    while is_free(day):
        day += ONE_DAY
    return day


def slow_decision_term(
    received_on: date, suspended: Collection[date], extension: tuple[date, date] | None = None
) -> tuple[date, date]:
    """The decision term a day at a time: its last day as counted, and as moved (Awb 4:13(2), 4:14(3), 4:15; Atw 1(1)).

    Each suspended day on which the term still runs makes it a day longer. It still runs on the free days over
    which it is moved, and then to the day to which it is moved. `extension` is the day of the notice and the
    day that was named, which is moved over nothing.
    """
    day, last_day = extension or (received_on, received_on + 56 * ONE_DAY)
    moved = next_ordinary if extension is None else _as_it_is
    while day < moved(last_day):
        day += ONE_DAY
        if day in suspended:
            last_day = (last_day if day <= last_day else moved(last_day)) + ONE_DAY
    return last_day, moved(last_day)


def _as_it_is(day: date) -> date:
    return day
