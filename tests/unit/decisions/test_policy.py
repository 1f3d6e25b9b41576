"""The policy as dated data, and how long an exemption is valid under it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from services.decisions.domain.criteria import criteria_of
from services.decisions.domain.grid_validity import GRID_VALIDITY, VALIDITIES, GridValidity
from services.decisions.domain.policy import (
    EARLIER_READINGS,
    POLICIES,
    Limits,
    Policy,
    policies_of,
    policy_of_version,
    policy_on,
)
from services.decisions.domain.thresholds import CaseFacts
from services.decisions.domain.validity import NewlyBoughtYears, Validity, add_years
from shared.vocabulary import ExemptionType, StatedFacts, VehicleCategory, VehicleFacts
from tests.support.cases import a_van, facts_of


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 3, 1), date(2028, 3, 1)),
        (date(2028, 2, 29), date(2030, 2, 28)),
        (date(2028, 2, 28), date(2030, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 28)),
    ],
)
def test_two_years_later(day: date, later: date):
    """The same day; the 29th of February becomes the 28th where there is none."""
    assert add_years(day, 2) == later


def test_the_last_day_is_the_day_before_the_anniversary():
    """Two years from 16 February end on 15 February."""
    assert policy_on(date(2026, 2, 16)).valid_until(date(2026, 2, 16), facts_of()) == date(2028, 2, 15)


BOUGHT_ON = date(2026, 2, 2)


@pytest.mark.parametrize(
    ("vehicle", "newly_bought", "last_day"),
    [
        (a_van(first_admission=BOUGHT_ON), True, date(2036, 2, 15)),
        (a_van(category=VehicleCategory.N2, body="bakwagen"), True, date(2039, 2, 15)),
        (a_van(category=VehicleCategory.N3, body="Opleggertrekker"), True, date(2033, 2, 15)),
        (a_van(category=VehicleCategory.N3), True, date(2039, 2, 15)),
        (a_van(first_admission=date(2026, 1, 1)), True, date(2036, 2, 15)),
        (a_van(first_admission=date(2025, 12, 31)), True, date(2028, 2, 15)),
        (a_van(first_admission=BOUGHT_ON), False, date(2028, 2, 15)),
        (a_van(first_admission=BOUGHT_ON), None, date(2028, 2, 15)),
    ],
)
def test_a_newly_bought_vehicle_gets_its_years_by_its_type(
    vehicle: VehicleFacts, newly_bought: bool | None, last_day: date
):
    """Ten for a company car, thirteen for a truck; seven for a tractor unit is SYNTHETIC.

    It is stated, and not so where the register has it first admitted before 2026; else all stays as it was.
    """
    facts = CaseFacts(vehicle, stated=StatedFacts(newly_bought=newly_bought))
    decided_on = date(2026, 2, 16)
    assert policy_on(decided_on).valid_until(decided_on, facts) == last_day


def test_newly_bought_makes_no_difference_before_2026():
    """The years by type came with the policy of 1 January 2026."""
    facts = CaseFacts(a_van(), stated=StatedFacts(newly_bought=True))
    decided_on = date(2025, 12, 31)
    assert policy_on(decided_on).valid_until(decided_on, facts) == date(2027, 12, 30)


def test_which_type_gets_seven_years_is_marked_as_invented():
    """The press names the number, and nobody the type."""
    policy = policy_on(date(2026, 1, 1))
    assert {"tractor_unit_years", "newly_admitted_from"} <= set(policy.synthetic)
    assert not {"company_car_years", "truck_years"} & set(policy.synthetic)


@pytest.mark.parametrize(
    ("reading", "last_day"),
    [(GridValidity.TWO_YEARS, date(2028, 2, 15)), (GridValidity.UNTIL_CONNECTION, date(2027, 8, 31))],
)
def test_the_sources_on_grid_congestion_contradict_each_other(reading: GridValidity, last_day: date):
    """Two years, or until the reinforced connection exists: either can be chosen, and names its source."""
    chosen = VALIDITIES[reading]
    facts = CaseFacts(a_van(), stated=StatedFacts(connection_expected_on=date(2027, 9, 1)))
    assert chosen.validity.last_day(date(2026, 2, 16), facts) == last_day
    assert (chosen.choice.name, bool(chosen.choice.source)) == (reading.value, True)


def test_two_years_is_chosen():
    """By its name, in the policy itself."""
    policy = policy_on(date(2026, 2, 16), ExemptionType.GRID_CONGESTION)
    assert (policy.validity_choice, policy.validity) == (
        VALIDITIES[GRID_VALIDITY].choice,
        VALIDITIES[GRID_VALIDITY].validity,
    )
    assert GRID_VALIDITY is GridValidity.TWO_YEARS


def test_nothing_was_decided_before_the_desk_opened():
    """1 July 2024 has a policy, the day before has none."""
    assert policy_on(date(2024, 7, 1)) is POLICIES[0]
    with pytest.raises(LookupError):
        policy_on(date(2024, 6, 30))


def test_an_old_policy_is_found_by_its_version():
    """So that an old decision can be taken again."""
    assert policy_of_version(POLICIES[0].version) is POLICIES[0]
    with pytest.raises(LookupError):
        policy_of_version("of-nobody")


NAMED_BEFORE = {"day/2024"}
"""Decisions were taken under this name before it was marked that its limit of a calendar year is invented."""


def test_what_is_synthetic_names_fields_of_the_policy():
    """And a policy with invented values says so in its version."""
    kinds = (Policy, Validity, NewlyBoughtYears, Limits)
    named = {field.name for kind in kinds for field in fields(kind)}
    for policy in (*POLICIES, *EARLIER_READINGS):
        assert set(policy.synthetic) <= named
        assert set(policy.synthetic_criteria) <= {criterion.__name__ for criterion in criteria_of(policy)}
        assert not policy.synthetic or "SYNTHETIC" in policy.version or policy.version in NAMED_BEFORE


def test_an_earlier_reading_decides_nothing_any_more():
    """It is found by its version alone, and names the one that took its place on the same type and day."""
    for earlier in EARLIER_READINGS:
        assert earlier.corrected_by is not None
        now = policy_of_version(earlier.corrected_by)
        assert now in POLICIES
        assert (now.exemption_type, now.valid_from) == (earlier.exemption_type, earlier.valid_from)
        assert policy_of_version(earlier.version) is earlier
        assert earlier not in policies_of(earlier.exemption_type)
    assert not any(policy.corrected_by for policy in POLICIES)


def test_no_version_and_no_first_day_stands_twice() -> None:
    """Otherwise a decision and its repetition years later could rest on two readings of one policy."""
    versions = [policy.version for policy in (*POLICIES, *EARLIER_READINGS)]
    assert len(set(versions)) == len(versions)
    first_days = [(policy.exemption_type, policy.valid_from) for policy in POLICIES]
    assert len(set(first_days)) == len(first_days)
