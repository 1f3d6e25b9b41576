"""What an application of a type without thresholds should lead to: plain arithmetic, apart from the rule.

One condition that is not met refuses, all of them met grant, and what was not stated leaves it open. The
sources are those of the policy: the bimonthly letters, and public pages of the RDW and municipalities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from services.demo.records import Drive, PlannedVehicle
from services.demo.statements import AskedDay, Statement
from shared.vocabulary import ExemptionType, Outcome, RoadTaxRate, SpecialPurpose

Answer = bool | None
"""Whether a condition is met; None: that was not stated."""
Conditions = Callable[[PlannedVehicle, Statement], tuple[Answer, ...]]

TRUCKS: Final = frozenset({"N2", "N3"})
BUSINESS_ENTRIES: Final = 13
ADAPTATION_CENTS: Final = 500_00
CRANE_TONNE_METRES: Final = 35


def expected_of_type(kind: ExemptionType, vehicle: PlannedVehicle, stated: Statement) -> Outcome | None:
    """Granted, refused, or None when what is stated does not allow to say so.

    Only for vans and trucks that are in the register; a day exemption asks nothing about the vehicle.
    """
    answers = CONDITIONS[kind](vehicle, stated)
    if kind is not ExemptionType.DAY:
        answers += (vehicle.drive not in {Drive.ELECTRIC, Drive.HYDROGEN}, vehicle.category != "M1")
    if False in answers:
        return Outcome.REFUSED
    return None if None in answers else Outcome.GRANTED


def _private_use(_: PlannedVehicle, stated: Statement) -> tuple[Answer, ...]:
    rate = stated.road_tax_rate
    return (stated.exclusively_private, None if rate is None else rate is RoadTaxRate.PRIVATE)


def _adapted(vehicle: PlannedVehicle, stated: Statement) -> tuple[Answer, ...]:
    cost = stated.adaptation_cost_cents
    return (vehicle.category == "N1", None if cost is None else cost > ADAPTATION_CENTS)


def _long_delivery(_: PlannedVehicle, stated: Statement) -> tuple[Answer, ...]:
    ordered, delivery = stated.replacement_ordered, stated.replacement_delivery
    return (
        None if ordered is None else ordered <= 0,
        None if delivery is None else delivery > 0,
        stated.replacement_shown,
    )


def _business(_: PlannedVehicle, stated: Statement) -> tuple[Answer, ...]:
    entries = stated.entries_per_year
    return (
        stated.in_name_before_zone,
        stated.work_in_zone_before_zone,
        stated.needed_in_zone,
        None if entries is None else entries >= BUSINESS_ENTRIES,
        stated.turnover_depends_on_zone,
        stated.direct_financial_trouble,
        stated.annual_reports_shown or None,
        stated.planned_investments_shown or None,
        stated.company_aspects_told or None,
    )


def _special(vehicle: PlannedVehicle, stated: Statement) -> tuple[Answer, ...]:
    purpose, tonne_metres = stated.special_purpose, stated.crane_tonne_metres
    if purpose is SpecialPurpose.HEAVY_CRANE:
        special = None if tonne_metres is None else tonne_metres >= CRANE_TONNE_METRES
    else:
        special = None if purpose is None else True
    return (vehicle.category in TRUCKS, special)


def _plug_in(vehicle: PlannedVehicle, stated: Statement) -> tuple[Answer, ...]:
    return (
        vehicle.category in TRUCKS,
        vehicle.drive is Drive.PLUG_IN_HYBRID,
        stated.drives_emission_free_in_zone,
    )


CONDITIONS: Final[Mapping[ExemptionType, Conditions]] = {
    ExemptionType.PRIVATE_USE: _private_use,
    ExemptionType.ADAPTED_FOR_DISABILITY: _adapted,
    ExemptionType.LONG_DELIVERY_TIME: _long_delivery,
    ExemptionType.BUSINESS_ECONOMIC: _business,
    ExemptionType.GRID_CONGESTION: lambda _, stated: (stated.grid_full_shown, stated.own_steps_shown),
    ExemptionType.HARDSHIP: lambda _, stated: (stated.circumstances_shown,),
    ExemptionType.SPECIAL_VEHICLE: _special,
    ExemptionType.PLUGIN_HYBRID_TRUCK: _plug_in,
    ExemptionType.MARKET_TRADER: lambda _, stated: (stated.market_permit,),
    ExemptionType.ANIMAL_AMBULANCE: lambda _, stated: (stated.urgent_animal_transport,),
    ExemptionType.DAY: lambda _, stated: (
        None if stated.day is None else stated.day is not AskedDay.YESTERDAY,
    ),
}
"""By type, what must be so; where a market trader applies is offered there, or the plan would not say so."""
