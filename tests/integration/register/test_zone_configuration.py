"""The zones as they are configured."""

from __future__ import annotations

from datetime import date

import pytest

from services.register.domain.zone import ZoneList
from services.register.projections.zone_list import listed_zones


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
