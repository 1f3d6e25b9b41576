"""The sample set: enough of everything, made up, and the same each time."""

from __future__ import annotations

from collections import Counter

import pytest

from services.demo.expectations import FIRST_SET, SECOND_SET, expected_outcome
from services.demo.plan import DeskWork, Kind, Objecting, PlannedCase, plan
from services.demo.records import Drive, PlannedVehicle
from shared.vocabulary import Outcome, normalise_plate

CASES = plan(seed=7)
SIZES = (200, 220, 1_000)


def of(kind: Kind) -> list[PlannedCase]:
    """The cases of one kind."""
    return [case for case in CASES if case.kind is kind]


@pytest.mark.parametrize("size", SIZES)
def test_the_size_is_what_was_asked(size: int) -> None:
    """Every application that was asked for is in the plan, with a plate of its own."""
    cases = plan(seed=7, size=size)
    assert len(cases) == len({case.vehicle.plate for case in cases}) == size


@pytest.mark.parametrize("size", SIZES)
def test_at_least_forty_are_affected_and_at_most_six_of_them_object(size: int) -> None:
    """The point of the main job: most of those who are owed a renewed decision never objected."""
    affected = [case for case in plan(seed=7, size=size) if case.affected]
    assert len(affected) >= 40
    assert 1 <= sum(case.objecting is not None for case in affected) <= 6


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_occurs(kind: Kind) -> None:
    """Nothing that the campaign must tell apart is missing from the sample set."""
    assert len(of(kind)) >= 5


@pytest.mark.parametrize(
    ("kind", "decision", "second"),
    [
        (Kind.AFFECTED_VAN, Outcome.REFUSED, Outcome.GRANTED),
        (Kind.AFFECTED_TRUCK, Outcome.REFUSED, Outcome.GRANTED),
        (Kind.GRANTED_VAN, Outcome.GRANTED, Outcome.GRANTED),
        (Kind.GRANTED_TOWING, Outcome.GRANTED, Outcome.GRANTED),
        (Kind.GRANTED_RANGE, Outcome.GRANTED, Outcome.GRANTED),
        (Kind.GRANTED_TRUCK, Outcome.GRANTED, Outcome.GRANTED),
        (Kind.REFUSED_VAN, Outcome.REFUSED, Outcome.REFUSED),
        (Kind.REFUSED_TRUCK, Outcome.REFUSED, Outcome.REFUSED),
        (Kind.EMISSION_FREE, Outcome.REFUSED, Outcome.REFUSED),
        (Kind.PASSENGER_CAR, Outcome.REFUSED, Outcome.REFUSED),
        (Kind.UNKNOWN_UNDER_SECOND, Outcome.REFUSED, None),
        (Kind.UNDECIDED, None, Outcome.GRANTED),
    ],
)
def test_a_kind_does_what_its_name_says(kind: Kind, decision: Outcome | None, second: Outcome | None) -> None:
    """The decision under the first set and the outcome under the second, by kind."""
    assert {(case.decision, case.second_advice) for case in of(kind)} == {(decision, second)}


def test_where_facts_are_unknown_nothing_is_decided() -> None:
    """Neither grant nor refusal may rest on a fact that is not registered."""
    assert {case.first_advice for case in of(Kind.FACTS_UNKNOWN)} == {None}
    assert not any(case.affected for case in of(Kind.FACTS_UNKNOWN))


def test_undecided_cases_are_partly_assessed_already() -> None:
    """An assessment under the old set may not be decided on; a case without one is only pending."""
    assert Counter(case.desk for case in of(Kind.UNDECIDED)).keys() == {DeskWork.ASSESSED, DeskWork.RECEIVED}


def test_objections_are_with_and_without_a_finding() -> None:
    """A pending objection without a finding must neither end by itself nor keep a case out."""
    assert Counter(case.objecting for case in CASES if case.affected and case.objecting) == {
        Objecting.WITH_FINDING: 2,
        Objecting.PENDING: 3,
    }


def test_an_objection_against_a_refusal_that_stands_is_pending_too() -> None:
    """Not every objector is affected."""
    assert [case.objecting for case in CASES if case.objecting and not case.affected] == [Objecting.PENDING]


def test_both_sides_of_every_bound_occur() -> None:
    """A payload at the threshold is within it; one kilogram more is above it."""
    payloads = {case.vehicle.payload_kg for case in CASES if case.vehicle.category == "N1"}
    assert {999, 1_000, 1_111, 1_112} <= payloads


def test_the_same_seed_gives_the_same_plan() -> None:
    """Ids and idempotency keys come from the seed, so playing it again changes nothing."""
    assert plan(seed=7) == CASES
    assert plan(seed=8) != CASES


def test_everybody_is_made_up() -> None:
    """Nobody can be mistaken for a person or an enterprise that exists."""
    for case in CASES:
        assert case.applicant.name == f"{case.applicant.name.split()[0]} {case.number:03d}"
        assert case.applicant.name.split()[0] in {"Testbedrijf", "Aanvrager"}
        assert case.applicant.email is None or case.applicant.email.endswith("@example.org")


def test_no_plate_can_be_issued() -> None:
    """C and Q are not used on Dutch plates, and the form is what the register's own normalising gives."""
    for case in CASES:
        assert set(case.vehicle.plate[-2:]) <= {"C", "Q"}
        assert normalise_plate(case.vehicle.plate) == case.vehicle.plate


@pytest.mark.parametrize("size", [0, 199, 4_001])
def test_a_size_that_proves_nothing_is_refused(size: int) -> None:
    """Fewer than 200 applications do not show what the sample set is for."""
    with pytest.raises(ValueError, match="200 to 4000"):
        plan(seed=7, size=size)


@pytest.mark.parametrize(
    ("vehicle", "daily_range", "first", "second"),
    [
        (PlannedVehicle("V", "N1", 1_111, 2_222), None, Outcome.REFUSED, Outcome.GRANTED),
        (PlannedVehicle("V", "N1", 999, 2_222), 333, Outcome.REFUSED, Outcome.REFUSED),
        (PlannedVehicle("V", "N1", 999, 2_222), 334, Outcome.GRANTED, Outcome.GRANTED),
        (PlannedVehicle("V", "N1", None, 2_223), None, Outcome.GRANTED, Outcome.GRANTED),
        (PlannedVehicle("V", "N1", None, 2_222), None, None, None),
        (PlannedVehicle("V", "N2", 5_555, None, None), None, Outcome.REFUSED, None),
        (PlannedVehicle("V", "N2", 5_555, None, 22_223), None, Outcome.REFUSED, Outcome.GRANTED),
        (PlannedVehicle("V", None, 1_200, 2_223), None, None, None),
        (PlannedVehicle("V", "M1", None), None, Outcome.REFUSED, Outcome.REFUSED),
        (PlannedVehicle("V", "N1", None, drive=Drive.ELECTRIC), None, Outcome.REFUSED, Outcome.REFUSED),
        (PlannedVehicle("V", "N1", 1_200, 1, drive=Drive.NOT_REGISTERED), None, None, None),
        (
            PlannedVehicle("V", "N1", 999, 1, drive=Drive.NOT_REGISTERED),
            None,
            Outcome.REFUSED,
            Outcome.REFUSED,
        ),
        (PlannedVehicle("V", "N1", 999, 1, in_register=False), None, None, None),
    ],
)
def test_expectations_by_table(
    vehicle: PlannedVehicle, daily_range: int | None, first: Outcome | None, second: Outcome | None
) -> None:
    """The plain arithmetic that the plan rests on."""
    assert expected_outcome(vehicle, daily_range, FIRST_SET) == first
    assert expected_outcome(vehicle, daily_range, SECOND_SET) == second
