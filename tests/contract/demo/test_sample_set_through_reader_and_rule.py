"""The sample set, read by the applications service and judged by the decisions service.

The plan states its expectations by an arithmetic of its own; here they meet the real reader and rule.
"""

from __future__ import annotations

import pytest

from services.decisions.domain.criteria import assess
from services.decisions.domain.thresholds import CaseFacts, Parameter, ThresholdRow
from services.demo.expectations import FIRST_SET, SECOND_SET, Threshold
from services.demo.plan import PlannedCase, plan
from services.demo.records import FUEL, MAIN_RECORD, records_of
from shared.rdw.register_record import facts_of
from shared.vocabulary import Outcome, VehicleCategory, VehicleFacts
from tests.support.cases import DECIDED_ON, POLICY

CASES = plan(seed=7)


def facts_read(case: PlannedCase) -> VehicleFacts:
    """The facts as they are read from the case's synthetic records."""
    records = records_of(case.vehicle, seed=7)
    return facts_of(records.get(MAIN_RECORD, []), records.get(FUEL, []))


def advice(case: PlannedCase, thresholds: tuple[Threshold, ...]) -> Outcome | None:
    """What the desk's rule advises."""
    rows = [ThresholdRow(VehicleCategory(t.category), Parameter(t.parameter), t.value) for t in thresholds]
    facts = CaseFacts(facts_read(case), case.daily_range_km)
    return assess(facts, rows, POLICY, DECIDED_ON).advice


def test_the_masses_that_decide_are_read_as_planned() -> None:
    """Whatever way a mass is written or left out."""
    for case in (case for case in CASES if case.vehicle.in_register):
        facts, vehicle = facts_read(case), case.vehicle
        assert (facts.payload_kg, facts.braked_towing_mass_kg, facts.combination_mass_kg) == (
            vehicle.payload_kg,
            vehicle.braked_towing_kg,
            vehicle.combination_mass_kg,
        )


def test_a_vehicle_that_is_not_registered_has_no_facts() -> None:
    """An empty answer is not a refusal."""
    unregistered = [case for case in CASES if not case.vehicle.in_register]
    assert unregistered
    assert {facts_read(case) for case in unregistered} == {VehicleFacts()}


@pytest.mark.parametrize("thresholds", [FIRST_SET, SECOND_SET], ids=["first set", "second set"])
def test_the_rule_gives_what_the_plan_expects(thresholds: tuple[Threshold, ...]) -> None:
    """Case by case, under both sets."""
    expected = {
        case.number: case.first_advice if thresholds is FIRST_SET else case.second_advice for case in CASES
    }
    assert {case.number: advice(case, thresholds) for case in CASES} == expected
