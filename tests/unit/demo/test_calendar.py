"""The days of the main job."""

from __future__ import annotations

from datetime import UTC, date, datetime

from services.demo.calendar import Calendar, Day, opening_after

NIGHT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_the_first_day_begins_when_the_office_opens_next() -> None:
    """Half past eleven in the evening in UTC is the next day already here."""
    assert opening_after(NIGHT) == datetime(2026, 3, 3, 8, tzinfo=UTC)


def test_days_are_counted_in_legal_days_across_the_change_of_the_clocks() -> None:
    """Nine o'clock stays nine o'clock when summer time begins on 29 March 2026."""
    calendar = Calendar(datetime(2026, 3, 16, 8, tzinfo=UTC))
    assert calendar.at(Day.FOUND) == datetime(2026, 3, 31, 7, tzinfo=UTC)
    assert calendar.on(Day.FOUND) == date(2026, 3, 31)


def test_objections_come_within_their_term() -> None:
    """Six weeks from the day after the announcement (Awb 6:7, 6:8)."""
    assert Day.OBJECTED - Day.ANNOUNCED <= 42
