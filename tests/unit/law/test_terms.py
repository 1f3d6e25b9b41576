"""The terms of an application and an objection (Algemene wet bestuursrecht)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.law.calendar import is_free_day
from shared.law.terms import (
    Channel,
    Suspension,
    appeal_term,
    decision_term,
    leaving_out_term,
    objection_term,
    postal_arrival_term,
    received_in_time,
)

days = st.dates(date(2023, 1, 1), date(2028, 6, 1))


@pytest.mark.parametrize(
    ("received_on", "last_day"),
    [
        (date(2026, 3, 9), date(2026, 5, 4)),
        (date(2026, 3, 10), date(2026, 5, 6)),  # 5 May
        (date(2026, 3, 20), date(2026, 5, 18)),  # a decree day, then the weekend
        (date(2026, 10, 30), date(2026, 12, 28)),
        (date(2026, 3, 2), date(2026, 4, 28)),  # Koningsdag
    ],
)
def test_decision_term_without_suspension(received_on: date, last_day: date) -> None:
    """Awb 4:13(2): eight weeks after receipt, rolled over free days."""
    assert decision_term(received_on).last_day == last_day


def test_decision_term_with_a_supplement_in_time() -> None:
    """Awb 4:15(1)(a): invited 16 March, supplemented 25 March: eight suspended days."""
    suspension = Suspension.until_supplemented(date(2026, 3, 16), date(2026, 3, 25))
    assert decision_term(date(2026, 3, 2), [suspension]).last_day == date(2026, 5, 6)


def test_decision_term_when_the_set_term_lapsed() -> None:
    """Invited 16 March, nothing came by 30 March: fourteen suspended days, the last one included."""
    suspension = Suspension.until_lapsed(date(2026, 3, 16), date(2026, 3, 30))
    assert decision_term(date(2026, 3, 2), [suspension]).last_day == date(2026, 5, 11)


def test_a_supplement_on_the_day_after_the_invitation_suspends_nothing() -> None:
    """From the day after the invitation until the day of the supplement is then no day at all."""
    suspension = Suspension.until_supplemented(date(2026, 3, 16), date(2026, 3, 17))
    assert decision_term(date(2026, 3, 2), [suspension]) == decision_term(date(2026, 3, 2))


def test_a_suspension_after_the_term_comes_too_late() -> None:
    """A term that has ended cannot be suspended any more."""
    late = Suspension.until_supplemented(date(2026, 5, 4), date(2026, 6, 1))
    assert decision_term(date(2026, 3, 9), [late]).last_day == date(2026, 5, 4)


@given(days, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20)), max_size=4))
def test_decision_term_equals_counting_day_by_day(received_on: date, drawn: list[tuple[int, int]]) -> None:
    """Counting the running days one at a time gives the same last day, however suspensions overlap."""
    suspensions = [
        Suspension(
            first_day=received_on + timedelta(days=start + 1),
            end=received_on + timedelta(days=start + length + 1),
        )
        for start, length in drawn
    ]
    day, running = received_on, 0
    while running < 56 or is_free_day(day):
        day += timedelta(days=1)
        if not any(each.first_day <= day < each.end for each in suspensions) or running >= 56:
            running += 1
    assert decision_term(received_on, suspensions).last_day == day


WORKED_OBJECTIONS = [
    # announced, last day, post in by
    ("2026-02-20", "2026-04-07", "2026-04-14"),
    ("2026-03-24", "2026-05-06", "2026-05-13"),
    ("2025-12-19", "2026-01-30", "2026-02-06"),
]


@pytest.mark.parametrize("row", WORKED_OBJECTIONS, ids=lambda row: row[0])
def test_worked_objections(row: tuple[str, ...]) -> None:
    """Worked dates: the objection term and the postal week."""
    announced, last_day, post_in_by = map(date.fromisoformat, row)
    assert objection_term(announced).last_day == last_day
    assert postal_arrival_term(last_day).last_day == post_in_by


@given(days)
def test_remedy_terms_equal_counting_day_by_day(announced_on: date) -> None:
    """Awb 6:7, 6:8: the forty-second day after announcement, or the first ordinary day after it."""
    day, counted = announced_on, 0
    while counted < 42 or is_free_day(day):
        day += timedelta(days=1)
        counted += 1
    assert objection_term(announced_on).last_day == day
    assert appeal_term(announced_on).last_day == day


@pytest.mark.parametrize(
    ("channel", "received_on", "posted_on", "in_time"),
    [
        (Channel.ELECTRONIC, "2026-04-07", None, True),
        (Channel.ELECTRONIC, "2026-04-08", None, False),
        (Channel.ELECTRONIC, "2026-04-08", "2026-04-07", False),  # a posting day means nothing here
        (Channel.POST, "2026-04-07", None, True),
        (Channel.POST, "2026-04-08", None, None),  # no postmark that can be read: for a person
        (Channel.POST, "2026-04-14", None, None),
        (Channel.POST, "2026-04-15", None, False),
        (Channel.POST, "2026-04-14", "2026-04-07", True),
        (Channel.POST, "2026-04-14", "2026-04-08", False),
        (Channel.POST, "2026-04-15", "2026-04-07", False),
    ],
)
def test_received_in_time(
    channel: Channel, received_on: str, posted_on: str | None, *, in_time: bool | None
) -> None:
    """Awb 6:9, with a term that ends on 7 April 2026."""
    posted = date.fromisoformat(posted_on) if posted_on else None
    assert received_in_time(date(2026, 4, 7), channel, date.fromisoformat(received_on), posted) is in_time


def test_the_postal_week_is_rolled_too() -> None:
    """A week that would end on Koningsdag runs on to the next ordinary day."""
    assert received_in_time(date(2026, 4, 20), Channel.POST, date(2026, 4, 28), date(2026, 4, 20))
    assert not received_in_time(date(2026, 4, 20), Channel.POST, date(2026, 4, 29), date(2026, 4, 20))


def test_a_term_past_the_known_decrees_is_provisional() -> None:
    """An objection term that ends in 2029 says that its last day may yet move."""
    assert objection_term(date(2028, 12, 1)).provisional
    assert not objection_term(date(2028, 11, 1)).provisional


@pytest.mark.parametrize(
    ("ended_on", "last_day"),
    [
        (date(2026, 2, 16), date(2026, 3, 16)),
        (date(2026, 2, 14), date(2026, 3, 16)),  # a Saturday
        (date(2026, 3, 9), date(2026, 4, 7)),  # Easter Monday
    ],
)
def test_the_term_to_leave_out_of_consideration(ended_on: date, last_day: date) -> None:
    """Awb 4:5(4): four weeks after the supplement or the lapse, rolled over free days."""
    assert leaving_out_term(ended_on).last_day == last_day
