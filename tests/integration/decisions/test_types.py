"""A story of each type at the desk: applied for, assessed by its own criteria, decided, published."""

from __future__ import annotations

from datetime import date

import pytest

from services.decisions.domain.assessing import CaseAssessed
from services.decisions.domain.case_by_case import NOTHING_SET, GrantTerms
from services.decisions.domain.case_file import CaseState
from services.decisions.messaging.published import decision_taken
from shared.errors import RuleBroken
from shared.runtime.access import Principal, Role
from shared.vocabulary import (
    ExemptionType,
    Finding,
    Outcome,
    RoadTaxRate,
    SpecialPurpose,
    StatedFacts,
    VehicleCategory,
    VehicleFacts,
)
from tests.support.cases import HANDLER, NEW_ROWS, a_van
from tests.support.databases import sqlite_is_enough
from tests.support.decisions import AT_THE_DESK, Decisions

pytestmark = sqlite_is_enough

GRONINGEN = "0014"
IN_GRONINGEN = Principal(HANDLER, frozenset({Role.CASE_HANDLER}), frozenset({GRONINGEN}))
A_TRUCK = a_van(
    None,
    category=VehicleCategory.N3,
    body="bakwagen",
    first_admission=date(2020, 3, 1),
    plug_in_hybrid=True,
)
BUSINESS = StatedFacts(
    in_name_before_zone=True,
    work_in_zone_before_zone=True,
    needed_in_zone=True,
    entries_per_year=13,
    turnover_depends_on_zone=True,
    annual_reports_shown=True,
    planned_investments_shown=True,
    company_aspects_told=True,
    direct_financial_trouble=True,
)

STORIES = [
    (
        ExemptionType.PRIVATE_USE,
        a_van(),
        StatedFacts(exclusively_private=True, road_tax_rate=RoadTaxRate.PRIVATE),
        StatedFacts(exclusively_private=True, road_tax_rate=RoadTaxRate.BUSINESS),
        date(2028, 3, 1),
    ),
    (
        ExemptionType.ADAPTED_FOR_DISABILITY,
        a_van(),
        StatedFacts(adaptation_cost_cents=50_001),
        StatedFacts(adaptation_cost_cents=50_000),
        date(2029, 3, 1),
    ),
    (
        ExemptionType.LONG_DELIVERY_TIME,
        a_van(),
        StatedFacts(
            replacement_ordered_on=date(2026, 1, 2),
            replacement_delivery_on=date(2026, 9, 1),
            replacement_shown=True,
        ),
        StatedFacts(replacement_ordered_on=date(2026, 1, 2), replacement_delivery_on=date(2026, 3, 1)),
        date(2026, 8, 31),
    ),
    (
        ExemptionType.BUSINESS_ECONOMIC,
        a_van(),
        BUSINESS,
        StatedFacts(entries_per_year=12),
        date(2027, 3, 1),
    ),
    (
        ExemptionType.GRID_CONGESTION,
        a_van(),
        StatedFacts(grid_full_shown=True, own_steps_shown=True),
        StatedFacts(grid_full_shown=True, own_steps_shown=False),
        date(2028, 3, 1),
    ),
    (
        ExemptionType.SPECIAL_VEHICLE,
        A_TRUCK,
        StatedFacts(special_purpose=SpecialPurpose.REMOVAL),
        StatedFacts(special_purpose=SpecialPurpose.HEAVY_CRANE, crane_tonne_metres=34),
        date(2029, 12, 31),
    ),
    (
        ExemptionType.PLUGIN_HYBRID_TRUCK,
        A_TRUCK,
        StatedFacts(drives_emission_free_in_zone=True),
        StatedFacts(drives_emission_free_in_zone=False),
        date(2028, 3, 1),
    ),
    (
        ExemptionType.ANIMAL_AMBULANCE,
        a_van(),
        StatedFacts(urgent_animal_transport=True),
        StatedFacts(urgent_animal_transport=False),
        date(2028, 3, 1),
    ),
    (
        ExemptionType.HARDSHIP,
        a_van(),
        StatedFacts(circumstances_shown=True),
        StatedFacts(circumstances_shown=False),
        date(2027, 3, 1),
    ),
    (
        ExemptionType.MARKET_TRADER,
        a_van(),
        StatedFacts(market_permit=True),
        StatedFacts(market_permit=False),
        date(2029, 12, 31),
    ),
]
LOCAL = (ExemptionType.HARDSHIP, ExemptionType.MARKET_TRADER)


@pytest.mark.parametrize(("kind", "vehicle", "granted", "refused", "valid_until"), STORIES)
def test_a_type_is_decided_by_its_own_criteria(
    decisions: Decisions,
    kind: ExemptionType,
    vehicle: VehicleFacts,
    granted: StatedFacts,
    refused: StatedFacts,
    valid_until: date,
):
    """Judged as claimed, without any threshold set: granted until its last day, refused, or not to be decided yet."""
    municipality, within = (GRONINGEN, IN_GRONINGEN) if kind in LOCAL else (None, AT_THE_DESK)
    outcomes = []
    for stated in (granted, refused, StatedFacts()):
        case_id = decisions.a_case_of(kind, vehicle, stated=stated, municipality=municipality)
        decisions.judge_as_claimed(case_id, within)
        advice = decisions.assess(case_id, within)
        outcomes.append(advice)
        if advice is not None:
            hardship = kind is ExemptionType.HARDSHIP and advice is Outcome.GRANTED
            decisions.decide(case_id, advice, within, GrantTerms(valid_until) if hardship else NOTHING_SET)
            taken = decision_taken(decisions.log.stream(case_id)[-1])
            assert (taken.exemption_type, taken.municipality) == (kind, municipality)
            assert taken.threshold_set_id is None
            assert taken.valid_until == (valid_until if advice is Outcome.GRANTED else None)
    assert outcomes == [Outcome.GRANTED, Outcome.REFUSED, None]


def test_the_better_fitting_type_is_recorded_with_the_assessment(desk: Decisions):
    """The van is obtainable emission-free, but the grid is full where it should be charged."""
    stated = StatedFacts(grid_full_shown=True, own_steps_shown=True)
    case_id = desk.a_case_of(ExemptionType.NOT_AVAILABLE_EMISSION_FREE, a_van(), stated=stated)
    desk.judge_as_claimed(case_id)
    assert desk.assess(case_id) is Outcome.REFUSED
    [assessed] = [
        recorded.event for recorded in desk.log.stream(case_id) if isinstance(recorded.event, CaseAssessed)
    ]
    assert assessed.better_fit is ExemptionType.GRID_CONGESTION
    assert assessed.better_fit_reason is not None


def test_what_is_granted_needs_no_better_fit(desk: Decisions):
    """The van is not obtainable emission-free."""
    stated = StatedFacts(grid_full_shown=True, own_steps_shown=True)
    case_id = desk.a_case_of(ExemptionType.NOT_AVAILABLE_EMISSION_FREE, a_van(1201), stated=stated)
    assert desk.assess(case_id) is Outcome.GRANTED
    [assessed] = [recorded.event for recorded in desk.log.stream(case_id)][-1:]
    assert isinstance(assessed, CaseAssessed)
    assert assessed.better_fit is None


def test_another_set_in_force_leaves_a_type_without_thresholds_alone(desk: Decisions):
    """Its assessment is not stale."""
    case_id = desk.a_case_of(
        ExemptionType.GRID_CONGESTION, stated=StatedFacts(grid_full_shown=True, own_steps_shown=True)
    )
    desk.judge_as_claimed(case_id)
    desk.assess(case_id)
    desk.a_set_in_force()
    desk.decide(case_id, Outcome.GRANTED)
    assert desk.case(case_id).state is CaseState.GRANTED


def test_a_delivery_that_passed_since_the_assessment_is_assessed_again(decisions: Decisions):
    """An exemption that ended yesterday is not granted today."""
    case_id = decisions.a_case_of(
        ExemptionType.LONG_DELIVERY_TIME,
        stated=StatedFacts(
            replacement_ordered_on=date(2026, 1, 2),
            replacement_delivery_on=date(2026, 3, 3),
            replacement_shown=True,
        ),
    )
    decisions.judge_as_claimed(case_id)
    assert decisions.assess(case_id) is Outcome.GRANTED
    decisions.clock.advance_to(decisions.clock.now().replace(day=4))
    with pytest.raises(RuleBroken, match="assessment_outdated"):
        decisions.decide(case_id, Outcome.GRANTED)
    assert decisions.assess(case_id) is Outcome.REFUSED


def test_a_refusal_of_another_type_takes_no_part_in_a_campaign(desk: Decisions):
    """Only the type with thresholds is reassessed, in preview, campaign and proof."""
    refused = desk.a_decided_case()
    other = desk.a_case_of(
        ExemptionType.GRID_CONGESTION, stated=StatedFacts(grid_full_shown=False, own_steps_shown=True)
    )
    desk.assess(other)
    desk.decide(other, Outcome.REFUSED)
    new_set = desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    assert desk.renewed_cases() == [refused]
    proof = desk.replay.proof(desk.reassessment_of(new_set).reassessment_id)
    assert proof.holds
    assert proof.affected == (refused,)
    plan = desk.replay.plan(new_set)
    assert plan is not None
    assert plan.digest == desk.stored_set(new_set).plan_digest
    assert [planned.case_id for planned in plan.cases] == [refused]


def test_the_reason_of_every_criterion_goes_to_the_letter(decisions: Decisions):
    """The contract carries them, in Dutch."""
    case_id = decisions.a_case_of(
        ExemptionType.PRIVATE_USE,
        stated=StatedFacts(exclusively_private=True, road_tax_rate=RoadTaxRate.BUSINESS),
    )
    decisions.assess(case_id)
    decisions.decide(case_id, Outcome.REFUSED)
    taken = decision_taken(decisions.log.stream(case_id)[-1])
    unmet = [result for result in taken.criteria if result.finding is Finding.UNMET]
    assert [result.criterion for result in unmet] == ["taxed_at_private_rate"]
    assert "zakelijke tarief" in unmet[0].reason
