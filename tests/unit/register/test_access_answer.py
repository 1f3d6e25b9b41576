"""What a camera hears: the ground that lasts the longest, and never a yes on what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from services.register.domain.access_answer import Answer, Basis, answer
from services.register.domain.access_right import AccessRight, Hours
from services.register.domain.access_rules import Rule
from services.register.domain.zone import NATIONAL, Zone, ZoneList
from services.register.projections.dated_rules import read_access_rules
from shared.errors import NotThere
from shared.vocabulary import ExemptionType, Finding, VehicleCategory, VehicleFacts

RULES = read_access_rules()
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
UTRECHT = Zone(
    id="ze-utrecht", code="0344", municipality="Utrecht", in_force_from=date(2025, 1, 1), source="test"
)
EURO_4 = VehicleFacts(
    category=VehicleCategory.N1,
    body="gesloten opbouw",
    emission_free=False,
    first_admission=date(2009, 5, 4),
    emission_class=4,
)
EURO_5 = msgspec.structs.replace(EURO_4, emission_class=5)
RIGHT = AccessRight(
    decision_id=UUID(int=1),
    case_id=UUID(int=2),
    exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
    plate_token="t",
    zone=NATIONAL,
    valid_from=date(2026, 3, 10),
    valid_until=date(2027, 3, 9),
)
A_DAY = replace(
    RIGHT,
    decision_id=UUID(int=3),
    exemption_type=ExemptionType.DAY,
    zone="0344",
    valid_until=date(2026, 3, 11),
    hours=Hours(datetime(2026, 3, 9, 23, tzinfo=UTC), datetime(2026, 3, 11, 5, tzinfo=UTC)),
)


def asked(*rights: AccessRight, facts: VehicleFacts = EURO_4, at: datetime = NOW) -> Answer:
    """The answer for Utrecht."""
    return answer(UTRECHT, at, facts, rights, RULES)


def test_without_any_ground_there_is_no_access() -> None:
    """Every rule was asked, and each says no."""
    given = asked()
    assert (given.allowed, given.basis, given.ground) == (False, Basis.NONE, None)
    assert [one.rule for one in given.rules] == list(Rule)
    assert {one.finding for one in given.rules} == {Finding.UNMET}


def test_what_is_not_known_gives_no_access() -> None:
    """The basis says that this is no certainty."""
    given = asked(facts=VehicleFacts())
    assert (given.allowed, given.basis) == (False, Basis.UNKNOWN)


def test_an_exemption_counts_whatever_is_known_of_the_vehicle() -> None:
    """A silent vehicle register takes no right away."""
    given = asked(RIGHT, facts=VehicleFacts())
    assert (given.allowed, given.basis) == (True, Basis.EXEMPTION)


@pytest.mark.parametrize(
    ("rights", "facts", "basis"),
    [
        ((RIGHT,), EURO_4, Basis.EXEMPTION),
        ((A_DAY,), EURO_4, Basis.DAY_EXEMPTION),
        ((RIGHT, A_DAY), EURO_4, Basis.EXEMPTION),
        ((), EURO_5, Basis.TRANSITION),
        ((A_DAY,), EURO_5, Basis.TRANSITION),
        ((RIGHT,), EURO_5, Basis.EXEMPTION),
        ((RIGHT,), msgspec.structs.replace(EURO_4, emission_free=True), Basis.EMISSION_FREE),
        ((), msgspec.structs.replace(EURO_4, body_codes=("SH",)), Basis.WAIVER),
        ((), msgspec.structs.replace(EURO_4, category=VehicleCategory.OTHER), Basis.NOT_A_VAN_OR_TRUCK),
    ],
)
def test_the_ground_that_lasts_the_longest_is_named(
    rights: tuple[AccessRight, ...], facts: VehicleFacts, basis: Basis
) -> None:
    """Somebody with two grounds hears how long they may come."""
    given = asked(*rights, facts=facts)
    assert (given.allowed, given.basis) == (True, basis)


def test_of_two_exemptions_the_longest_is_named() -> None:
    """In whatever order they are held."""
    longer = replace(RIGHT, decision_id=UUID(int=9), valid_until=date(2028, 1, 1))
    for given in (asked(RIGHT, longer), asked(longer, RIGHT)):
        assert given.ground is not None
        assert given.ground.right == longer


@pytest.mark.parametrize(
    ("zone", "basis"), [("0344", Basis.EXEMPTION), ("0363", Basis.NONE), (NATIONAL, Basis.EXEMPTION)]
)
def test_a_right_of_another_municipality_gives_nothing(zone: str, basis: Basis) -> None:
    """A local exemption stays in its municipality; the national one is for all."""
    assert asked(replace(RIGHT, zone=zone)).basis is basis


@pytest.mark.parametrize(
    ("at", "basis"),
    [
        (datetime(2024, 12, 31, 22, 59, tzinfo=UTC), Basis.ZONE_NOT_IN_FORCE),
        (datetime(2024, 12, 31, 23, tzinfo=UTC), Basis.NONE),
    ],
    ids=["day before", "first day"],
)
def test_a_zone_keeps_nobody_out_before_it_is_in_force(at: datetime, basis: Basis) -> None:
    """Everybody may enter until the zone's first day."""
    given = asked(at=at)
    assert (given.basis, given.allowed) == (basis, basis is Basis.ZONE_NOT_IN_FORCE)


def test_a_zone_that_has_ended_keeps_nobody_out() -> None:
    """Its last day is included."""
    ended = msgspec.structs.replace(UTRECHT, in_force_until=date(2026, 3, 9))
    assert answer(ended, NOW, EURO_4, (), RULES).basis is Basis.ZONE_NOT_IN_FORCE
    last_day = msgspec.structs.replace(UTRECHT, in_force_until=date(2026, 3, 10))
    assert answer(last_day, NOW, EURO_4, (), RULES).basis is Basis.NONE


def test_an_unknown_zone_is_refused_by_code() -> None:
    """A camera with a wrong code hears so, instead of a no."""
    with pytest.raises(NotThere) as refusal:
        ZoneList([UTRECHT]).zone("9999", date(2026, 1, 1))
    assert refusal.value.code == "unknown_zone"


def test_of_several_zones_the_one_in_force_counts_for_a_municipality() -> None:
    """Before the first one the next to begin; after all of them the last."""
    later = msgspec.structs.replace(UTRECHT, id="later", in_force_from=date(2027, 1, 1))
    ended = msgspec.structs.replace(UTRECHT, in_force_until=date(2026, 12, 31))
    zones = ZoneList([later, ended])
    days = (date(2024, 1, 1), date(2026, 6, 1), date(2027, 6, 1))
    assert [zones.zone("0344", day).id for day in days] == ["ze-utrecht", "ze-utrecht", "later"]
    assert ZoneList([ended]).zone("0344", date(2028, 1, 1)) == ended
