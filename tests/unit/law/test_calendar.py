"""The days on which no statutory term ends (Algemene termijnenwet)."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from shared.law.calendar import (
    DECREE_DAYS,
    easter_sunday,
    is_free_day,
    kings_day,
    roll_forward,
    statutory_days,
    unrolled,
)

YEARS = range(2023, 2041)


@pytest.mark.parametrize("year", YEARS)
def test_statutory_days_equal_an_independent_calendar(year: int) -> None:
    """The computed days are those of the `holidays` package, less the two Sundays it also names."""
    independent = holidays.country_holidays("NL", years=year, categories=("public", "optional"))
    sundays = {easter_sunday(year), easter_sunday(year) + timedelta(days=49)}
    assert statutory_days(year) == set(independent) - sundays


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (1818, date(1818, 3, 22)),
        (1943, date(1943, 4, 25)),
        (1954, date(1954, 4, 18)),
        (1981, date(1981, 4, 19)),
        (2019, date(2019, 4, 21)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_at_its_extremes(year: int, easter: date) -> None:
    """The earliest and latest Easters, and the two years in which the computus has exceptions."""
    assert easter_sunday(year) == easter


@pytest.mark.parametrize(
    ("year", "day"), [(2025, date(2025, 4, 26)), (2026, date(2026, 4, 27)), (2031, date(2031, 4, 26))]
)
def test_kings_day_never_falls_on_a_sunday(year: int, day: date) -> None:
    """Koningsdag moves to Saturday the 26th when 27 April is a Sunday."""
    assert kings_day(year) == day


@pytest.mark.parametrize("year", sorted(DECREE_DAYS))
def test_decree_days_are_weekdays_that_no_statute_names(year: int) -> None:
    """A decree day stands under its own year, and adds something to the statutory days."""
    for day in DECREE_DAYS[year]:
        assert day.year == year
        assert day.weekday() < 5
        assert day not in statutory_days(year)


@pytest.mark.parametrize(
    ("would_end", "ends"),
    [
        (date(2026, 4, 2), date(2026, 4, 2)),  # Thursday before Good Friday
        (date(2026, 4, 3), date(2026, 4, 7)),  # Good Friday: over the weekend and Easter Monday
        (date(2026, 5, 14), date(2026, 5, 18)),  # Ascension Day, decree day, weekend
        (date(2026, 5, 15), date(2026, 5, 18)),  # decree day
        (date(2026, 1, 1), date(2026, 1, 5)),  # New Year's Day, decree day, weekend
        (date(2026, 12, 24), date(2026, 12, 24)),  # Christmas Eve is an ordinary day
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2027, 5, 5), date(2027, 5, 10)),  # Liberation Day, Ascension Day, decree day, weekend
        (date(2024, 12, 27), date(2024, 12, 30)),  # decree day
        (date(2026, 2, 16), date(2026, 2, 16)),  # Carnival Monday is an ordinary day
    ],
)
def test_a_term_ends_on_an_ordinary_day(would_end: date, ends: date) -> None:
    """Atw 1(1): forward over free days of every kind, never backward, and never further than needed."""
    assert roll_forward(would_end).last_day == ends


@pytest.mark.parametrize(
    ("would_end", "provisional"),
    [
        (date(2022, 12, 30), True),
        (date(2023, 1, 2), False),
        (date(2028, 12, 29), False),
        (date(2028, 12, 30), True),  # a Saturday: runs on into 2029
        (date(2029, 1, 2), True),
    ],
)
def test_a_deadline_outside_the_known_decrees_is_provisional(would_end: date, *, provisional: bool) -> None:
    """Where no decree is known for the year of the last day, the day may yet move."""
    assert roll_forward(would_end).provisional is provisional


def test_a_long_term_ends_where_it_ends() -> None:
    """Atw 4: no roll, and the flag all the same."""
    assert unrolled(date(2026, 12, 25)).last_day == date(2026, 12, 25)
    assert unrolled(date(2029, 12, 25)).provisional


def test_every_week_holds_two_ordinary_days() -> None:
    """So the minimum of Atw 2 never lengthens a term that is counted in weeks."""
    day = date(2023, 1, 1)
    while day <= date(2028, 12, 31):
        assert sum(not is_free_day(day + timedelta(days=n)) for n in range(1, 8)) >= 2
        day += timedelta(days=1)
