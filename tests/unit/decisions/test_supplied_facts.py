"""The desk supplies what the register does not know: it counts where the register is silent, and nowhere else."""

from __future__ import annotations

import pytest

from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.supplied_facts import VehicleFactsSupplied, completed
from shared.errors import NotInThisState, RuleBroken
from shared.vocabulary import Outcome, VehicleFacts
from tests.support.cases import (
    DECIDED_ON,
    FETCHED_AT,
    HANDLER,
    OLD_LIMIT,
    POLICY,
    a_case_just_opened,
    a_case_with_facts,
    a_van,
    in_force,
    new_events,
)
from tests.support.proceedings import SEALED_REASONS


def supply(case: DecisionCase, **facts: object) -> None:
    """When a case handler supplies these facts."""
    case.supply_vehicle_facts(
        VehicleFacts(**facts),  # type: ignore[arg-type]  # fields by name
        basis=SEALED_REASONS,
        supplied_on=DECIDED_ON,
        supplied_by=HANDLER,
    )


def advice(case: DecisionCase) -> Outcome | None:
    """What the assessment advises."""
    case.assess(thresholds=in_force(), policy=POLICY, assessed_by=HANDLER, on=DECIDED_ON)
    return case.advice


def test_a_case_without_a_registered_fact_can_be_decided_once_it_is_supplied():
    """Above the threshold for payload: no emission-free van is to be had."""
    case = a_case_with_facts(a_van(None))
    assert advice(case) is None
    supply(case, payload_kg=OLD_LIMIT + 1)
    assert case.assessed is None
    assert advice(case) is Outcome.GRANTED


def test_it_is_recorded_by_whom_when_and_on_what_it_rests():
    """The basis sealed, and only what was supplied."""
    case = a_case_with_facts(a_van(None))
    supply(case, payload_kg=999)
    [supplied] = new_events(case)
    assert isinstance(supplied, VehicleFactsSupplied)
    assert supplied.facts == VehicleFacts(payload_kg=999)
    assert (supplied.supplied_by, supplied.supplied_on) == (HANDLER, DECIDED_ON)
    assert supplied.sealed_basis == SEALED_REASONS


@pytest.mark.parametrize("facts", [{"payload_kg": 1}, {"emission_free": True}, {"axles": 2, "payload_kg": 1}])
def test_what_the_register_knows_is_not_supplied(facts: dict[str, object]):
    """Also where it says no (Awb 3:2)."""
    with pytest.raises(RuleBroken, match="fact_registered"):
        supply(a_case_with_facts(a_van(1000)), **facts)


def test_nothing_is_no_supply():
    """At least one fact."""
    with pytest.raises(RuleBroken, match="no_fact_supplied"):
        supply(a_case_with_facts(a_van(None)))


def test_the_register_is_asked_first():
    """Awb 3:2: before it has answered nobody knows on what it is silent."""
    with pytest.raises(RuleBroken, match="vehicle_facts_awaited"):
        supply(a_case_just_opened(), payload_kg=999)


def test_a_decided_case_is_closed_to_it():
    """What the decision rests on stays as it was."""
    case = a_case_with_facts(a_van(OLD_LIMIT + 1))
    advice(case)
    case.decide(Outcome.GRANTED, policy=POLICY, decided_on=DECIDED_ON, decided_by=HANDLER)
    with pytest.raises(NotInThisState):
        supply(case, axles=2)


def test_a_later_answer_of_the_register_leads():
    """Where it is still silent, what was supplied stands."""
    case = a_case_with_facts(a_van(None))
    supply(case, payload_kg=999, axles=2)
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van(1000))
    assert (case.facts.vehicle.payload_kg, case.facts.vehicle.axles) == (1000, 2)
    with pytest.raises(RuleBroken, match="fact_registered"):
        supply(case, payload_kg=999)


def test_what_is_supplied_anew_takes_the_place_of_what_was():
    """A mistake can be put right before the decision."""
    case = a_case_with_facts(a_van(None))
    supply(case, payload_kg=999)
    supply(case, payload_kg=888)
    assert case.facts.vehicle.payload_kg == 888


def test_completed_fills_in_and_overwrites_nothing():
    """False and zero are known."""
    registered = VehicleFacts(emission_free=False, payload_kg=0)
    supplied = VehicleFacts(emission_free=True, payload_kg=5, axles=3, body_codes=("15",))
    assert completed(registered, supplied) == VehicleFacts(
        emission_free=False, payload_kg=0, axles=3, body_codes=("15",)
    )
