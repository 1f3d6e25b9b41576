"""The sample set: enough of everything, made up, and the same each time."""

from __future__ import annotations

from collections import Counter

import pytest

from services.demo.campaign_rows import RENEWED, Row
from services.demo.expectations import FIRST_SET, SECOND_SET, expected_outcome
from services.demo.kinds import DEFAULT_SIZE, SMALLEST_SIZE, DeskWork, Kind, Meanwhile
from services.demo.plan import VISITOR, cases_of, plan
from services.demo.planned import Moment, PlannedCase
from services.demo.proceedings import Objecting
from services.demo.records import Drive, PlannedVehicle
from services.demo.reporting import Category, category_of
from shared.vocabulary import ExemptionType, Outcome, normalise_plate

CASES = plan(seed=7)
ALL = tuple(cases_of(CASES))
SIZES = (200, 600, 2_000, 3_900)
PLAYED_ROWS = frozenset(Row) - {Row.GRANTED_EXPIRED}
BOTH = (Outcome.GRANTED, Outcome.REFUSED)


def of(kind: Kind) -> list[PlannedCase]:
    """The cases of one kind."""
    return [case for case in ALL if case.kind is kind]


@pytest.mark.parametrize("size", SIZES)
def test_the_size_is_what_was_asked(size: int) -> None:
    """Every application that was asked for is in the plan; two may be for one plate, never for three."""
    cases = plan(seed=7, size=size)
    newer = sum(case.kind is Kind.NEWER_GRANT for case in cases)
    assert len(cases) == len({case.number for case in cases}) == size
    assert len({case.vehicle.plate for case in cases}) == size - newer


@pytest.mark.parametrize(("size", "least"), [(200, 20), (600, 60), (2_000, 200)])
def test_most_of_the_affected_do_not_object(size: int, least: int) -> None:
    """The point of the main job: most of those who are owed a renewed decision never objected."""
    affected = [case for case in plan(seed=7, size=size) if case.affected]
    assert len(affected) >= least
    assert 1 <= sum(case.objecting is not None for case in affected) <= 8


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_occurs(kind: Kind) -> None:
    """Nothing that must be told apart is missing: three of each, one of each in the smallest sample set."""
    assert len(of(kind)) >= 3
    assert any(case.kind is kind for case in cases_of(plan(seed=7, size=SMALLEST_SIZE)))


@pytest.mark.parametrize(("size", "least"), [(SMALLEST_SIZE, 1), (DEFAULT_SIZE, 3)])
def test_every_row_of_the_campaign_occurs(size: int, least: int) -> None:
    """In the plan of the second set, but for expired grants: those are of the last set."""
    rows = Counter(case.row for case in cases_of(plan(seed=7, size=size)) if case.row is not None)
    assert rows.keys() == PLAYED_ROWS
    assert min(rows.values()) >= least


def test_grants_that_expire_before_the_last_set_occur() -> None:
    """Renewed ones among them, whatever the size."""
    for size in (SMALLEST_SIZE, DEFAULT_SIZE):
        expiring = [case for case in cases_of(plan(seed=7, size=size)) if case.expires]
        assert sum(case.affected for case in expiring) >= 3
        assert sum(case.decision is Outcome.GRANTED for case in expiring) >= 3


@pytest.mark.parametrize(("size", "least"), [(SMALLEST_SIZE, 1), (DEFAULT_SIZE, 3)])
def test_every_category_of_the_letters_to_the_chamber_occurs(size: int, least: int) -> None:
    """Whatever the desk, the applicant or the objection handler made of it."""
    found = Counter(category_of(case) for case in cases_of(plan(seed=7, size=size)))
    assert found.keys() == set(Category)
    assert min(found.values()) >= least


@pytest.mark.parametrize("kind", ExemptionType)
def test_every_type_is_granted_and_refused(kind: ExemptionType) -> None:
    """Also in the smallest sample set."""
    cases = [case for case in plan(seed=7, size=SMALLEST_SIZE) if case.exemption_type is kind]
    assert {case.decision for case in cases} >= set(BOTH)


def test_local_types_name_their_municipality_and_national_ones_none() -> None:
    """Hardship, market traders and days; in more than one place."""
    local = {case.exemption_type for case in ALL if case.municipality is not None}
    assert local == {ExemptionType.HARDSHIP, ExemptionType.MARKET_TRADER, ExemptionType.DAY}
    assert {case.exemption_type for case in ALL if case.municipality is None}.isdisjoint(local)
    assert len({case.municipality for case in ALL}) == 5


@pytest.mark.parametrize(
    ("kind", "decision", "second", "row"),
    [
        (Kind.GRANTED_VAN, Outcome.GRANTED, Outcome.GRANTED, Row.GRANTED_STILL),
        (Kind.GRANTED_TOWING, Outcome.GRANTED, Outcome.GRANTED, Row.GRANTED_STILL),
        (Kind.GRANTED_RANGE, Outcome.GRANTED, Outcome.GRANTED, Row.GRANTED_STILL),
        (Kind.GRANTED_TRUCK, Outcome.GRANTED, Outcome.GRANTED, Row.GRANTED_STILL),
        (Kind.WOULD_NOW_BE_REFUSED, Outcome.GRANTED, Outcome.REFUSED, Row.WOULD_NOW_BE_REFUSED),
        (Kind.REFUSED_TRUCK, Outcome.REFUSED, Outcome.REFUSED, Row.REFUSED_STILL),
        (Kind.EMISSION_FREE, Outcome.REFUSED, Outcome.REFUSED, Row.REFUSED_STILL),
        (Kind.PASSENGER_CAR, Outcome.REFUSED, Outcome.REFUSED, Row.REFUSED_STILL),
        (Kind.REFUSED_OTHERWISE, Outcome.REFUSED, Outcome.GRANTED, Row.REFUSED_STILL),
        (Kind.UNKNOWN_UNDER_SECOND, Outcome.REFUSED, None, Row.FACTS_UNKNOWN),
        (Kind.UNDECIDED, None, Outcome.GRANTED, Row.UNDECIDED),
        (Kind.CHANGED_HANDS, Outcome.REFUSED, Outcome.GRANTED, Row.PLATE_CHANGED_HANDS),
        (Kind.ERASED, Outcome.REFUSED, Outcome.GRANTED, Row.PERSON_ERASED),
        (Kind.REVOKED, Outcome.GRANTED, Outcome.GRANTED, Row.REVOKED),
        (Kind.SUPERSEDED, Outcome.REFUSED, Outcome.GRANTED, Row.SUPERSEDED),
        (Kind.CONVERTED_TARGET_GRANTED, None, Outcome.GRANTED, Row.CONVERTED),
        (Kind.CONVERTED_TARGET_REFUSED, None, Outcome.GRANTED, Row.CONVERTED_TARGET_REFUSED),
        (Kind.CONVERTED_TARGET_PENDING, None, Outcome.GRANTED, Row.CONVERTED_TARGET_PENDING),
        (Kind.NO_RESPONSE, None, Outcome.GRANTED, Row.LEFT_OUT),
        (Kind.WRONG_DATA, None, Outcome.GRANTED, Row.LEFT_OUT),
        (Kind.WITHDRAWN_BEFORE, None, Outcome.GRANTED, Row.WITHDRAWN),
        (Kind.WITHDRAWN_AFTER, None, Outcome.GRANTED, Row.WITHDRAWN),
    ],
)
def test_a_threshold_kind_does_what_its_name_says(
    kind: Kind, decision: Outcome | None, second: Outcome | None, row: Row
) -> None:
    """The decision under the first set, the outcome under the second, and the row of the campaign."""
    assert {(case.decision, case.second_advice, case.row) for case in of(kind)} == {(decision, second, row)}


@pytest.mark.parametrize("kind", [Kind.AFFECTED_VAN, Kind.AFFECTED_TRUCK])
def test_the_affected_are_refused_and_then_granted(kind: Kind) -> None:
    """Whatever their proceedings."""
    assert {(case.decision, case.second_advice, case.outcome) for case in of(kind)} == {
        (Outcome.REFUSED, Outcome.GRANTED, Outcome.GRANTED)
    }
    assert {case.row for case in of(kind)} <= RENEWED


def test_a_refusal_replaced_on_objection_is_a_grant_that_the_second_set_would_refuse() -> None:
    """Upheld before the second set: the campaign leaves it alone."""
    upheld = [case for case in of(Kind.REFUSED_VAN) if case.objecting is Objecting.UPHELD]
    assert {(case.outcome, case.row) for case in upheld} == {(Outcome.GRANTED, Row.WOULD_NOW_BE_REFUSED)}
    assert {case.row for case in of(Kind.REFUSED_VAN) if case not in upheld} == {Row.REFUSED_STILL}


@pytest.mark.parametrize(
    ("kind", "decision", "category"),
    [
        (Kind.TYPE_GRANTED, Outcome.GRANTED, Category.GRANTED),
        (Kind.TYPE_REFUSED, Outcome.REFUSED, Category.CONDITIONS_NOT_MET),
        (Kind.TYPE_REFUSED_OTHERWISE, Outcome.REFUSED, Category.OTHER),
        (Kind.TYPE_PENDING, None, Category.PENDING),
        (Kind.TYPE_NO_RESPONSE, None, Category.NO_RESPONSE),
        (Kind.TYPE_WRONG_DATA, None, Category.WRONG_DATA),
        (Kind.TYPE_WITHDRAWN_BEFORE, None, Category.WITHDRAWN_BEFORE_HANDLING),
        (Kind.TYPE_WITHDRAWN_AFTER, None, Category.WITHDRAWN_AFTER_HANDLING),
        (Kind.NEWER_GRANT, Outcome.GRANTED, Category.GRANTED),
        (Kind.DAY_GRANTED, Outcome.GRANTED, Category.GRANTED),
        (Kind.DAY_REFUSED, Outcome.REFUSED, Category.CONDITIONS_NOT_MET),
        (Kind.DAY_GIVEN_BACK, Outcome.GRANTED, Category.GRANTED),
    ],
)
def test_a_kind_of_another_type_does_what_its_name_says(
    kind: Kind, decision: Outcome | None, category: Category
) -> None:
    """No threshold plays a part in it, and no campaign sees it."""
    assert {(case.decision, category_of(case), case.row) for case in of(kind)} == {(decision, category, None)}


def test_where_facts_are_unknown_nothing_is_decided() -> None:
    """Neither grant nor refusal may rest on a fact that is not registered."""
    assert {case.first_advice for case in of(Kind.FACTS_UNKNOWN)} == {None}
    assert {case.row for case in of(Kind.FACTS_UNKNOWN)} == {Row.UNDECIDED}


def test_undecided_cases_are_partly_assessed_already() -> None:
    """An assessment under the old set may not be decided on; a case without one is only pending."""
    assert {case.desk for case in of(Kind.UNDECIDED)} == {DeskWork.ASSESSED, DeskWork.RECEIVED}


def test_every_course_of_an_objection_occurs() -> None:
    """Also in the smallest sample set; against affected refusals all that end in a renewal all the same."""
    smallest = plan(seed=7, size=SMALLEST_SIZE)
    assert {case.objecting for case in smallest if case.objecting} == set(Objecting)
    assert Counter(case.objecting for case in CASES if case.affected and case.objecting) == {
        Objecting.WITH_FINDING: 2,
        Objecting.PENDING: 1,
        Objecting.WITHDRAWN: 1,
        Objecting.INADMISSIBLE: 1,
        Objecting.DISMISSED: 1,
        Objecting.APPEAL_PENDING: 1,
        Objecting.APPEAL_ENDED: 1,
    }


def test_a_newer_case_is_of_the_plate_and_the_applicant_of_an_older_one() -> None:
    """And comes in after it."""
    older = {case.vehicle.plate: case for case in of(Kind.SUPERSEDED)}
    for newer in of(Kind.NEWER_GRANT):
        first = older.pop(newer.vehicle.plate)
        assert newer.applicant == first.applicant
        assert newer.number > first.number
        assert newer.late
    assert older == {}


def test_both_sides_of_every_bound_occur() -> None:
    """A payload at the threshold is within it; one kilogram more is above it."""
    vans = [case.vehicle for case in CASES if case.row is not None and case.vehicle.category == "N1"]
    assert {999, 1_000, 1_111, 1_112} <= {van.payload_kg for van in vans}
    assert {2_222, 2_223, 2_444, 2_445} <= {van.braked_towing_kg for van in vans}


def test_the_register_is_asked_about_every_grant_and_a_sample_of_the_rest() -> None:
    """Whoever is granted anything is checked once at least; whoever is affected before and after."""
    granted = [case for case in ALL if case.outcome is Outcome.GRANTED]
    given_back = Meanwhile.GIVEN_BACK
    assert all(
        any(case.allowed(at) for at in case.checked_at) or case.meanwhile is given_back for case in granted
    )
    assert all({Moment.ANNOUNCED, Moment.RENEWED} <= case.checked_at for case in ALL if case.affected)
    others = [case for case in ALL if case.outcome is not Outcome.GRANTED]
    assert 0 < sum(bool(case.checked_at) for case in others) < len(others) / 2


def test_the_same_seed_gives_the_same_plan() -> None:
    """Ids and idempotency keys come from the seed, so playing it again changes nothing."""
    assert plan(seed=7) == CASES
    assert plan(seed=8) != CASES


def test_another_seed_has_other_plates_and_other_people() -> None:
    """So that both fit in one folder."""
    other = plan(seed=8)
    assert {case.vehicle.plate for case in CASES}.isdisjoint(case.vehicle.plate for case in other)
    assert {case.applicant.subject for case in CASES}.isdisjoint(case.applicant.subject for case in other)


def test_everybody_is_made_up() -> None:
    """Nobody can be mistaken for a person or an enterprise that exists."""
    for case in CASES:
        assert case.applicant.name.split()[0] in {"Testbedrijf", "Aanvrager"}
        assert case.applicant.name.split()[1].startswith("7-")
        assert case.applicant.email is None or case.applicant.email.endswith("@example.org")


def test_no_plate_can_be_issued() -> None:
    """C and Q are not used on Dutch plates, and the form is what the register's own normalising gives."""
    for case in (*CASES, *plan(seed=1), *plan(seed=17)):
        assert set(case.vehicle.plate[-2:]) & {"C", "Q"}
        assert normalise_plate(case.vehicle.plate) == case.vehicle.plate


def test_nobody_in_a_sample_set_applies_for_the_visitors_vehicle() -> None:
    """However large it is."""
    assert VISITOR.plate not in {case.vehicle.plate for case in plan(seed=1, size=3_900)}


@pytest.mark.parametrize("size", [0, 199, 3_901])
def test_a_size_that_proves_nothing_is_refused(size: int) -> None:
    """Fewer than 200 applications do not show what the sample set is for."""
    with pytest.raises(ValueError, match="200 to 3900"):
        plan(seed=7, size=size)


@pytest.mark.parametrize(
    ("vehicle", "daily_range", "first", "second"),
    [
        (PlannedVehicle("V", "N1", 1_111, 2_222), None, Outcome.REFUSED, Outcome.GRANTED),
        (PlannedVehicle("V", "N1", 999, 2_222), 333, Outcome.REFUSED, Outcome.REFUSED),
        (PlannedVehicle("V", "N1", 999, 2_222), 334, Outcome.GRANTED, Outcome.GRANTED),
        (PlannedVehicle("V", "N1", 999, 2_223), None, Outcome.GRANTED, Outcome.REFUSED),
        (PlannedVehicle("V", "N1", None, 2_445), None, Outcome.GRANTED, Outcome.GRANTED),
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
