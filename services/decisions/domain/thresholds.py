"""Threshold values (drempelwaarden): when is a vehicle obtainable emission-free?

A vehicle puts requirements (what it carries, tows, weighs, drives in a day). A threshold set says,
per vehicle category, up to which value the market offers an emission-free vehicle.
Source: the fourth bimonthly letter to the Chamber, 29 September 2025 (the test exists and is
changed as a result of objections). The parameters and every value used here are SYNTHETIC: no
official list has been published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from shared.vocabulary import Finding, StatedFacts, ThresholdParameter, VehicleCategory, VehicleFacts

Parameter = ThresholdParameter
"""What a threshold is about."""

DUTCH_NAME = {
    Parameter.PAYLOAD: "het laadvermogen",
    Parameter.BRAKED_TOWING_MASS: "de maximummassa die geremd getrokken mag worden",
    Parameter.COMBINATION_MASS: "de maximummassa van de combinatie",
    Parameter.PERMITTED_MASS: "de toegestane maximummassa",
    Parameter.DAILY_RANGE: "de afstand per dag",
}


class Combination(StrEnum):
    """Whether all requirements must be within the thresholds for a vehicle to count as obtainable."""

    ALL = "all"
    """Obtainable when every requirement is at or below its threshold; one above is enough to grant."""
    ANY = "any"
    """Obtainable as soon as one requirement is at or below its threshold."""


class ThresholdRow(msgspec.Struct, frozen=True, order=True):
    """Up to this value an emission-free vehicle of this category is obtainable."""

    category: VehicleCategory
    parameter: Parameter
    value: int
    """Kilograms or kilometres, as the parameter's name says."""
    body: str | None = None
    """Only for this `inrichting`; None: for any."""


class Judged(msgspec.Struct, frozen=True):
    """What a case handler found of a criterion that no record answers (oordeel)."""

    criterion: str
    finding: Finding
    rests_on_differing_facts: bool = False
    """Whether it rests on facts otherwise than the applicant supplied them (Awb 4:7)."""


class CaseFacts(msgspec.Struct, frozen=True):
    """What the criteria read of one case: register facts, what the applicant stated, and where."""

    vehicle: VehicleFacts
    daily_range_km: int | None = None
    """Stated by the applicant, or established by the desk; None: no requirement stated."""
    stated: StatedFacts = StatedFacts()
    """What the applicant stated, with what the desk established in its place."""
    municipality: str | None = None
    """Four-digit CBS code (gemeentecode) of a local case; None: national."""
    day_exemptions_used: int | None = None
    """Day exemptions of this vehicle, municipality and calendar year before this one; None: not counted."""
    established: tuple[str, ...] = ()
    """Names of what the desk established among `stated`; the rest of it is the applicant's own."""
    judged: tuple[Judged, ...] = ()
    """What a case handler judged, by criterion; empty in facts from before it was judged."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One requirement against its threshold; `required` is None when the fact is not registered."""

    row: ThresholdRow
    required: int | None

    @property
    def within(self) -> bool | None:
        """True at or below the threshold, False above it, None when the requirement is unknown."""
        return None if self.required is None else self.required <= self.row.value


def compare(facts: CaseFacts, rows: Iterable[ThresholdRow]) -> tuple[Comparison, ...]:
    """The rows that concern this vehicle, each with what the vehicle requires."""
    return tuple(
        Comparison(row, _required(facts, row.parameter))
        for row in sorted(rows, key=_row_order)
        if _concerns(row, facts)
    )


def obtainable(comparisons: Iterable[Comparison], combination: Combination) -> Finding:
    """Whether an emission-free vehicle that meets the requirements is obtainable.

    MET: obtainable; UNMET: not obtainable; UNKNOWN: facts are missing and the known ones do not
    settle it, or no threshold exists for this kind of vehicle.
    """
    within = [comparison.within for comparison in comparisons]
    if not within:
        return Finding.UNKNOWN
    settling, settled, otherwise = (
        (False, Finding.UNMET, Finding.MET)
        if combination is Combination.ALL
        else (True, Finding.MET, Finding.UNMET)
    )
    if settling in within:
        return settled
    return Finding.UNKNOWN if None in within else otherwise


def _concerns(row: ThresholdRow, facts: CaseFacts) -> bool:
    stated = row.parameter is not Parameter.DAILY_RANGE or facts.daily_range_km is not None
    return stated and row.category == facts.vehicle.category and row.body in (None, facts.vehicle.body)


def _required(facts: CaseFacts, parameter: Parameter) -> int | None:
    vehicle = facts.vehicle
    match parameter:
        case Parameter.PAYLOAD:
            return vehicle.payload_kg
        case Parameter.BRAKED_TOWING_MASS:
            return vehicle.braked_towing_mass_kg
        case Parameter.COMBINATION_MASS:
            return vehicle.combination_mass_kg
        case Parameter.PERMITTED_MASS:
            return vehicle.permitted_mass_kg
        case Parameter.DAILY_RANGE:
            return facts.daily_range_km


def _row_order(row: ThresholdRow) -> tuple[str, str, str]:
    return (row.category, row.parameter, row.body or "")
