"""The days of the main job."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from services.demo.calendar import Calendar, Day, opening_after, opening_on
from shared.law.terms import objection_term

NIGHT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_the_first_day_begins_when_the_office_opens_next() -> None:
    """Half past eleven in the evening in UTC is the next day already here."""
    assert opening_after(NIGHT) == datetime(2026, 3, 3, 8, tzinfo=UTC)


def test_days_are_counted_in_legal_days_across_the_change_of_the_clocks() -> None:
    """Nine o'clock stays nine o'clock when summer time begins on 29 March 2026."""
    calendar = Calendar(datetime(2026, 3, 16, 8, tzinfo=UTC))
    assert calendar.at(Day.ASKED_AGAIN) == datetime(2026, 3, 31, 7, tzinfo=UTC)
    assert calendar.on(Day.ASKED_AGAIN) == date(2026, 3, 31)


@pytest.mark.parametrize("month", range(1, 13))
def test_objections_come_within_their_term_or_after_it(month: int) -> None:
    """Six weeks from the day after the announcement (Awb 6:7, 6:8), longer when it would end on a free day."""
    opened = opening_on(date(2027, month, 10))
    calendar = Calendar(opened)
    last_day = objection_term(calendar.on(Day.OPENED)).last_day
    assert calendar.on(Day.OBJECTED) <= last_day < calendar.on(Day.LATE)


def test_an_application_is_left_out_after_two_terms_and_not_too_late() -> None:
    """Two weeks for each of two requests (letter 4), and four weeks after the last of them (Awb 4:5(4))."""
    term = 14
    assert Day.OPENED + term < Day.ASKED_AGAIN
    assert Day.ASKED_AGAIN + term < Day.LEFT_OUT <= Day.ASKED_AGAIN + term + 28


@pytest.mark.parametrize(
    ("now", "opened"),
    [
        (datetime(2026, 12, 27, 12, tzinfo=UTC), date(2026, 12, 28)),
        (datetime(2026, 12, 28, 12, tzinfo=UTC), date(2027, 1, 2)),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), date(2027, 1, 2)),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), date(2027, 1, 2)),
        (datetime(2027, 1, 2, 12, tzinfo=UTC), date(2027, 1, 3)),
    ],
)
def test_the_first_days_lie_in_one_year(now: datetime, opened: date) -> None:
    """A day exemption is asked for days of one calendar year, and for the next one a year ahead at most."""
    calendar = Calendar(opening_after(now))
    assert calendar.on(Day.OPENED) == opened
    assert calendar.on(Day.GIVEN_BACK).year == opened.year
    assert (date(opened.year + 1, 1, 1) - opened).days <= 365
