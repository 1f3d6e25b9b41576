"""The cases of the types without thresholds: which vehicle, where, and what is stated for which outcome.

The municipalities are a few of those with a zone; market traders are admitted in four.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

import msgspec

from services.demo.kinds import Kind
from services.demo.records import Category, Drive, PlannedVehicle
from services.demo.statements import NOTHING_STATED, AskedDay, Statement
from shared.vocabulary import ExemptionType, RoadTaxRate, SpecialPurpose

UTRECHT, AMSTERDAM, GRONINGEN, AMERSFOORT = "0344", "0363", "0014", "0307"


@dataclass(frozen=True, slots=True)
class TypeTerms:
    """What an applicant for a type brings: with it the exemption is granted, or refused in one of some ways."""

    exemption_type: ExemptionType
    category: Category
    granted: Statement
    refused: tuple[Statement, ...]
    drive: Drive = Drive.DIESEL
    municipalities: tuple[str, ...] = ()
    """Of a local type, in turn; none: a national one."""


_BUSINESS: Final = Statement(
    in_name_before_zone=True,
    work_in_zone_before_zone=True,
    needed_in_zone=True,
    entries_per_year=13,
    turnover_depends_on_zone=True,
    annual_reports_shown=True,
    planned_investments_shown=True,
    company_aspects_told=True,
    direct_financial_trouble=True,
)
_PRIVATE: Final = Statement(exclusively_private=True, road_tax_rate=RoadTaxRate.PRIVATE)
_TAXED_AS_BUSINESS: Final = Statement(exclusively_private=True, road_tax_rate=RoadTaxRate.BUSINESS)
_HARD: Final = Statement(circumstances_shown=True)
_NOT_HARD: Final = Statement(circumstances_shown=False)

TYPES: Final = (
    TypeTerms(
        ExemptionType.PRIVATE_USE,
        "N1",
        _PRIVATE,
        (_TAXED_AS_BUSINESS, Statement(exclusively_private=False, road_tax_rate=RoadTaxRate.PRIVATE)),
    ),
    TypeTerms(
        ExemptionType.ADAPTED_FOR_DISABILITY,
        "N1",
        Statement(adaptation_cost_cents=500_01),
        (Statement(adaptation_cost_cents=500_00),),
    ),
    TypeTerms(
        ExemptionType.LONG_DELIVERY_TIME,
        "N2",
        Statement(replacement_ordered=-90, replacement_delivery=180, replacement_shown=True),
        (Statement(replacement_ordered=-200, replacement_delivery=-10, replacement_shown=True),),
    ),
    TypeTerms(
        ExemptionType.BUSINESS_ECONOMIC,
        "N2",
        _BUSINESS,
        (
            msgspec.structs.replace(_BUSINESS, entries_per_year=12),
            msgspec.structs.replace(_BUSINESS, direct_financial_trouble=False),
        ),
    ),
    TypeTerms(
        ExemptionType.GRID_CONGESTION,
        "N3",
        Statement(grid_full_shown=True, own_steps_shown=True),
        (Statement(grid_full_shown=True, own_steps_shown=False),),
    ),
    TypeTerms(ExemptionType.HARDSHIP, "N1", _HARD, (_NOT_HARD,), municipalities=(UTRECHT, AMSTERDAM)),
    TypeTerms(
        ExemptionType.SPECIAL_VEHICLE,
        "N2",
        Statement(special_purpose=SpecialPurpose.REMOVAL),
        (Statement(special_purpose=SpecialPurpose.HEAVY_CRANE, crane_tonne_metres=34),),
    ),
    TypeTerms(
        ExemptionType.PLUGIN_HYBRID_TRUCK,
        "N2",
        Statement(drives_emission_free_in_zone=True),
        (Statement(drives_emission_free_in_zone=False),),
        Drive.PLUG_IN_HYBRID,
    ),
    TypeTerms(
        ExemptionType.MARKET_TRADER,
        "N2",
        Statement(market_permit=True),
        (Statement(market_permit=False),),
        municipalities=(GRONINGEN, AMERSFOORT),
    ),
    TypeTerms(
        ExemptionType.ANIMAL_AMBULANCE,
        "N1",
        Statement(urgent_animal_transport=True),
        (Statement(urgent_animal_transport=False),),
    ),
)
"""In turn, so that each occurs in every kind that has ten cases."""

ALWAYS_OF_TYPE: Final = {Kind.PRIVATE_USE_REFUSED: TYPES[0], Kind.NEWER_GRANT: TYPES[1]}
"""A newer grant is one for an adaptation: that is valid for three years, longer than the sample set lasts."""

DAYS: Final[Mapping[Kind, AskedDay]] = {
    Kind.DAY_GRANTED: AskedDay.TODAY,
    Kind.DAY_REFUSED: AskedDay.YESTERDAY,
    Kind.DAY_GIVEN_BACK: AskedDay.IN_TWO_DAYS,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is applied for: type, place, vehicle without its plate, and what is stated."""

    exemption_type: ExemptionType
    municipality: str | None
    vehicle: PlannedVehicle
    stated: Statement = NOTHING_STATED


def asked_for_type(kind: Kind, index: int, chance: Random) -> Asked:
    """What the case of that kind and turn asks for."""
    if kind in DAYS:
        return _for_a_day(DAYS[kind], index, chance)
    terms = ALWAYS_OF_TYPE.get(kind, TYPES[index % len(TYPES)])
    turn = index // len(TYPES)
    return Asked(
        terms.exemption_type,
        terms.municipalities[turn % len(terms.municipalities)] if terms.municipalities else None,
        _vehicle(terms.category, terms.drive, chance),
        _stated(kind, terms, turn),
    )


def asked_by_conversion(kind: Kind, index: int, vehicle: PlannedVehicle) -> Asked:
    """Into what the case of that kind and turn is converted; what was stated travels along."""
    stated = stated_before_conversion(kind, index)
    if index % 2:
        return Asked(ExemptionType.BUSINESS_ECONOMIC, None, vehicle, stated)
    return Asked(ExemptionType.HARDSHIP, UTRECHT, vehicle, stated)


def stated_before_conversion(kind: Kind, index: int) -> Statement:
    """What an application states that is to be converted."""
    match kind:
        case Kind.CONVERTED_TARGET_GRANTED:
            return _BUSINESS if index % 2 else _HARD
        case Kind.CONVERTED_TARGET_REFUSED:
            return Statement(needed_in_zone=False) if index % 2 else _NOT_HARD
        case _:
            return NOTHING_STATED


def _stated(kind: Kind, terms: TypeTerms, turn: int) -> Statement:
    match kind:
        case Kind.TYPE_GRANTED | Kind.NEWER_GRANT | Kind.TYPE_REFUSED_OTHERWISE | Kind.TYPE_WITHDRAWN_AFTER:
            return terms.granted
        case Kind.PRIVATE_USE_REFUSED:
            return _TAXED_AS_BUSINESS
        case Kind.TYPE_REFUSED:
            return terms.refused[turn % len(terms.refused)]
        case _:
            return NOTHING_STATED


def _for_a_day(day: AskedDay, index: int, chance: Random) -> Asked:
    place = (UTRECHT, AMSTERDAM)[index % 2]
    category: Category = ("N1", "N2", "N3")[index % 3]
    return Asked(ExemptionType.DAY, place, _vehicle(category, Drive.DIESEL, chance), Statement(day=day))


def _vehicle(category: Category, drive: Drive, chance: Random) -> PlannedVehicle:
    """A vehicle about which everything is known, and which no threshold would give an exemption."""
    limits = {"N1": 990, "N2": 5_500, "N3": 11_000, "M1": 500}
    return PlannedVehicle("", category, limits[category] - chance.randrange(200), 1_500, 20_000, drive=drive)
