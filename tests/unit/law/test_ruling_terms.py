"""The term to decide on an objection (Awb 7:10)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.law.calendar import is_free_day
from shared.law.ruling_terms import PutOff, RulingTerm
from shared.law.terms import Suspension

days = st.dates(date(2023, 1, 1), date(2028, 6, 1))
WORKED = [
    # last day to object, six weeks, twelve weeks, adjourned to at most: six and six, twelve and six
    ("2026-04-07", "2026-05-19", "2026-06-30", "2026-06-30", "2026-08-11"),
    ("2026-05-06", "2026-06-17", "2026-07-29", "2026-07-29", "2026-09-09"),
    ("2026-01-30", "2026-03-13", "2026-04-24", "2026-04-24", "2026-06-05"),
]


@pytest.mark.parametrize("row", WORKED, ids=lambda row: row[0])
def test_worked_ruling_terms(row: tuple[str, ...]) -> None:
    """Awb 7:10(1), (3): from the day after the objection term ended, and how far it can be adjourned."""
    last_day, six, twelve, adjourned, longest = map(date.fromisoformat, row)
    without, advised = RulingTerm(last_day), RulingTerm(last_day, committee=True)
    assert without.deadline().last_day == six
    assert advised.deadline().last_day == twelve
    assert without.longest_adjournment().last_day == adjourned
    assert advised.longest_adjournment().last_day == longest


def test_twelve_weeks_roll_and_eighteen_do_not() -> None:
    """Atw 4: from Friday 2 October 2026 twelve weeks end at Christmas; eighteen end where they end."""
    assert RulingTerm(date(2026, 10, 2), committee=True).deadline().last_day == date(2026, 12, 28)
    assert RulingTerm(date(2026, 10, 2)).longest_adjournment().last_day == date(2026, 12, 28)
    eighteen = RulingTerm(date(2026, 8, 21), committee=True).longest_adjournment()
    assert eighteen.last_day == date(2026, 12, 25)


@pytest.mark.parametrize(
    ("suspension", "last_day"),
    [
        # the term runs from 7 May to 17 June 2026
        (Suspension.until_supplemented(date(2026, 5, 20), date(2026, 5, 29)), date(2026, 6, 25)),
        (Suspension.until_lapsed(date(2026, 5, 20), date(2026, 6, 3)), date(2026, 7, 1)),
        (Suspension.until_supplemented(date(2026, 5, 20), date(2026, 5, 21)), date(2026, 6, 17)),
        (Suspension.until_supplemented(date(2026, 4, 20), date(2026, 5, 4)), date(2026, 6, 17)),
        (Suspension.until_supplemented(date(2026, 4, 20), date(2026, 5, 11)), date(2026, 6, 22)),
        (Suspension.until_supplemented(date(2026, 6, 17), date(2026, 6, 20)), date(2026, 6, 17)),
    ],
    ids=["repaired", "lapsed", "at once", "before the term", "into the term", "after the term"],
)
def test_a_request_to_repair_suspends_the_term(suspension: Suspension, last_day: date) -> None:
    """Awb 7:10(2): from the day after the request until it was repaired, or the set term passed unused."""
    assert RulingTerm(date(2026, 5, 6), suspensions=(suspension,)).deadline().last_day == last_day


def test_a_named_day_is_later_by_what_is_suspended_after_it_was_named() -> None:
    """And by nothing that was suspended before; no calendar moves a day that the authority names."""
    before = Suspension.until_supplemented(date(2026, 5, 11), date(2026, 5, 15))
    after = Suspension.until_supplemented(date(2026, 6, 22), date(2026, 6, 26))
    named = PutOff(told_on=date(2026, 6, 1), last_day=date(2026, 7, 4))
    term = RulingTerm(date(2026, 5, 6), suspensions=(before,), put_off=(named,))
    assert term.deadline().last_day == date(2026, 7, 4)  # a Saturday
    later = RulingTerm(date(2026, 5, 6), suspensions=(before, after), put_off=(named,))
    assert later.deadline().last_day == date(2026, 7, 7)


def test_a_committee_can_take_longer_than_the_named_day() -> None:
    """The later day counts, whichever was told first."""
    named = PutOff(told_on=date(2026, 6, 1), last_day=date(2026, 7, 1))
    term = RulingTerm(date(2026, 5, 6), committee=True, put_off=(named,))
    assert term.deadline().last_day == date(2026, 7, 29)


def test_a_term_past_the_known_decrees_is_provisional_and_a_named_day_is_not() -> None:
    """A decree can move what the law gives, and not what was named."""
    assert RulingTerm(date(2028, 12, 1)).deadline().provisional
    named = PutOff(told_on=date(2028, 12, 4), last_day=date(2029, 2, 1))
    assert not RulingTerm(date(2028, 12, 1), put_off=(named,)).deadline().provisional


def counted_day_by_day(day: date, running: int, suspensions: list[Suspension], *, rolled: bool) -> date:
    """The slow way: every suspended day on which the term still runs makes it one day longer.

    A term that was moved over free days runs on them too, until the day to which it was moved.
    """
    end = day + timedelta(days=running)
    while day < (last_day := first_ordinary(end) if rolled else end):
        day += timedelta(days=1)
        if any(each.first_day <= day < each.end for each in suspensions):
            end = (end if day <= end else last_day) + timedelta(days=1)
    return last_day


def first_ordinary(day: date) -> date:
    """The day itself, or the first one after it that is not free."""
    while is_free_day(day):
        day += timedelta(days=1)
    return day


@given(
    days,
    st.booleans(),
    st.lists(st.tuples(st.integers(-20, 100), st.integers(0, 20)), max_size=4),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=2),
)
def test_the_ruling_term_equals_counting_day_by_day(
    begins_after: date,
    committee: bool,
    drawn: list[tuple[int, int]],
    put_off: list[tuple[int, int]],
) -> None:
    """However suspensions overlap, and whatever is named."""
    suspensions = [
        Suspension(begins_after + timedelta(days=start), begins_after + timedelta(days=start + length))
        for start, length in drawn
    ]
    named = [
        PutOff(begins_after + timedelta(days=told), begins_after + timedelta(days=told + further))
        for told, further in put_off
    ]
    slow = [
        counted_day_by_day(begins_after, 84 if committee else 42, suspensions, rolled=True),
        *(
            counted_day_by_day(each.told_on, (each.last_day - each.told_on).days, suspensions, rolled=False)
            for each in named
        ),
    ]
    term = RulingTerm(begins_after, committee, tuple(suspensions), tuple(named))
    assert term.deadline().last_day == max(slow)
