"""When is a vehicle obtainable emission-free? Values at, above and below the threshold."""

from __future__ import annotations

from itertools import permutations

import pytest

from services.decisions.domain.thresholds import Combination, Parameter, compare, obtainable
from shared.vocabulary import Finding, VehicleCategory, VehicleFacts
from tests.support.cases import a_van, facts_of, row

PAYLOAD, TOWING = Parameter.PAYLOAD, Parameter.BRAKED_TOWING_MASS
REGISTERED = (
    Parameter.PAYLOAD,
    Parameter.BRAKED_TOWING_MASS,
    Parameter.COMBINATION_MASS,
    Parameter.PERMITTED_MASS,
)


@pytest.mark.parametrize("parameter", REGISTERED)
@pytest.mark.parametrize(
    ("required", "within"), [(1099, True), (1100, True), (1101, False), (0, True), (None, None)]
)
def test_a_requirement_is_within_at_and_below_the_threshold(
    parameter: Parameter, required: int | None, within: bool | None
):
    """At the threshold counts as within; what is not registered counts as neither."""
    [comparison] = compare(facts_of(a_van(**{parameter.value: required})), [row(1100, parameter)])
    assert (comparison.required, comparison.within) == (required, within)


@pytest.mark.parametrize(("stated", "within"), [(249, True), (250, True), (251, False)])
def test_a_stated_range_is_compared_like_a_registered_mass(stated: int, within: bool):
    """The applicant states the range; the register does not know it."""
    [comparison] = compare(facts_of(daily_range_km=stated), [row(250, Parameter.DAILY_RANGE)])
    assert comparison.within is within


def test_a_range_that_nobody_stated_is_no_requirement():
    """Its threshold then concerns nobody, and leaves nothing unknown."""
    assert compare(facts_of(), [row(250, Parameter.DAILY_RANGE)]) == ()


def test_thresholds_of_another_category_do_not_concern_the_vehicle():
    """A truck's thresholds say nothing of a van, and none concern a vehicle without category."""
    trucks = [row(9000, category=VehicleCategory.N2), row(20000, category=VehicleCategory.N3)]
    assert compare(facts_of(a_van()), trucks) == ()
    assert compare(facts_of(VehicleFacts(payload_kg=1000)), [row(1100)]) == ()


@pytest.mark.parametrize(
    ("body", "concerned"),
    [("gesloten opbouw", [1100, 900]), ("kipper", [1100]), (None, [1100])],
)
def test_a_row_for_a_body_concerns_that_body_alone(body: str | None, concerned: list[int]):
    """It comes beside the row for any body, not in its place."""
    rows = [row(1100), row(900, body="gesloten opbouw")]
    assert [found.row.value for found in compare(facts_of(a_van(body=body)), rows)] == concerned


def test_the_order_of_the_rows_does_not_matter():
    """A letter lists the thresholds in one order, however the set was written down."""
    rows = [row(1100), row(2000, TOWING), row(3500, Parameter.PERMITTED_MASS), row(900, body="kipper")]
    facts = facts_of(a_van(body="kipper"))
    assert len({compare(facts, order) for order in permutations(rows)}) == 1


WITHIN, ABOVE, UNREGISTERED = 1000, 5000, None


@pytest.mark.parametrize(
    ("payload", "towing", "all_within", "any_within"),
    [
        (WITHIN, WITHIN, Finding.MET, Finding.MET),
        (WITHIN, ABOVE, Finding.UNMET, Finding.MET),
        (ABOVE, WITHIN, Finding.UNMET, Finding.MET),
        (ABOVE, ABOVE, Finding.UNMET, Finding.UNMET),
        (WITHIN, UNREGISTERED, Finding.UNKNOWN, Finding.MET),
        (ABOVE, UNREGISTERED, Finding.UNMET, Finding.UNKNOWN),
        (UNREGISTERED, UNREGISTERED, Finding.UNKNOWN, Finding.UNKNOWN),
    ],
)
def test_how_two_requirements_combine(
    payload: int | None, towing: int | None, all_within: Finding, any_within: Finding
):
    """ALL: one above settles it; ANY: one within does; a missing fact counts only where it could settle it."""
    facts = facts_of(a_van(payload, braked_towing_mass_kg=towing))
    comparisons = compare(facts, [row(1100), row(2000, TOWING)])
    assert obtainable(comparisons, Combination.ALL) is all_within
    assert obtainable(comparisons, Combination.ANY) is any_within


@pytest.mark.parametrize("combination", Combination)
def test_without_a_threshold_nobody_can_say(combination: Combination):
    """A kind of vehicle that no threshold speaks of is left to a person."""
    assert obtainable([], combination) is Finding.UNKNOWN
