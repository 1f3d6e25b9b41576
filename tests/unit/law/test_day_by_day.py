"""Every term counted a day at a time, on a calendar that is not ours, gives the day that the law's functions give."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.law.calendar import DECREE_DAYS, Deadline, is_free_day, roll_forward, unrolled
from shared.law.ruling_terms import RulingTerm
from shared.law.terms import (
    Channel,
    Extension,
    Suspension,
    appeal_term,
    counted_decision_term,
    decision_term,
    leaving_out_term,
    objection_term,
    postal_arrival_term,
    received_in_time,
)
from tests.support.slow_calendar import ON_A_PAR, is_free, next_ordinary, slow_decision_term

ONE_DAY = timedelta(days=1)
LAST_KNOWN_YEAR = 2028
days = st.dates(date(2023, 1, 1), date(2028, 6, 1))
FREE_DAYS = {
    2025: "01-01 04-18 04-21 04-26 05-05 05-29 05-30 06-09 12-25 12-26",
    2026: "01-01 01-02 04-03 04-06 04-27 05-05 05-14 05-15 05-25 12-25 12-26",
    2027: "01-01 03-26 03-29 04-27 05-05 05-06 05-07 05-17 12-25 12-26",
    2028: "01-01 04-14 04-17 04-27 04-28 05-05 05-25 05-26 06-05 12-25 12-26",
}
"""Written out from the statute and the decrees."""


def day_after_day(day: date, number: int, skipped: Collection[date] = ()) -> date:
    """That many days later, in which skipped days count for nothing."""
    while number:
        day += ONE_DAY
        number -= day not in skipped
    return day


@pytest.mark.parametrize("year", FREE_DAYS)
def test_the_free_days_of_a_year_are_those_of_statute_and_decree(year: int) -> None:
    """Atw 3(1), (2), (3): each day of the year that is no Saturday or Sunday, and those that are named."""
    named = {date.fromisoformat(f"{year}-{day}") for day in FREE_DAYS[year].split()}
    day = date(year, 1, 1)
    while day.year == year:
        assert is_free_day(day) == (day in named or day.isoweekday() > 5), day
        day += ONE_DAY


def test_both_calendars_know_the_same_decrees() -> None:
    """Written out twice."""
    assert {day.isoformat() for listed in DECREE_DAYS.values() for day in listed} == ON_A_PAR


@given(st.dates(date(2023, 1, 1), date(2028, 12, 31)))
def test_a_day_is_free_in_both_calendars_or_in_neither(day: date) -> None:
    """Atw 1(1), 3."""
    assert is_free_day(day) == is_free(day)
    assert roll_forward(day).last_day == next_ordinary(day)
    assert unrolled(day) == Deadline(day)


@given(st.dates(date(2029, 1, 1), date(2060, 1, 1)))
def test_beyond_the_last_decree_every_rolled_day_is_provisional(day: date) -> None:
    """A decree may still come, of days that no list has yet."""
    assert roll_forward(day).provisional
    assert day.year > LAST_KNOWN_YEAR


@pytest.mark.parametrize(
    ("term", "number"),
    [(objection_term, 42), (appeal_term, 42), (leaving_out_term, 28), (postal_arrival_term, 7)],
    ids=["objection", "appeal", "leaving out", "postal week"],
)
@given(day=days)
def test_a_term_in_weeks(term: Callable[[date], Deadline], number: int, day: date) -> None:
    """Awb 4:5(4), 6:7, 6:8(1), 6:9(2): the day of the event is day 0; the last one is moved by Atw 1(1)."""
    assert term(day) == Deadline(next_ordinary(day_after_day(day, number)))


@given(days, st.booleans(), st.booleans())
def test_the_ruling_term(last_day: date, committee: bool, adjourned: bool) -> None:
    """Awb 7:10(1), (3): six weeks or twelve, six longer when adjourned; eighteen are not moved (Atw 4)."""
    number = 42 + 42 * committee + 42 * adjourned
    expected = day_after_day(last_day, number)
    if number <= 84:
        expected = next_ordinary(expected)
    term = RulingTerm(last_day, committee=committee)
    assert (term.longest_adjournment() if adjourned else term.deadline()).last_day == expected


@st.composite
def suspensions_after(draw: st.DrawFn, received_on: date) -> list[Suspension]:
    """Some, which may overlap, touch, be empty or begin before the receipt."""
    stretches = draw(st.lists(st.tuples(st.integers(-5, 90), st.integers(0, 30)), max_size=5))
    return [
        Suspension(received_on + start * ONE_DAY, received_on + (start + length) * ONE_DAY)
        for start, length in stretches
    ]


def suspended_days(suspensions: Collection[Suspension]) -> set[date]:
    """Each suspended day once."""
    return {
        each.first_day + n * ONE_DAY for each in suspensions for n in range((each.end - each.first_day).days)
    }


@given(st.data(), days)
def test_the_decision_term_with_suspensions(data: st.DataObject, received_on: date) -> None:
    """Awb 4:13(2), 4:15: each suspended day on which the term still runs makes it a day longer."""
    suspensions = data.draw(suspensions_after(received_on))
    counted_to, last_day = slow_decision_term(received_on, suspended_days(suspensions))
    assert counted_decision_term(received_on, suspensions) == counted_to
    assert decision_term(received_on, suspensions).last_day == last_day


@given(st.data(), days)
def test_a_term_does_not_end_while_it_is_suspended(data: st.DataObject, received_on: date) -> None:
    """Awb 4:15: what suspends a term that runs lets it end on no day that is suspended, nor before."""
    suspensions = data.draw(suspensions_after(received_on))
    last_day = decision_term(received_on, suspensions).last_day
    assert last_day not in suspended_days(suspensions)


@given(st.data(), days, st.integers(0, 70), st.integers(0, 70))
def test_an_extended_term_with_suspensions(
    data: st.DataObject, received_on: date, told_after: int, longer: int
) -> None:
    """Awb 4:14(3): the day that was named, free or not, and later by what is suspended after the notice."""
    suspensions = data.draw(suspensions_after(received_on))
    told_on = received_on + told_after * ONE_DAY
    named = told_on + longer * ONE_DAY
    _, last_day = slow_decision_term(received_on, suspended_days(suspensions), (told_on, named))
    assert decision_term(received_on, suspensions, Extension(told_on, named)) == Deadline(last_day)


@given(days, st.integers(1, 30))
def test_a_request_suspends_from_the_day_after_it(invited_on: date, later: int) -> None:
    """Awb 4:15(1)(a): until the day of the supplement, or with the last day of a term that lapsed."""
    until = day_after_day(invited_on, later)
    supplemented = suspended_days([Suspension.until_supplemented(invited_on, until)])
    lapsed = suspended_days([Suspension.until_lapsed(invited_on, until)])
    assert invited_on not in lapsed
    assert lapsed == supplemented | {until}
    assert len(lapsed) == later


@given(days, st.sampled_from(Channel), st.integers(-3, 14), st.none() | st.integers(-5, 14))
def test_what_is_received_in_time(
    last_day: date, channel: Channel, received_after: int, posted_after: int | None
) -> None:
    """Awb 6:9: each day within the term, and for post that was sent within it each day of the week after."""
    within = {day_after_day(last_day, 0) - n * ONE_DAY for n in range(10)}
    week = {last_day + n * ONE_DAY for n in range(1, 40)}
    week = {day for day in week if day <= next_ordinary(day_after_day(last_day, 7))}
    received_on = last_day + received_after * ONE_DAY
    posted_on = None if posted_after is None else last_day + posted_after * ONE_DAY
    expected: bool | None = received_on in within
    if channel is Channel.POST and received_on in week:
        expected = None if posted_on is None else posted_on in within
    assert received_in_time(last_day, channel, received_on, posted_on) is expected
