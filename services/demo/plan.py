"""The plan of the sample set: who applies, for which vehicle, who objects, and what must come of it.

Drawn from a seed: the same seed gives the same cases. Everybody and everything in it is made up and
looks it: names with a number, one street that nobody lives in, plates that are not issued.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import Final

from services.demo.expectations import FIRST_SET, SECOND_SET, expected_outcome
from services.demo.records import Category, Drive, PlannedVehicle, Unknown, synthetic_plate
from shared.vocabulary import Outcome


class Kind(StrEnum):
    """Why a case is in the sample set."""

    AFFECTED_VAN = "refused, granted under the second set: payload of a van"
    AFFECTED_TRUCK = "refused, granted under the second set: its new row for N2"
    GRANTED_VAN = "granted under both sets: payload of a van"
    GRANTED_TOWING = "granted under both sets: braked towing mass"
    GRANTED_RANGE = "granted under both sets: stated daily range"
    GRANTED_TRUCK = "granted under both sets: payload of a truck"
    REFUSED_VAN = "refused under both sets: van"
    REFUSED_TRUCK = "refused under both sets: truck"
    EMISSION_FREE = "another criterion unmet: emission-free vehicle"
    PASSENGER_CAR = "another criterion unmet: passenger car"
    FACTS_UNKNOWN = "facts unknown: no decision possible"
    UNKNOWN_UNDER_SECOND = "refused; a fact that the second set asks for is unknown"
    UNDECIDED = "undecided when the second set enters into force"


class DeskWork(StrEnum):
    """How far the desk is with a case when the second set enters into force."""

    DECIDED = "decided"
    ASSESSED = "assessed, not decided"
    RECEIVED = "received, not assessed"


class Objecting(StrEnum):
    """What comes of an objection in the sample set."""

    WITH_FINDING = "justified because the threshold is wrong"
    PENDING = "pending, nothing found yet"


SHARES: Final[Mapping[Kind, int]] = {
    Kind.AFFECTED_VAN: 45,
    Kind.AFFECTED_TRUCK: 5,
    Kind.GRANTED_VAN: 24,
    Kind.GRANTED_TOWING: 10,
    Kind.GRANTED_RANGE: 8,
    Kind.GRANTED_TRUCK: 14,
    Kind.REFUSED_VAN: 44,
    Kind.REFUSED_TRUCK: 16,
    Kind.EMISSION_FREE: 12,
    Kind.PASSENGER_CAR: 8,
    Kind.FACTS_UNKNOWN: 14,
    Kind.UNKNOWN_UNDER_SECOND: 10,
    Kind.UNDECIDED: 10,
}
"""How many of `DEFAULT_SIZE` applications are of each kind; other sizes keep the proportions."""

DEFAULT_SIZE: Final = 220
SMALLEST_SIZE: Final = 200

OBJECTIONS: Final[Mapping[Kind, tuple[Objecting, ...]]] = {
    Kind.AFFECTED_VAN: (
        Objecting.WITH_FINDING,
        Objecting.WITH_FINDING,
        Objecting.PENDING,
        Objecting.PENDING,
    ),
    Kind.AFFECTED_TRUCK: (Objecting.PENDING,),
    Kind.REFUSED_VAN: (Objecting.PENDING,),
}
"""The first cases of these kinds object: five among the affected, however large the sample set is."""

VAN_PAYLOADS: Final[Mapping[Kind, tuple[int, int]]] = {
    Kind.AFFECTED_VAN: (1_000, 1_111),
    Kind.GRANTED_VAN: (1_112, 1_600),
    Kind.GRANTED_TOWING: (850, 950),
    Kind.GRANTED_RANGE: (850, 950),
    Kind.REFUSED_VAN: (600, 999),
    Kind.EMISSION_FREE: (1_000, 1_200),
    Kind.UNDECIDED: (1_000, 1_111),
}
"""Lowest and highest payload of the vans of each kind, in kilograms."""

GROUNDS: Final = "SYNTHETIC bezwaar {number:03d}: mijn voertuig is niet emissieloos te koop."


@dataclass(frozen=True, slots=True)
class PlannedApplicant:
    """A made-up applicant."""

    subject: str
    """Pseudonymous id with which the applicant signs in."""
    name: str
    street_and_number: str
    postcode: str
    town: str
    email: str | None
    chamber_of_commerce_number: str | None


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """One application of the sample set, with what the desk does and what must come of it."""

    number: int
    kind: Kind
    applicant: PlannedApplicant
    vehicle: PlannedVehicle
    daily_range_km: int | None = None
    """As stated by the applicant; None: nothing stated."""
    desk: DeskWork = DeskWork.DECIDED
    objecting: Objecting | None = None

    @property
    def grounds(self) -> str:
        """What the objector writes; meant for those who object."""
        return GROUNDS.format(number=self.number)

    @property
    def first_advice(self) -> Outcome | None:
        """Outcome under the first set; None: the facts do not allow one."""
        return expected_outcome(self.vehicle, self.daily_range_km, FIRST_SET)

    @property
    def second_advice(self) -> Outcome | None:
        """Outcome under the second set; None: the facts do not allow one."""
        return expected_outcome(self.vehicle, self.daily_range_km, SECOND_SET)

    @property
    def decision(self) -> Outcome | None:
        """The decision of the desk under the first set; None: none was taken."""
        return self.first_advice if self.desk is DeskWork.DECIDED else None

    @property
    def affected(self) -> bool:
        """Refused by the desk, and granted when decided again under the second set."""
        return self.decision is Outcome.REFUSED and self.second_advice is Outcome.GRANTED


def plan(seed: int, size: int = DEFAULT_SIZE) -> tuple[PlannedCase, ...]:
    """The cases in the order in which they come in. Raises ValueError below 200 or above 4000."""
    if not SMALLEST_SIZE <= size <= 4_000:
        raise ValueError("a sample set has 200 to 4000 applications")
    kinds = [kind for kind, many in numbers_by_kind(size).items() for _ in range(many)]
    Random(seed).shuffle(kinds)
    seen: Counter[Kind] = Counter()
    cases = []
    for number, kind in enumerate(kinds, 1):
        cases.append(_case(seed, number, kind, seen[kind]))
        seen[kind] += 1
    return tuple(cases)


def numbers_by_kind(size: int) -> dict[Kind, int]:
    """How many cases of each kind; the rounding falls to the vans that are refused under both sets."""
    numbers = {kind: share * size // DEFAULT_SIZE for kind, share in SHARES.items()}
    numbers[Kind.REFUSED_VAN] += size - sum(numbers.values())
    return numbers


def _case(seed: int, number: int, kind: Kind, index: int) -> PlannedCase:
    chance = Random(f"{seed}:{number}")
    vehicle = _vehicle(kind, index, chance)
    objections = OBJECTIONS.get(kind, ())
    desk = DeskWork.DECIDED
    if kind is Kind.UNDECIDED:
        desk = DeskWork.ASSESSED if index % 2 == 0 else DeskWork.RECEIVED
    elif kind is Kind.FACTS_UNKNOWN:
        desk = DeskWork.ASSESSED
    return PlannedCase(
        number=number,
        kind=kind,
        applicant=_applicant(number, chance),
        vehicle=replace(vehicle, plate=synthetic_plate(number - 1, vehicle.category)),
        daily_range_km=_daily_range(kind, index, chance),
        desk=desk,
        objecting=objections[index] if index < len(objections) else None,
    )


def _applicant(number: int, chance: Random) -> PlannedApplicant:
    enterprise = chance.random() < 0.8
    word = "Testbedrijf" if enterprise else "Aanvrager"
    return PlannedApplicant(
        subject=f"applicant-{number:03d}",
        name=f"{word} {number:03d}",
        street_and_number=f"Voorbeeldweg {number}",
        postcode="1234 AB",
        town="Voorbeeldstad",
        email=f"{word.lower()}{number:03d}@example.org" if chance.random() < 0.7 else None,
        chamber_of_commerce_number=f"9{number:07d}" if enterprise else None,
    )


def _vehicle(kind: Kind, index: int, chance: Random) -> PlannedVehicle:
    """A vehicle of the kind; its plate is still to come."""
    if kind in VAN_PAYLOADS:
        return _van(kind, index, chance)
    if kind is Kind.FACTS_UNKNOWN:
        return _FACTS_UNKNOWN[index % len(_FACTS_UNKNOWN)]
    if kind is Kind.PASSENGER_CAR:
        return PlannedVehicle("", "M1", 450 + 10 * index, 1_200, drive=Drive.PETROL)
    return _truck(kind, index, chance)


def _van(kind: Kind, index: int, chance: Random) -> PlannedVehicle:
    burning = (Drive.DIESEL, Drive.DIESEL, Drive.DIESEL, Drive.PETROL, Drive.PLUG_IN_HYBRID)
    clean = (Drive.ELECTRIC, Drive.ELECTRIC, Drive.ELECTRIC, Drive.HYDROGEN)
    towing = 2_223 + 10 * index if kind is Kind.GRANTED_TOWING else chance.choice((1_500, 2_000, 2_222))
    return PlannedVehicle(
        plate="",
        category="N1",
        payload_kg=_bounds_first(*VAN_PAYLOADS[kind], index, chance),
        braked_towing_kg=towing,
        combination_mass_kg=4_800,
        drive=clean[index % 4] if kind is Kind.EMISSION_FREE else chance.choice(burning),
    )


def _daily_range(kind: Kind, index: int, chance: Random) -> int | None:
    """Above the threshold for the kind that is granted by it; else at most the threshold, or not stated."""
    if kind is Kind.GRANTED_RANGE:
        return 334 + index
    return chance.choice((None, None, 120, 333)) if kind in VAN_PAYLOADS else None


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


def vehicles(cases: tuple[PlannedCase, ...]) -> Iterator[PlannedVehicle]:
    """The vehicles of a plan, for the records of the stand-in."""
    return (case.vehicle for case in cases)
