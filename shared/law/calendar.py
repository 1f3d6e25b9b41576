"""The calendar of statutory terms: the Algemene termijnenwet (Atw) and its decree days.

Days are legal days in the Netherlands (see `shared.vocabulary.legal_day`). Sources: Atw articles 1
to 4, https://wetten.overheid.nl/BWBR0002448/2010-10-10, and the royal decrees under its article 3(3).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

import msgspec

DECREE_DAYS: Final[Mapping[int, tuple[date, ...]]] = {
    2023: (date(2023, 4, 28), date(2023, 5, 19)),
    2024: (date(2024, 5, 10), date(2024, 12, 27)),
    2025: (date(2025, 5, 30),),
    2026: (date(2026, 1, 2), date(2026, 5, 15)),
    2027: (date(2027, 5, 7),),
    2028: (date(2028, 4, 28), date(2028, 5, 26)),
}
"""Days that a decree puts on a par with general public holidays (gelijkgestelde dagen, Atw 3(3)).

A year that is not a key has no known decree; add a year when its decree is published.
"""

SATURDAY: Final = 5
SUNDAY: Final = 6


class Deadline(msgspec.Struct, frozen=True):
    """The last day of a term, computed once and stored: never computed again with a later calendar."""

    last_day: date
    """The term ends at the end of this legal day."""
    provisional: bool = False
    """True when no decree under Atw 3(3) is known for the year of `last_day`, so that it may yet move."""


def roll_forward(day: date) -> Deadline:
    """Atw 1(1): a term set in a statute that would end on a free day runs on to the next ordinary day."""
    last_day = day
    while is_free_day(last_day):
        last_day += timedelta(days=1)
    return unrolled(last_day)


def unrolled(day: date) -> Deadline:
    """Atw 4: a term longer than twelve weeks (or ninety days) ends on its own last day, free or not."""
    return Deadline(last_day=day, provisional=day.year not in DECREE_DAYS)


def is_free_day(day: date) -> bool:
    """Saturday, Sunday, general public holiday or a day put on a par with one (Atw 1(1), 3)."""
    return (
        day.weekday() in (SATURDAY, SUNDAY)
        or day in statutory_days(day.year)
        or day in DECREE_DAYS.get(day.year, ())
    )


@cache
def statutory_days(year: int) -> frozenset[date]:
    """The general public holidays of Atw 3(1), with Good Friday (Goede Vrijdag) by Atw 3(2)."""
    easter = easter_sunday(year)
    return frozenset(
        {
            date(year, 1, 1),  # Nieuwjaarsdag
            easter - timedelta(days=2),  # Goede Vrijdag
            easter + timedelta(days=1),  # Tweede Paasdag
            kings_day(year),
            date(year, 5, 5),  # Bevrijdingsdag, in every year
            easter + timedelta(days=39),  # Hemelvaartsdag
            easter + timedelta(days=50),  # Tweede Pinksterdag
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month; its last one where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def kings_day(year: int) -> date:
    """The day on which the King's birthday is celebrated (Koningsdag): 27 April, on a Sunday the 26th."""
    birthday = date(year, 4, 27)
    return birthday - timedelta(days=1) if birthday.weekday() == SUNDAY else birthday


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher's form of the computus)."""
    golden = year % 19
    century, year_of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_correction + 15) % 30
    leap_years, year_rest = divmod(year_of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    exception = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day_before = divmod(epact + to_sunday - 7 * exception + 114, 31)
    return date(year, month, day_before + 1)
