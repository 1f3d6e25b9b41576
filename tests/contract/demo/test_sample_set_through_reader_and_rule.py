"""The sample set, read by the applications service and judged by the decisions service.

The plan states its expectations by an arithmetic of its own; here they meet the real reader and rule.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from services.applications.domain.placement import misplacements
from services.decisions.domain.criteria import assess
from services.decisions.domain.policy import policy_on
from services.decisions.domain.thresholds import CaseFacts, Parameter, ThresholdRow
from services.demo.bodies import StatedBody
from services.demo.expectations import FIRST_SET, SECOND_SET, Threshold
from services.demo.plan import cases_of, plan
from services.demo.planned import PlannedCase
from services.demo.records import FUEL, MAIN_RECORD, records_of
from shared.rdw.register_record import facts_of
from shared.vocabulary import ExemptionType, Outcome, StatedFacts, VehicleCategory, VehicleFacts
from tests.support.cases import DECIDED_ON, POLICY
from tests.support.judging import with_judgements

ALL = tuple(cases_of(plan(seed=7)))
CASES = tuple(case for case in ALL if case.exemption_type is ExemptionType.NOT_AVAILABLE_EMISSION_FREE)
OTHERS = tuple(case for case in ALL if case not in CASES)
OPENED = date(2026, 11, 26)


def facts_read(case: PlannedCase) -> VehicleFacts:
    """The facts as they are read from the case's synthetic records."""
    records = records_of(case.vehicle, seed=7)
    return facts_of(records.get(MAIN_RECORD, []), records.get(FUEL, []))


def advice(case: PlannedCase, thresholds: tuple[Threshold, ...]) -> Outcome | None:
    """What the desk's rule advises."""
    rows = [ThresholdRow(VehicleCategory(t.category), Parameter(t.parameter), t.value) for t in thresholds]
    facts = CaseFacts(facts_read(case), case.stated.daily_range_km)
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


def test_a_vehicle_that_was_sold_has_a_newer_holder() -> None:
    """And is otherwise the same vehicle."""
    vehicle = CASES[0].vehicle
    before, after = (
        facts_of(records_of(one, 7)[MAIN_RECORD], []) for one in (vehicle, replace(vehicle, resold=True))
    )
    assert before.registered_on is not None
    assert after.registered_on is not None
    assert after.registered_on > before.registered_on
    assert msgspec.structs.replace(after, registered_on=before.registered_on) == before


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


def stated_facts(case: PlannedCase) -> StatedFacts:
    """What the case states, as the applications service takes it."""
    return StatedFacts(**msgspec.structs.asdict(StatedBody.of(case.stated, OPENED)))


@pytest.mark.parametrize("kind", sorted({case.exemption_type for case in OTHERS}))
def test_the_rules_of_a_type_give_what_the_plan_expects(kind: ExemptionType) -> None:
    """Case by case, by the policy on the type of that day, judged as claimed."""
    cases = [case for case in OTHERS if case.exemption_type is kind]
    given = {
        case.number: assess(
            with_judgements(
                CaseFacts(
                    facts_read(case),
                    stated=stated_facts(case),
                    municipality=case.municipality,
                    day_exemptions_used=0,
                )
            ),
            (),
            policy_on(OPENED, kind),
            OPENED,
        ).advice
        for case in cases
    }
    assert given == {case.number: case.first_advice for case in cases}


def test_every_type_is_applied_for_where_it_is_offered() -> None:
    """National ones nowhere in particular, local ones in a municipality that offers them."""
    for case in ALL:
        stated = stated_facts(case)
        assert not list(misplacements(case.exemption_type, OPENED, case.municipality, stated.day))
