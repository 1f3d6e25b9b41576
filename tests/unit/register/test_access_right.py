"""When two halves make a right, and what a camera hears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.register.domain.access_right import (
    AccessRight,
    Announcement,
    Basis,
    DecisionHeard,
    GrantWithoutLastDay,
    answer,
    right_of,
)
from services.register.domain.zone import NATIONAL, Zone, ZoneList
from shared.errors import NotThere
from shared.vocabulary import ExemptionType, Outcome

DECISION, OTHER, CASE, EVENT = (UUID(int=number) for number in (1, 2, 3, 4))
SENT, LAST = date(2026, 3, 10), date(2027, 3, 9)
ONE_DAY = timedelta(days=1)
UTRECHT = Zone("0344", "Utrecht", date(2025, 1, 1), "test")

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


def test_a_holder_is_let_in_and_hears_on_what_ground() -> None:
    """The answer names the decision."""
    given = answer(UTRECHT, SENT, [the_right()])
    assert (given.allowed, given.basis, given.right) == (True, Basis.EXEMPTION, the_right())


@pytest.mark.parametrize("day", [SENT - ONE_DAY, LAST + ONE_DAY])
def test_outside_its_term_an_exemption_gives_nothing(day: date) -> None:
    """Before the letter and after the last day the answer is no."""
    given = answer(UTRECHT, day, [the_right()])
    assert (given.allowed, given.basis, given.right) == (False, Basis.NONE, None)


def test_a_right_for_another_zone_gives_nothing() -> None:
    """A right for one zone stays in that zone; the national one is for all."""
    assert not answer(UTRECHT, SENT, [replace(the_right(), zone="0363")]).allowed
    assert answer(UTRECHT, SENT, [replace(the_right(), zone="0344")]).allowed


@pytest.mark.parametrize(
    ("day", "basis"),
    [(date(2024, 12, 31), Basis.ZONE_NOT_IN_FORCE), (date(2025, 1, 1), Basis.NONE)],
    ids=["day before", "first day"],
)
def test_a_zone_keeps_nobody_out_before_it_is_in_force(day: date, basis: Basis) -> None:
    """Everybody may enter until the zone's first day."""
    given = answer(UTRECHT, day, [])
    assert given.basis is basis
    assert given.allowed is (basis is Basis.ZONE_NOT_IN_FORCE)


def test_of_two_rights_the_longest_is_named() -> None:
    """Somebody with two exemptions hears how long they may come."""
    longer = replace(the_right(), decision_id=OTHER, valid_until=LAST + ONE_DAY)
    assert answer(UTRECHT, SENT, [longer, the_right()]).right == longer
    assert answer(UTRECHT, SENT, [the_right(), longer]).right == longer


def test_an_unknown_zone_is_refused_by_code() -> None:
    """A camera with a wrong code hears so, instead of a no."""
    with pytest.raises(NotThere) as refusal:
        ZoneList([UTRECHT]).zone("9999")
    assert refusal.value.code == "unknown_zone"
