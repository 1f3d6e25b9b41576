"""The plan of the sample set: who applies for what, for which vehicle, and who objects.

Drawn from a seed: the same seed gives the same cases, another one other people, plates and keys, so that
several sample sets fit in one folder. Everybody and everything in it is made up and looks it: names with a
number, one street that nobody lives in, plates that are not issued.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Final

from services.demo.kinds import DEFAULT_SIZE, TERMS, DeskWork, Kind, numbers_by_kind
from services.demo.other_types import Asked, asked_by_conversion, asked_for_type, stated_before_conversion
from services.demo.planned import PlannedApplicant, PlannedCase
from services.demo.proceedings import objecting
from services.demo.records import PLATES_IN_SERIES, SERIES, PlannedVehicle, synthetic_plate
from services.demo.statements import Statement
from services.demo.threshold_cases import daily_range_of, vehicle_of
from shared.vocabulary import ExemptionType

OTHER_TYPES: Final = frozenset(kind for kind in Kind if kind.name.startswith(("TYPE_", "DAY_"))) | {
    Kind.PRIVATE_USE_REFUSED,
    Kind.NEWER_GRANT,
}
"""Kinds of a type without thresholds."""
VISITOR: Final = PlannedVehicle("V999CC", "N1", 1_150, 2_000, 4_800)
"""A van for whoever tries the APIs, over the payload of every set that is played: it has records, and nobody
in any sample set applies for it."""


def series_of(seed: int) -> int:
    """Which series of plates the sample set of that seed uses; so many seeds apart they begin anew."""
    return (seed - 1) % SERIES


def plan(seed: int, size: int = DEFAULT_SIZE) -> tuple[PlannedCase, ...]:
    """The cases in the order in which they come in. Raises ValueError for a size that is not possible."""
    kinds = [kind for kind, many in numbers_by_kind(size).items() for _ in range(many)]
    Random(seed).shuffle(kinds)
    kinds.sort(key=lambda kind: kind is Kind.NEWER_GRANT)
    seen: Counter[Kind] = Counter()
    cases: list[PlannedCase] = []
    for number, kind in enumerate(kinds, 1):
        cases.append(_case(seed, number, kind, seen[kind]))
        seen[kind] += 1
    return tuple(_with_newer_ones(cases))


def cases_of(planned: Iterator[PlannedCase] | tuple[PlannedCase, ...]) -> Iterator[PlannedCase]:
    """Every case there will be: those handed in, and those in which converted ones go on."""
    for case in planned:
        yield case
        if case.target is not None:
            yield case.target


def vehicles(cases: tuple[PlannedCase, ...]) -> Iterator[PlannedVehicle]:
    """The vehicles of a plan and the visitor's, for the records of the stand-in."""
    yield from (case.vehicle for case in cases)
    yield VISITOR


def _case(seed: int, number: int, kind: Kind, index: int) -> PlannedCase:
    chance = Random(f"{seed}:{number}")
    terms, applicant = TERMS[kind], _applicant(seed, number, chance)
    asked = _asked(kind, index, chance)
    plate = synthetic_plate(number - 1, asked.vehicle.category, series_of(seed))
    case = PlannedCase(
        number=number,
        kind=kind,
        applicant=applicant,
        vehicle=replace(asked.vehicle, plate=plate),
        exemption_type=asked.exemption_type,
        municipality=asked.municipality,
        stated=asked.stated,
        desk=_desk(kind, index, terms.desk),
        meanwhile=terms.meanwhile,
        objecting=objecting(kind, index),
    )
    return replace(case, target=_target(case, index)) if terms.desk is DeskWork.CONVERTED else case


def _asked(kind: Kind, index: int, chance: Random) -> Asked:
    if kind in OTHER_TYPES:
        return asked_for_type(kind, index, chance)
    if TERMS[kind].desk is DeskWork.CONVERTED:
        stated = stated_before_conversion(kind, index)
    else:
        stated = Statement(daily_range_km=daily_range_of(kind, index, chance))
    vehicle = vehicle_of(kind, index, chance)
    return Asked(ExemptionType.NOT_AVAILABLE_EMISSION_FREE, None, vehicle, stated)


def _desk(kind: Kind, index: int, desk: DeskWork) -> DeskWork:
    """Of what stays undecided one half is assessed."""
    left = kind in {Kind.UNDECIDED, Kind.TYPE_PENDING} and index % 2 == 1
    return DeskWork.RECEIVED if left else desk


def _target(case: PlannedCase, index: int) -> PlannedCase:
    asked = asked_by_conversion(case.kind, index, case.vehicle)
    pending = case.kind is Kind.CONVERTED_TARGET_PENDING
    return PlannedCase(
        number=case.number,
        kind=Kind.CONVERSION_TARGET,
        applicant=case.applicant,
        vehicle=case.vehicle,
        exemption_type=asked.exemption_type,
        municipality=asked.municipality,
        stated=asked.stated,
        desk=DeskWork.RECEIVED if pending else DeskWork.DECIDED,
    )


def _with_newer_ones(cases: list[PlannedCase]) -> Iterator[PlannedCase]:
    """The newer cases get plate and applicant of the older ones that they supersede."""
    older = iter([case for case in cases if case.kind is Kind.SUPERSEDED])
    for case in cases:
        if case.kind is Kind.NEWER_GRANT:
            first = next(older)
            yield replace(case, applicant=first.applicant, vehicle=first.vehicle)
        else:
            yield case


def _applicant(seed: int, number: int, chance: Random) -> PlannedApplicant:
    enterprise = chance.random() < 0.8
    word = "Testbedrijf" if enterprise else "Aanvrager"
    name = f"{seed}-{number:03d}"
    return PlannedApplicant(
        subject=f"applicant-{name}",
        name=f"{word} {name}",
        street_and_number=f"Voorbeeldweg {number}",
        postcode="1234 AB",
        town="Voorbeeldstad",
        email=f"{word.lower()}{name}@example.org" if chance.random() < 0.7 else None,
        chamber_of_commerce_number=f"9{_of_all_sets(seed, number):07d}" if enterprise else None,
    )


def _of_all_sets(seed: int, number: int) -> int:
    return series_of(seed) * PLATES_IN_SERIES + number
