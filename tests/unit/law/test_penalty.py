"""The penalty for a decision that comes too late (Awb 4:17, 4:18)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.law.penalty import (
    MOST_DAYS,
    RATES,
    is_premature,
    penalty_days,
    penalty_decision_term,
    penalty_period,
    rates_on,
    share_in_cents,
)
from tests.support.slow_calendar import is_free

ONE_DAY = timedelta(days=1)
days = st.dates(date(2023, 1, 1), date(2028, 6, 1))
SINCE_2019 = rates_on(date(2026, 5, 4))
BEFORE_2019 = rates_on(date(2018, 12, 31))


@pytest.mark.parametrize(
    ("number", "euros"),
    [(0, 0), (1, 23), (14, 322), (15, 357), (28, 812), (29, 857), (42, 1442), (43, 1442), (1000, 1442)],
)
def test_worked_totals(number: int, euros: int) -> None:
    """Awb 4:17(1), (2): 23, 35 and 45 euros a day, fourteen days each, and never more than 1442 in all."""
    assert SINCE_2019.amount(number) == euros


@pytest.mark.parametrize(("number", "euros"), [(1, 20), (14, 280), (28, 700), (42, 1260)])
def test_the_amounts_before_2019(number: int, euros: int) -> None:
    """20, 30 and 40 euros a day."""
    assert BEFORE_2019.amount(number) == euros


def test_the_amounts_turn_on_the_day_of_the_notice() -> None:
    """One received on 1 January 2019 is the first for which the present amounts hold."""
    assert rates_on(date(2019, 1, 1)) == SINCE_2019 != BEFORE_2019
    assert rates_on(date(2009, 10, 1)) == BEFORE_2019
    with pytest.raises(LookupError, match="2009-09-30"):
        rates_on(date(2009, 9, 30))


def test_rates_are_listed_oldest_first() -> None:
    """The last one that had begun is the one that holds."""
    assert sorted(RATES, key=lambda rates: rates.since) == list(RATES)


@pytest.mark.parametrize(
    ("received", "grace", "first", "last", "fix_by"),
    [
        ("2026-05-04", "2026-05-18", "2026-05-19", "2026-06-29", "2026-07-13"),
        ("2026-04-13", "2026-04-28", "2026-04-29", "2026-06-09", "2026-06-23"),  # Koningsdag
    ],
)
def test_worked_periods(received: str, grace: str, first: str, last: str, fix_by: str) -> None:
    """From the notice to the last day to fix the penalty, of a term that had ended a week before."""
    received_on = date.fromisoformat(received)
    period = penalty_period(received_on - 7 * ONE_DAY, received_on)
    assert period.grace.last_day.isoformat() == grace
    assert (period.first_day.isoformat(), period.last_day.isoformat()) == (first, last)
    assert penalty_decision_term(period.last_day).last_day.isoformat() == fix_by


def test_the_two_weeks_begin_after_the_term_as_well_as_the_notice() -> None:
    """Awb 4:17(3): the later of the two days counts."""
    term_last_day = date(2026, 5, 4)
    for received_on in (term_last_day - 20 * ONE_DAY, term_last_day):
        assert penalty_period(term_last_day, received_on).grace.last_day == date(2026, 5, 18)


@pytest.mark.parametrize(("after", "premature"), [(-1, True), (0, True), (1, False)])
def test_a_notice_within_the_term_is_premature(after: int, premature: bool) -> None:
    """Awb 4:17(3): the last day still belongs to the term."""
    last_day = date(2026, 5, 4)
    assert is_premature(last_day + after * ONE_DAY, last_day) is premature


def test_the_forty_two_days_are_not_moved() -> None:
    """Awb 4:17(1): they begin on a Saturday and end on one, since the Atw does not apply to them."""
    period = penalty_period(date(2026, 8, 1), date(2026, 8, 14))
    assert (period.grace.last_day.weekday(), period.first_day.weekday()) == (4, 5)
    assert (period.last_day - period.first_day).days == MOST_DAYS - 1


@given(days, st.integers(-30, 60), st.integers(-20, 80))
def test_the_amount_equals_counting_day_by_day(term_last_day: date, notice_after: int, asked: int) -> None:
    """From the notice on each day is looked at by itself, with its own amount, until the day asked for."""
    received_on = term_last_day + notice_after * ONE_DAY
    day, waited = max(term_last_day, received_on), 0
    while waited < 14 or is_free(day):
        day += ONE_DAY
        waited += 1
    period = penalty_period(term_last_day, received_on)
    assert period.grace.last_day == day
    until, due, number = day + asked * ONE_DAY, 0, 0
    while day < until:
        day += ONE_DAY
        number += 1
        due += 23 if number <= 14 else 35 if number <= 28 else 45 if number <= 42 else 0
    assert SINCE_2019.amount(penalty_days(period.first_day, until)) == due


@given(days)
def test_the_term_to_fix_it_equals_counting_day_by_day(last_penalty_day: date) -> None:
    """Awb 4:18: the fourteenth day, or the first ordinary one after it."""
    day, counted = last_penalty_day, 0
    while counted < 14 or is_free(day):
        day += ONE_DAY
        counted += 1
    assert penalty_decision_term(last_penalty_day).last_day == day


def test_a_period_past_the_known_decrees_is_provisional() -> None:
    """What is computed for 2029 may yet move."""
    assert penalty_period(date(2028, 12, 1), date(2028, 12, 29)).grace.provisional
    assert not penalty_period(date(2026, 5, 1), date(2026, 5, 4)).grace.provisional


@pytest.mark.parametrize(("euros", "applicants", "cents"), [(1442, 2, 72_100), (23, 2, 1_150), (23, 3, 767)])
def test_several_applicants_get_equal_parts(euros: int, applicants: int, cents: int) -> None:
    """Awb 4:17(7); a part of a cent is rounded up, so that they stay equal."""
    assert share_in_cents(euros, applicants) == cents
