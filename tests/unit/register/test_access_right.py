"""When two halves make a right, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from services.register.domain.access_right import (
    AccessRight,
    Announcement,
    DecisionHeard,
    GrantWithoutLastDay,
    Hours,
    right_of,
)
from services.register.domain.zone import NATIONAL, Zone
from shared.vocabulary import LEGAL_TIME_ZONE, ExemptionType, Outcome

DECISION, OTHER, CASE, EVENT = (UUID(int=number) for number in (1, 2, 3, 4))
SENT, LAST = date(2026, 3, 10), date(2027, 3, 9)
ONE_DAY = timedelta(days=1)
UTRECHT, AMSTERDAM = (
    Zone(id=name, code=code, municipality=name, in_force_from=date(2025, 1, 1), source="test")
    for name, code in (("Utrecht", "0344"), ("Amsterdam", "0363"))
)

A_GRANT = DecisionHeard(
    decision_id=DECISION,
    case_id=CASE,
    exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
    outcome=Outcome.GRANTED,
    plate_token="t",
    valid_until=LAST,
    replaces=None,
)
A_REFUSAL = replace(A_GRANT, outcome=Outcome.REFUSED, valid_until=None)
ITS_LETTER = Announcement(DECISION, SENT, EVENT, EVENT)


def the_right() -> AccessRight:
    """The right of the grant, once announced."""
    right = right_of(A_GRANT, ITS_LETTER)
    assert right is not None
    return right


def test_an_announced_grant_is_a_right_in_every_zone() -> None:
    """It runs from the day of the letter to the last day of the exemption, nationally."""
    right = the_right()
    assert (right.valid_from, right.valid_until, right.zone) == (SENT, LAST, NATIONAL)
    assert right.revoked_from is None


def test_a_refusal_is_no_right() -> None:
    """A refused decision is known, and gives nothing."""
    assert right_of(A_REFUSAL, ITS_LETTER) is None


def test_an_erased_person_gets_no_right() -> None:
    """Without a token there is nothing that a camera could look up."""
    assert right_of(replace(A_GRANT, plate_token=None), ITS_LETTER) is None


def test_a_grant_without_a_last_day_is_a_fault() -> None:
    """Nobody is let in for ever by an omission."""
    with pytest.raises(GrantWithoutLastDay):
        right_of(replace(A_GRANT, valid_until=None), ITS_LETTER)


@pytest.mark.parametrize(
    ("sent_on", "exists"), [(LAST, True), (LAST + ONE_DAY, False)], ids=["last day", "day after"]
)
def test_an_exemption_announced_after_its_end_is_no_right(sent_on: date, exists: bool) -> None:
    """On its last day it still gives that one day."""
    assert (right_of(A_GRANT, replace(ITS_LETTER, sent_on=sent_on)) is not None) is exists


@pytest.mark.parametrize(
    ("replaced_from", "exists"),
    [(SENT - ONE_DAY, False), (SENT, False), (SENT + ONE_DAY, True)],
    ids=["before", "same day", "day after"],
)
def test_a_decision_announced_after_it_was_replaced_is_no_right(replaced_from: date, exists: bool) -> None:
    """A late letter does not bring back what a renewed decision has replaced."""
    right = right_of(replace(A_GRANT, replaced_from=replaced_from, replaced_by=OTHER), ITS_LETTER)
    assert (right is not None) is exists


@pytest.mark.parametrize(
    ("day", "holds"),
    [(SENT - ONE_DAY, False), (SENT, True), (LAST, True), (LAST + ONE_DAY, False)],
    ids=["day before", "first day", "last day", "day after"],
)
def test_a_right_holds_from_its_first_to_its_last_day(day: date, holds: bool) -> None:
    """Both days are included."""
    assert the_right().holds_on(day) is holds


@pytest.mark.parametrize(("days", "holds"), [(-1, True), (0, False), (1, False)])
def test_a_replaced_right_ends_the_day_before(days: int, holds: bool) -> None:
    """From the day the renewed decision has effect the old right is gone; before it, it was there."""
    replaced_on = date(2026, 6, 1)
    assert the_right().replaced_from(replaced_on).holds_on(replaced_on + timedelta(days=days)) is holds


def test_the_earliest_replacement_counts() -> None:
    """Two renewed decisions whose letters come in the wrong order end the right on the earlier day."""
    first, second = date(2026, 6, 1), date(2026, 7, 1)
    assert the_right().replaced_from(second).replaced_from(first).revoked_from == first
    assert the_right().replaced_from(first).replaced_from(second).revoked_from == first


def test_what_has_ended_is_not_replaced() -> None:
    """A renewed decision after the last day leaves the old right as it was."""
    assert the_right().replaced_from(LAST + ONE_DAY) == the_right()


def test_a_local_right_holds_in_its_municipality() -> None:
    """And a national one everywhere."""
    local = right_of(replace(A_GRANT, municipality="0344"), ITS_LETTER)
    assert local is not None
    assert [local.holds_in(zone) for zone in (UTRECHT, AMSTERDAM)] == [True, False]
    assert [the_right().holds_in(zone) for zone in (UTRECHT, AMSTERDAM)] == [True, True]


DAY = date(2026, 6, 1)
A_DAY = replace(
    A_GRANT,
    exemption_type=ExemptionType.DAY,
    valid_until=None,
    municipality="0344",
    hours=Hours(datetime(2026, 5, 31, 22, tzinfo=UTC), datetime(2026, 6, 2, 4, tzinfo=UTC)),
)


@pytest.mark.parametrize(
    ("sent_on", "starts_at"),
    [
        (DAY - ONE_DAY, datetime(2026, 5, 31, 22, tzinfo=UTC)),
        (DAY, datetime(2026, 5, 31, 22, tzinfo=UTC)),
        (DAY + ONE_DAY, datetime(2026, 6, 1, 22, tzinfo=UTC)),
        (DAY + 2 * ONE_DAY, None),
    ],
    ids=["the day before", "the same day", "the day after", "too late"],
)
def test_a_day_exemption_counts_from_its_own_start(sent_on: date, starts_at: datetime | None) -> None:
    """Announced on its day it reaches back to 00:00 of that day, and never to the day before its letter."""
    right = right_of(A_DAY, replace(ITS_LETTER, sent_on=sent_on))
    assert (right and right.hours and right.hours.starts_at) == starts_at


@pytest.mark.parametrize(
    ("hour", "minute", "second", "day", "holds"),
    [(0, 0, 0, 1, True), (23, 59, 59, 1, True), (5, 59, 59, 2, True), (6, 0, 0, 2, False)],
)
def test_a_day_exemption_ends_at_six_in_the_morning(
    hour: int, minute: int, second: int, day: int, holds: bool
) -> None:
    """To the second, in legal time."""
    right = right_of(A_DAY, replace(ITS_LETTER, sent_on=DAY))
    assert right is not None
    at = datetime(2026, 6, day, hour, minute, second, tzinfo=LEGAL_TIME_ZONE)
    assert right.holds_at(at) is holds


def test_a_right_ends_when_the_day_after_its_last_one_begins() -> None:
    """Or when the decision that replaces it has effect; a legal day begins at midnight here."""
    assert the_right().ends_at == datetime(2027, 3, 9, 23, tzinfo=UTC)
    assert the_right().replaced_from(date(2026, 7, 1)).ends_at == datetime(2026, 6, 30, 22, tzinfo=UTC)
