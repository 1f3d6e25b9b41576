"""Terms of the Algemene wet bestuursrecht (Awb), as pure functions of legal days.

The day of the event is day 0, so n weeks end on the event day plus 7 n. Source: Awb,
https://wetten.overheid.nl/BWBR0005537/2026-01-01. The results are stored with the act they
belong to. The terms are counted in weeks, each of which holds two ordinary days at least, so that
the minimum of Atw 2 never changes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from shared.law.calendar import Deadline, roll_forward

DECISION_TERM: Final = timedelta(weeks=8)
"""Awb 4:13(2): the longest reasonable term to decide on an application."""
REMEDY_TERM: Final = timedelta(weeks=6)
"""Awb 6:7: the term to object (bezwaar) or appeal (beroep)."""
LEAVING_OUT_TERM: Final = timedelta(weeks=4)
"""Awb 4:5(4): the term to announce that an application is left out of consideration."""
POSTAL_WEEK: Final = timedelta(weeks=1)
"""Awb 6:9(2): how long after the term a timely posted objection may still arrive."""


class Channel(StrEnum):
    """How a document reached the authority."""

    ELECTRONIC = "electronic"
    POST = "post"


class Suspension(msgspec.Struct, frozen=True):
    """A closed suspension (opschorting) of a term to decide, in whole days."""

    first_day: date
    end: date
    """The first day on which the term runs again."""

    @classmethod
    def until_supplemented(cls, invited_on: date, supplemented_on: date) -> Suspension:
        """Awb 4:15(1)(a), 7:10(2): from the day after the invitation until the day of the supplement."""
        return cls(first_day=invited_on + timedelta(days=1), end=supplemented_on)

    @classmethod
    def until_lapsed(cls, invited_on: date, set_last_day: date) -> Suspension:
        """Awb 4:15(1)(a), 7:10(2): the set term passed unused; its last day still counts as suspended."""
        return cls(first_day=invited_on + timedelta(days=1), end=set_last_day + timedelta(days=1))


class Extension(msgspec.Struct, frozen=True):
    """A new reasonable term (verlenging) that the applicant was told of before the term had ended (Awb 4:14(3))."""

    notified_on: date
    last_day: date
    """The day that was named: the authority's own, so that Atw 1(1) does not move it."""


def decision_term(
    received_on: date, suspensions: Iterable[Suspension] = (), extension: Extension | None = None
) -> Deadline:
    """Awb 4:13(2), 4:14(3) and 4:15: eight weeks after receipt or until the day named, longer by each suspended day.

    Days under two suspensions count once. A suspension that begins after the term has ended
    no longer suspends anything; one that begins on the free days over which it is moved, or on the day to
    which it is, lengthens it from that day on. Otherwise the roll of Atw 1(1) is applied once, at the end, to
    the term of eight weeks; a day that the authority named is its own. What was suspended up to the day of
    that notice is taken to be in the day named; days suspended later come on top of it.
    """
    counted_to = counted_decision_term(received_on, suspensions, extension)
    return roll_forward(counted_to) if extension is None else Deadline(counted_to)


def counted_decision_term(
    received_on: date, suspensions: Iterable[Suspension] = (), extension: Extension | None = None
) -> date:
    """The last day of the same term as counted, which may be a free day: before Atw 1(1) moves it."""
    if extension is None:
        return counted_with(received_on, received_on + DECISION_TERM, suspensions)
    return counted_with(extension.notified_on, extension.last_day, suspensions, ends=Deadline)


def counted_with(
    event_day: date,
    last_day: date,
    suspensions: Iterable[Suspension],
    ends: Callable[[date], Deadline] = roll_forward,
) -> date:
    """The last day of a term that runs from `event_day`, as counted, longer by each day on which it was suspended.

    `ends` says when a term of that kind has ended, after which nothing suspends it any more.
    """
    for suspension in _merged(suspensions, not_before=event_day + timedelta(days=1)):
        running_to = last_day if suspension.first_day <= last_day else ends(last_day).last_day
        if suspension.first_day > running_to:
            break
        last_day = running_to + (suspension.end - suspension.first_day)
    return last_day


def _merged(suspensions: Iterable[Suspension], not_before: date) -> Iterator[Suspension]:
    """The union of the suspended days as separate stretches, earliest first, none empty."""
    covered_to = not_before
    for suspension in sorted(suspensions, key=lambda each: each.first_day):
        first_day = max(suspension.first_day, covered_to)
        if first_day < suspension.end:
            yield Suspension(first_day=first_day, end=suspension.end)
            covered_to = suspension.end


def leaving_out_term(ended_on: date) -> Deadline:
    """Awb 4:5(4): four weeks after the application was supplemented, or the set term lapsed unused."""
    return roll_forward(ended_on + LEAVING_OUT_TERM)


def objection_term(announced_on: date) -> Deadline:
    """Awb 6:7 and 6:8(1): six weeks, from the day after the decision was announced (bekendgemaakt)."""
    return roll_forward(announced_on + REMEDY_TERM)


def appeal_term(announced_on: date) -> Deadline:
    """Awb 6:7 and 6:8(1): six weeks, from the day after the decision on the objection was announced."""
    return roll_forward(announced_on + REMEDY_TERM)


def postal_arrival_term(remedy_last_day: date) -> Deadline:
    """Awb 6:9(2): the last day on which what was posted within the term may arrive."""
    return roll_forward(remedy_last_day + POSTAL_WEEK)


def presumed_posted_in_time(remedy_last_day: date, received_on: date) -> bool:
    """Whether post without a legible postmark is presumed to be posted within the term (Awb 6:9(2)).

    Standing case law: what was received on the first or the second working day after the term is, unless the contrary
    is plausible. That is for a person to judge.
    """
    first = roll_forward(remedy_last_day + timedelta(days=1)).last_day
    return received_on <= roll_forward(first + timedelta(days=1)).last_day


def received_in_time(
    remedy_last_day: date, channel: Channel, received_on: date, posted_on: date | None = None
) -> bool | None:
    """Awb 6:9: received within the term; by post also when posted within it and arrived within a week.

    `posted_on` is the day of the postmark, where one can be read. None: it came by post within that week, and on
    which day it was posted is not known: that, as whether lateness is excusable (6:11), is for a person to judge.
    """
    if received_on <= remedy_last_day:
        return True
    if channel is not Channel.POST or received_on > postal_arrival_term(remedy_last_day).last_day:
        return False
    return None if posted_on is None else posted_on <= remedy_last_day
