"""The zones as they are configured."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from services.register.domain.zone import NOT_FOUND, ZoneList
from services.register.domain.zone_feed import zones_with
from services.register.projections.zone_list import listed_zones
from shared.law.calendar import months_before


def test_eighteen_municipalities_take_part() -> None:
    """Since 1 July 2025 eighteen municipalities have a zone (fourth bimonthly letter, September 2025)."""
    assert len(listed_zones()) == 18
    assert all(zone.in_force_on(date(2025, 7, 1)) for zone in listed_zones())


def test_fourteen_began_together() -> None:
    """On 1 January 2025 the first fourteen zones were in force."""
    assert sum(zone.in_force_on(date(2025, 1, 1)) for zone in listed_zones()) == 14


@pytest.mark.parametrize(
    ("code", "municipality", "first_day"),
    [
        ("0796", "'s-Hertogenbosch", date(2025, 3, 1)),
        ("0014", "Groningen", date(2025, 4, 1)),
        ("0392", "Haarlem", date(2025, 6, 1)),
        ("0153", "Enschede", date(2025, 7, 1)),
    ],
)
def test_four_began_later(code: str, municipality: str, first_day: date) -> None:
    """Each later zone has its own first day."""
    zone = ZoneList(listed_zones()).zone(code, first_day)
    assert (zone.municipality, zone.in_force_from) == (municipality, first_day)


def test_every_zone_is_sourced_and_coded() -> None:
    """A code has four digits and a date says where it comes from."""
    assert all(len(zone.code) == 4 and zone.code.isdigit() and zone.source for zone in listed_zones())


@pytest.mark.parametrize(
    ("code", "fines_from"),
    [
        ("0344", date(2025, 7, 1)),
        ("0546", date(2025, 8, 1)),
        ("0796", date(2025, 9, 8)),
        ("0268", date(2025, 12, 1)),
        ("0014", date(2025, 12, 14)),
        ("0106", None),
        ("0153", None),
    ],
)
def test_from_when_is_fined_is_known_of_some(code: str, fines_from: date | None) -> None:
    """Thirteen, each with its source; of the others no source says it, and then it says so."""
    zone = ZoneList(listed_zones()).zone(code, date(2026, 3, 2))
    assert zone.fines_from == fines_from
    assert (zone.fines_source == NOT_FOUND) is (fines_from is None)
    assert sum(one.fines_from is not None for one in listed_zones()) == 13


def test_nobody_is_fined_within_six_months() -> None:
    """At least six months of warnings were agreed, from each zone's own start."""
    for zone in listed_zones():
        assert zone.fines_from is None or months_before(zone.fines_from, 6) >= zone.in_force_from


def test_an_import_keeps_the_day_from_which_is_fined() -> None:
    """The road data do not name it; a zone that only they know has none."""
    ours = next(zone for zone in listed_zones() if zone.code == "0344")
    feed = msgspec.structs.replace(ours, id="NL-1", feed_id="NL-1", fines_from=None, fines_source=NOT_FOUND)
    further = msgspec.structs.replace(feed, id="NL-2", feed_id="NL-2", in_force_from=date(2026, 1, 1))
    merged = {zone.feed_id: zone for zone in zones_with([ours], [feed, further])}
    assert (merged["NL-1"].id, merged["NL-1"].fines_from) == (ours.id, date(2025, 7, 1))
    assert merged["NL-2"].fines_from is None
