"""An independent calendar: whether a day is free by the `holidays` package and a list written out by hand."""

from __future__ import annotations

from datetime import date
from functools import cache

import holidays

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
