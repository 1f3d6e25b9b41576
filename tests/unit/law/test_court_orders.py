"""What a court orders where a decision is late (Awb 6:12, 8:55d)."""

from __future__ import annotations

from datetime import date

import pytest

from shared.law.court_orders import OrderedDecision, open_to_appeal_from, ordered_last_day

ORDER = OrderedDecision(
    sent_on=date(2026, 6, 3), last_day=date(2026, 6, 17), euros_per_day=100, most_euros=15_000
)


@pytest.mark.parametrize(
    ("received_on", "open_from"),
    [
        (date(2026, 5, 4), date(2026, 5, 19)),
        (date(2026, 4, 13), date(2026, 4, 29)),
        (date(2026, 5, 1), date(2026, 5, 19)),
    ],
)
def test_two_weeks_pass_after_the_notice(received_on: date, open_from: date) -> None:
    """Awb 6:12(2)(b): King's day and the day after Ascension move their end (Atw 1(1))."""
    assert open_to_appeal_from(received_on) == open_from


def test_no_calendar_moves_the_term_of_a_court() -> None:
    """Two weeks after Friday the thirteenth of March is Good Friday's week; the third of April stays it (Atw 1(1))."""
    assert ordered_last_day(date(2026, 3, 20)) == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("taken_on", "today", "due"),
    [
        (None, date(2026, 6, 17), 0),
        (None, date(2026, 6, 18), 100),
        (None, date(2026, 6, 27), 1000),
        (None, date(2027, 6, 27), 15_000),
        (date(2026, 6, 17), date(2026, 7, 1), 0),
        (date(2026, 6, 18), date(2026, 7, 1), 0),
        (date(2026, 6, 20), date(2026, 7, 1), 200),
        (date(2026, 6, 1), date(2026, 7, 1), 0),
    ],
)
def test_each_later_day_costs_what_the_ruling_says(taken_on: date | None, today: date, due: int) -> None:
    """Awb 8:55d(2): from the day after the last one until the day before the decision, up to the most."""
    assert ORDER.due(taken_on, today) == due
