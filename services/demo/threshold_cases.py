"""The vehicles of the cases that are decided on thresholds, and the distance that their applicants state."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from services.demo.kinds import Kind
from services.demo.records import Category, Drive, PlannedVehicle, Unknown

AFFECTED: Final = (1_000, 1_111)
VAN_PAYLOADS: Final[Mapping[Kind, tuple[int, int]]] = {
    Kind.AFFECTED_VAN: AFFECTED,
    Kind.GRANTED_VAN: (1_112, 1_600),
    Kind.REVOKED: (1_112, 1_600),
    Kind.GRANTED_TOWING: (850, 950),
    Kind.GRANTED_RANGE: (850, 950),
    Kind.WOULD_NOW_BE_REFUSED: (850, 950),
    Kind.REFUSED_VAN: (600, 999),
    Kind.EMISSION_FREE: (1_000, 1_200),
    Kind.REFUSED_OTHERWISE: AFFECTED,
    Kind.UNDECIDED: AFFECTED,
    Kind.CHANGED_HANDS: AFFECTED,
    Kind.ERASED: AFFECTED,
    Kind.SUPERSEDED: AFFECTED,
    Kind.CONVERTED_TARGET_GRANTED: AFFECTED,
    Kind.CONVERTED_TARGET_REFUSED: AFFECTED,
    Kind.CONVERTED_TARGET_PENDING: AFFECTED,
    Kind.NO_RESPONSE: AFFECTED,
    Kind.WRONG_DATA: AFFECTED,
    Kind.WITHDRAWN_BEFORE: AFFECTED,
    Kind.WITHDRAWN_AFTER: AFFECTED,
}
"""Lowest and highest payload of the vans of each kind, in kilograms."""


def vehicle_of(kind: Kind, index: int, chance: Random) -> PlannedVehicle:
    """The vehicle of the case of that kind and turn; its plate is still to come."""
    if kind in VAN_PAYLOADS:
        return _van(kind, index, chance)
    if kind is Kind.FACTS_UNKNOWN:
        return _FACTS_UNKNOWN[index % len(_FACTS_UNKNOWN)]
    if kind is Kind.PASSENGER_CAR:
        return PlannedVehicle("", "M1", 450 + 10 * index, 1_200, drive=Drive.PETROL)
    return _truck(kind, index, chance)


def daily_range_of(kind: Kind, index: int, chance: Random) -> int | None:
    """Above the threshold for the kind that is granted by it; else at most the threshold, or not stated."""
    if kind is Kind.GRANTED_RANGE:
        return 334 + index
    return chance.choice((None, None, 120, 333)) if kind in VAN_PAYLOADS else None


def _van(kind: Kind, index: int, chance: Random) -> PlannedVehicle:
    burning = (Drive.DIESEL, Drive.DIESEL, Drive.DIESEL, Drive.PETROL, Drive.PLUG_IN_HYBRID)
    clean = (Drive.ELECTRIC, Drive.ELECTRIC, Drive.ELECTRIC, Drive.HYDROGEN)
    return PlannedVehicle(
        plate="",
        category="N1",
        payload_kg=_bounds_first(*VAN_PAYLOADS[kind], index, chance),
        braked_towing_kg=_towing(kind, index, chance),
        combination_mass_kg=4_800,
        drive=clean[index % 4] if kind is Kind.EMISSION_FREE else chance.choice(burning),
    )


def _towing(kind: Kind, index: int, chance: Random) -> int:
    """Above both thresholds, between them, or at most the lower one."""
    if kind is Kind.GRANTED_TOWING:
        return 2_445 + 10 * index
    if kind is Kind.WOULD_NOW_BE_REFUSED:
        return _bounds_first(2_223, 2_444, index, chance)
    return chance.choice((1_500, 2_000, 2_222))


def _truck(kind: Kind, index: int, chance: Random) -> PlannedVehicle:
    if kind is Kind.AFFECTED_TRUCK:
        return PlannedVehicle("", "N2", 5_000, 3_500, 22_223 + 100 * index)
    if kind is Kind.UNKNOWN_UNDER_SECOND:
        return PlannedVehicle("", "N2", 5_555 - index, 3_500, None, unknown_as=list(Unknown)[index % 3])
    granted = kind is Kind.GRANTED_TRUCK
    heavy = index % 2 == 1
    category: Category = "N3" if heavy else "N2"
    limit = 11_111 if heavy else 5_555
    payload = _bounds_first(limit + 1, limit + 900, index // 2, chance) if granted else limit - index
    return PlannedVehicle("", category, payload, 3_500, 40_000 if heavy else 22_222)


def _bounds_first(lowest: int, highest: int, index: int, chance: Random) -> int:
    """The two ends of a range before anything between them: that is where a rule goes wrong."""
    return (lowest, highest)[index] if index < 2 else chance.randint(lowest, highest)


_FACTS_UNKNOWN: Final = (
    *(PlannedVehicle("", "N1", None, 2_000, unknown_as=how) for how in Unknown),
    PlannedVehicle("", "N1", 1_050, None),
    PlannedVehicle("", "N1", 1_200, 2_000, drive=Drive.NOT_REGISTERED),
    PlannedVehicle("", None, 1_050, 2_000),
    PlannedVehicle("", "N3", None, unknown_as=Unknown.ZERO),
    PlannedVehicle("", "N1", 1_050, 2_000, in_register=False),
)
"""The ways in which the register can leave open whether an exemption is due."""
