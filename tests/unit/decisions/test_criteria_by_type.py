"""The criteria of the types without thresholds: each with its boundary, and with the fact missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.decisions.domain.criteria import assess, criteria_of, day_exemption
from services.decisions.domain.criteria.assessment import BANNED
from services.decisions.domain.criteria.day_exemption import day_can_be_asked_for
from services.decisions.domain.criteria.question import Question
from services.decisions.domain.lower_bounds import LOWER_BOUNDS, LowerBound, lower_bound_on
from services.decisions.domain.policy import (
    EARLIER_READINGS,
    POLICIES,
    Limits,
    Policy,
    policy_of_version,
    policy_on,
)
from services.decisions.domain.thresholds import CaseFacts
from shared.vocabulary import (
    CriterionResult,
    ExemptionType,
    Finding,
    RoadTaxRate,
    SpecialPurpose,
    StatedFacts,
    VehicleCategory,
    VehicleFacts,
)
from shared.wheelchair_codes import wheelchair_codes
from tests.support.cases import a_van
from tests.support.judging import with_judgements

MET, UNMET, UNKNOWN = Finding.MET, Finding.UNMET, Finding.UNKNOWN
TODAY = date(2026, 3, 2)
GRONINGEN, UTRECHT = "0014", "0344"


def a_truck(**known: object) -> VehicleFacts:
    """A heavy truck that burns something."""
    return a_van(None, **{"category": VehicleCategory.N3, **known})


def answered(
    kind: ExemptionType,
    criterion: str,
    vehicle: VehicleFacts | None = None,
    *,
    on: date = TODAY,
    policy: Policy | None = None,
    facts: CaseFacts | None = None,
    **stated: object,
) -> CriterionResult:
    """What one criterion of a type answers on these facts, judged as claimed."""
    asked = facts or CaseFacts(vehicle or a_van(), stated=StatedFacts(**stated))  # type: ignore[arg-type]  # by name
    results = assess(with_judgements(asked), (), policy or policy_on(on, kind), on).criteria
    return next(result for result in results if result.criterion == criterion)


@pytest.mark.parametrize(
    ("kind", "criterion", "stated", "finding"),
    [
        (ExemptionType.PRIVATE_USE, "used_exclusively_privately", {"exclusively_private": True}, MET),
        (ExemptionType.PRIVATE_USE, "used_exclusively_privately", {"exclusively_private": False}, UNMET),
        (ExemptionType.PRIVATE_USE, "used_exclusively_privately", {}, UNKNOWN),
        (ExemptionType.PRIVATE_USE, "taxed_at_private_rate", {"road_tax_rate": RoadTaxRate.PRIVATE}, MET),
        (ExemptionType.PRIVATE_USE, "taxed_at_private_rate", {"road_tax_rate": RoadTaxRate.BUSINESS}, UNMET),
        (ExemptionType.PRIVATE_USE, "taxed_at_private_rate", {}, UNKNOWN),
        (
            ExemptionType.ADAPTED_FOR_DISABILITY,
            "adaptation_cost_above_limit",
            {"adaptation_cost_cents": 50_001},
            MET,
        ),
        (
            ExemptionType.ADAPTED_FOR_DISABILITY,
            "adaptation_cost_above_limit",
            {"adaptation_cost_cents": 50_000},
            UNMET,
        ),
        (ExemptionType.ADAPTED_FOR_DISABILITY, "adaptation_cost_above_limit", {}, UNKNOWN),
        (ExemptionType.LONG_DELIVERY_TIME, "replacement_is_ordered", {"replacement_ordered_on": TODAY}, MET),
        (
            ExemptionType.LONG_DELIVERY_TIME,
            "replacement_is_ordered",
            {"replacement_ordered_on": date(2026, 3, 3)},
            UNMET,
        ),
        (ExemptionType.LONG_DELIVERY_TIME, "replacement_is_ordered", {}, UNKNOWN),
        (
            ExemptionType.LONG_DELIVERY_TIME,
            "replacement_is_not_delivered",
            {"replacement_delivery_on": date(2026, 3, 3)},
            MET,
        ),
        (
            ExemptionType.LONG_DELIVERY_TIME,
            "replacement_is_not_delivered",
            {"replacement_delivery_on": TODAY},
            UNMET,
        ),
        (ExemptionType.LONG_DELIVERY_TIME, "replacement_is_not_delivered", {}, UNKNOWN),
        (ExemptionType.LONG_DELIVERY_TIME, "vehicle_is_demonstrably_replaced", {}, UNKNOWN),
        (
            ExemptionType.LONG_DELIVERY_TIME,
            "vehicle_is_demonstrably_replaced",
            {"replacement_shown": False},
            UNMET,
        ),
        (ExemptionType.LONG_DELIVERY_TIME, "lease_is_long_enough", {}, MET),
        (ExemptionType.LONG_DELIVERY_TIME, "lease_is_long_enough", {"lease_months": 12}, UNMET),
        (ExemptionType.LONG_DELIVERY_TIME, "lease_is_long_enough", {"lease_months": 13}, MET),
        (ExemptionType.BUSINESS_ECONOMIC, "in_name_before_zone", {"in_name_before_zone": True}, MET),
        (ExemptionType.BUSINESS_ECONOMIC, "in_name_before_zone", {"in_name_before_zone": False}, UNMET),
        (
            ExemptionType.BUSINESS_ECONOMIC,
            "work_in_zone_before_zone",
            {"work_in_zone_before_zone": False},
            UNMET,
        ),
        (ExemptionType.BUSINESS_ECONOMIC, "needed_in_zone", {"needed_in_zone": False}, UNMET),
        (ExemptionType.BUSINESS_ECONOMIC, "enters_zone_often_enough", {"entries_per_year": 13}, MET),
        (ExemptionType.BUSINESS_ECONOMIC, "enters_zone_often_enough", {"entries_per_year": 12}, UNMET),
        (ExemptionType.BUSINESS_ECONOMIC, "enters_zone_often_enough", {}, UNKNOWN),
        (
            ExemptionType.BUSINESS_ECONOMIC,
            "turnover_depends_on_zone",
            {"turnover_depends_on_zone": False},
            UNMET,
        ),
        (ExemptionType.GRID_CONGESTION, "grid_is_full", {"grid_full_shown": True}, MET),
        (ExemptionType.GRID_CONGESTION, "grid_is_full", {}, UNKNOWN),
        (ExemptionType.GRID_CONGESTION, "own_steps_are_taken", {"own_steps_shown": False}, UNMET),
        (ExemptionType.HARDSHIP, "rule_works_out_disproportionately", {"circumstances_shown": True}, MET),
        (ExemptionType.HARDSHIP, "rule_works_out_disproportionately", {"circumstances_shown": False}, UNMET),
        (ExemptionType.HARDSHIP, "rule_works_out_disproportionately", {}, UNKNOWN),
        (
            ExemptionType.ANIMAL_AMBULANCE,
            "transports_animals_urgently",
            {"urgent_animal_transport": True},
            MET,
        ),
        (ExemptionType.ANIMAL_AMBULANCE, "transports_animals_urgently", {}, UNKNOWN),
        (ExemptionType.MARKET_TRADER, "has_market_permit", {"market_permit": False}, UNMET),
        (ExemptionType.DAY, "day_can_be_asked_for", {"day": TODAY}, MET),
        (ExemptionType.DAY, "day_can_be_asked_for", {"day": TODAY + timedelta(days=365)}, MET),
        (ExemptionType.DAY, "day_can_be_asked_for", {"day": TODAY + timedelta(days=366)}, UNMET),
        (ExemptionType.DAY, "day_can_be_asked_for", {"day": date(2026, 3, 1)}, UNMET),
        (ExemptionType.DAY, "day_can_be_asked_for", {"day": date(2027, 1, 1)}, MET),
        (ExemptionType.DAY, "day_can_be_asked_for", {}, UNKNOWN),
        (ExemptionType.DAY, "day_exemptions_are_left", {}, UNKNOWN),
    ],
)
def test_what_a_criterion_says_of_what_was_stated(
    kind: ExemptionType, criterion: str, stated: dict[str, object], finding: Finding
):
    """On either side of its boundary; what nobody stated is unknown."""
    assert answered(kind, criterion, **stated).finding is finding


ECONOMIC = ExemptionType.BUSINESS_ECONOMIC
BEFORE_2026 = policy_of_version("business-economic/2025")
SHOWN = {"annual_reports_shown": True, "planned_investments_shown": True, "company_aspects_told": True}


@pytest.mark.parametrize(
    ("municipality", "registered_on", "stated", "finding"),
    [
        (GRONINGEN, date(2025, 3, 31), None, MET),
        (GRONINGEN, date(2025, 3, 31), False, MET),
        (GRONINGEN, date(2025, 4, 1), True, UNMET),
        (GRONINGEN, None, True, MET),
        (GRONINGEN, None, None, UNKNOWN),
        (UTRECHT, date(2025, 3, 31), True, UNMET),
        ("9999", date(2020, 1, 1), None, UNKNOWN),
        (None, date(2024, 12, 31), None, MET),
        (None, date(2025, 1, 1), True, MET),
        (None, date(2025, 1, 1), None, UNKNOWN),
    ],
)
def test_in_whose_name_it_was_before_the_zone_the_register_tells(
    municipality: str | None, registered_on: date | None, stated: bool | None, finding: Finding
):
    """Awb 4:2: what can be looked up is not asked; stated counts where day or zone is not known.

    For a national exemption no zone is named: only a day before the first of all zones settles it.
    """
    facts = CaseFacts(
        a_van(registered_on=registered_on),
        stated=StatedFacts(in_name_before_zone=stated),
        municipality=municipality,
    )
    assert answered(ECONOMIC, "in_name_before_zone", facts=facts, policy=BEFORE_2026).finding is finding


@pytest.mark.parametrize(
    ("stated", "finding", "missing"),
    [
        (SHOWN, MET, ""),
        ({**SHOWN, "annual_reports_shown": None}, UNKNOWN, "de jaarverslagen."),
        ({**SHOWN, "planned_investments_shown": False}, UNKNOWN, "de geplande investeringen."),
        (
            {"annual_reports_shown": True},
            UNKNOWN,
            "de geplande investeringen, wat bijzonder is aan uw bedrijf.",
        ),
    ],
)
def test_the_financial_assessment_of_2026_names_what_is_missing(
    stated: dict[str, object], finding: Finding, missing: str
):
    """What is not shown is asked for, and is no ground to refuse."""
    answer = answered(ECONOMIC, "financial_assessment_is_complete", **stated)
    assert answer.finding is finding
    assert answer.reason.endswith(missing)


@pytest.mark.parametrize(("trouble", "finding"), [(True, MET), (False, UNMET), (None, UNKNOWN)])
def test_from_2026_replacing_must_bring_direct_financial_trouble(trouble: bool | None, finding: Finding):
    """Beside the conditions of 2025."""
    criterion = "replacement_brings_direct_financial_trouble"
    assert answered(ECONOMIC, criterion, direct_financial_trouble=trouble).finding is finding


def test_a_case_under_the_policy_of_2025_is_assessed_by_its_conditions():
    """Five of them, and those of 2026 come on top; of the five no source says that they still hold."""
    five, now = criteria_of(BEFORE_2026), policy_on(date(2026, 1, 1), ECONOMIC)
    assert criteria_of(policy_on(date(2025, 12, 31), ECONOMIC)) == five
    assert criteria_of(now)[: len(five)] == five
    assert [one.__name__ for one in criteria_of(now)[len(five) :]] == [
        "financial_assessment_is_complete",
        "replacement_brings_direct_financial_trouble",
    ]
    assert set(now.synthetic_criteria) == {one.__name__ for one in five} - {one.__name__ for one in BANNED}
    assert now.conditions_are_synthetic


def test_whether_exactly_five_hundred_euros_is_enough_is_a_parameter():
    """The two texts differ: "more than" and "or more"."""
    policy = Policy(
        "or-more/SYNTHETIC",
        TODAY,
        policy_on(TODAY, ExemptionType.ADAPTED_FOR_DISABILITY).validity,
        ExemptionType.ADAPTED_FOR_DISABILITY,
        limits=Limits(adaptation_cost_at_limit_counts=True),
    )
    answer = answered(
        ExemptionType.ADAPTED_FOR_DISABILITY,
        "adaptation_cost_above_limit",
        policy=policy,
        adaptation_cost_cents=50_000,
    )
    assert answer.finding is MET
    assert answer.reason == "De aanpassing van uw voertuig heeft ten minste € 500,00 gekost."


@pytest.mark.parametrize("code", ["SH", "145", "146", "147", "149"])
def test_a_wheelchair_van_needs_no_exemption(code: str):
    """It is waived by law (RVV 1990, art. 86c)."""
    vehicle = a_van(body_codes=(code,))
    kind = ExemptionType.ADAPTED_FOR_DISABILITY
    assert answered(kind, "no_wheelchair_code_is_registered", vehicle).finding is UNMET
    assert answered(kind, "no_wheelchair_code_is_registered", a_van(body_codes=("BB",))).finding is MET


def test_code_70_means_no_exemption_is_needed_where_it_counts():
    """It stands in policy pages and not in the statute as read; the access check goes by the same switch."""
    kind, vehicle = ExemptionType.ADAPTED_FOR_DISABILITY, a_van(body_codes=("70",))
    assert answered(kind, "no_wheelchair_code_is_registered", vehicle).finding is MET
    counted = replace(
        policy_on(TODAY, kind), limits=Limits(wheelchair_codes=wheelchair_codes(with_disputed=True))
    )
    assert answered(kind, "no_wheelchair_code_is_registered", vehicle, policy=counted).finding is UNMET


@pytest.mark.parametrize(("used", "finding"), [(0, MET), (11, MET), (12, UNMET), (None, UNKNOWN)])
def test_twelve_day_exemptions_in_a_year(used: int | None, finding: Finding):
    """The twelfth is granted, a thirteenth is not."""
    facts = CaseFacts(VehicleFacts(), stated=StatedFacts(day=TODAY), day_exemptions_used=used)
    assert answered(ExemptionType.DAY, "day_exemptions_are_left", facts=facts).finding is finding


BOUNDS = {
    UTRECHT: (LowerBound(date(2026, 3, 2), 5, "SYNTHETIC"), LowerBound(date(2026, 6, 1), None, "SYNTHETIC")),
}


@pytest.mark.parametrize(
    ("municipality", "day", "emission_class", "finding"),
    [
        (UTRECHT, date(2026, 3, 2), 5, MET),
        (UTRECHT, date(2026, 3, 2), 4, UNMET),
        (UTRECHT, date(2026, 3, 2), None, UNKNOWN),
        (UTRECHT, date(2026, 3, 1), None, MET),
        (UTRECHT, date(2026, 6, 1), 4, MET),
        (GRONINGEN, date(2026, 3, 2), 4, MET),
    ],
)
def test_a_municipality_may_ask_an_emission_class_for_a_day(
    municipality: str,
    day: date,
    emission_class: int | None,
    finding: Finding,
    monkeypatch: pytest.MonkeyPatch,
):
    """By the bound that holds on the day asked for; of none was found that it asks one, so the list is empty."""
    assert LOWER_BOUNDS == {}
    monkeypatch.setattr(
        day_exemption, "lower_bound_on", lambda place, asked: lower_bound_on(place, asked, BOUNDS)
    )
    facts = CaseFacts(
        a_van(emission_class=emission_class), stated=StatedFacts(day=day), municipality=municipality
    )
    answer = answered(ExemptionType.DAY, "emission_class_is_high_enough", facts=facts)
    assert answer.finding is finding


def test_the_day_exemptions_of_next_year_are_counted_in_it():
    """As the letter says."""
    facts = CaseFacts(VehicleFacts(), stated=StatedFacts(day=date(2027, 1, 1)), day_exemptions_used=3)
    answer = answered(ExemptionType.DAY, "day_exemptions_are_left", facts=facts, on=date(2026, 12, 31))
    assert (
        answer.reason == "Voor dit voertuig zijn in 2027 in deze gemeente 3 van 12 dagontheffingen gebruikt."
    )


@pytest.mark.parametrize(("municipality", "finding"), [(GRONINGEN, MET), (UTRECHT, UNMET), (None, UNKNOWN)])
def test_four_municipalities_admit_market_traders(municipality: str | None, finding: Finding):
    """There is expressly no national arrangement."""
    facts = CaseFacts(a_van(), stated=StatedFacts(market_permit=True), municipality=municipality)
    answer = answered(ExemptionType.MARKET_TRADER, "municipality_admits_market_traders", facts=facts)
    assert answer.finding is finding


# Special vehicles: two definitions

OLD, NEW = policy_of_version("special-vehicle/2024"), policy_of_version("special-vehicle/2025-SYNTHETIC-2")
HEAVY = SpecialPurpose.EXCEPTIONAL_TRANSPORT


@pytest.mark.parametrize(
    ("policy", "vehicle", "stated", "finding"),
    [
        (OLD, a_truck(body="bakwagen", body_codes=("26",)), {}, MET),
        (OLD, a_truck(body="bakwagen", body_codes=("SF",)), {}, MET),
        (OLD, a_truck(body="bakwagen", body_codes=("25",)), {}, UNKNOWN),
        (OLD, a_truck(), {}, UNKNOWN),
        (OLD, a_truck(body="bakwagen"), {"special_purpose": SpecialPurpose.REMOVAL}, MET),
        (OLD, a_truck(body="bakwagen"), {"special_purpose": SpecialPurpose.FAIRGROUND}, MET),
        (OLD, a_truck(body="bakwagen"), {"special_purpose": SpecialPurpose.CIRCUS}, MET),
        (
            OLD,
            a_truck(body="bakwagen"),
            {"special_purpose": SpecialPurpose.HEAVY_CRANE, "crane_tonne_metres": 35},
            MET,
        ),
        (
            OLD,
            a_truck(body="bakwagen"),
            {"special_purpose": SpecialPurpose.HEAVY_CRANE, "crane_tonne_metres": 34},
            UNMET,
        ),
        (OLD, a_truck(body="bakwagen"), {"special_purpose": SpecialPurpose.HEAVY_CRANE}, UNKNOWN),
        (OLD, a_truck(body="opleggertrekker", axles=4), {}, MET),
        (OLD, a_truck(body="opleggertrekker", axles=3), {}, UNKNOWN),
        (OLD, a_truck(body="opleggertrekker"), {}, UNKNOWN),
        (OLD, a_truck(body="opleggertrekker", axles=3), {"special_purpose": HEAVY}, MET),
        (NEW, a_truck(body="opleggertrekker", axles=4), {}, UNKNOWN),
        (NEW, a_truck(body="opleggertrekker", axles=3), {"special_purpose": HEAVY}, MET),
        (NEW, a_truck(body="opleggertrekker", axles=2), {"special_purpose": HEAVY}, UNMET),
        (NEW, a_truck(body="bakwagen"), {"special_purpose": HEAVY}, UNKNOWN),
        (NEW, a_truck(body="bakwagen"), {"special_purpose": HEAVY, "incidental_transport": True}, MET),
        (NEW, a_truck(body="bakwagen"), {"special_purpose": HEAVY, "incidental_transport": False}, UNMET),
        (OLD, a_truck(body="bakwagen"), {"special_purpose": HEAVY, "incidental_transport": False}, MET),
        (
            NEW,
            a_truck(body="opleggertrekker", axles=2),
            {"special_purpose": HEAVY, "incidental_transport": True},
            UNMET,
        ),
        (NEW, a_truck(body="bakwagen", body_codes=("15",)), {}, MET),
    ],
)
def test_what_is_a_special_vehicle(
    policy: Policy, vehicle: VehicleFacts, stated: dict[str, object], finding: Finding
):
    """By the definition of 2024, and by that of late 2025."""
    answer = answered(ExemptionType.SPECIAL_VEHICLE, "vehicle_is_special", vehicle, policy=policy, **stated)
    assert answer.finding is finding


@pytest.mark.parametrize(
    ("admitted", "finding"),
    [(date(2013, 3, 3), MET), (date(2013, 3, 2), UNMET), (None, UNKNOWN)],
)
def test_a_special_vehicle_is_younger_than_thirteen(admitted: date | None, finding: Finding):
    """On its thirteenth birthday nothing is left."""
    vehicle = a_truck(body_codes=("26",), first_admission=admitted)
    assert answered(ExemptionType.SPECIAL_VEHICLE, "validity_is_left", vehicle).finding is finding


def test_no_special_vehicle_from_2030():
    """The waivers and what goes with them end on 1 January 2030."""
    vehicle = a_truck(body_codes=("26",), first_admission=date(2025, 1, 1))
    last, first_after = date(2029, 12, 31), date(2030, 1, 1)
    assert answered(ExemptionType.SPECIAL_VEHICLE, "validity_is_left", vehicle, on=last).finding is MET
    assert (
        answered(ExemptionType.SPECIAL_VEHICLE, "validity_is_left", vehicle, on=first_after).finding is UNMET
    )


@pytest.mark.parametrize("kind", [ExemptionType.PRIVATE_USE, ExemptionType.PLUGIN_HYBRID_TRUCK])
def test_what_could_only_have_ended_is_refused(kind: ExemptionType):
    """Awb 3:46: from 2030 nothing is left to grant, and the criterion says so; earlier versions did not ask."""
    vehicle = a_truck(plug_in_hybrid=True)
    last, first_after = date(2029, 12, 31), date(2030, 1, 1)
    assert answered(kind, "validity_is_left", vehicle, on=last).finding is MET
    assert answered(kind, "validity_is_left", vehicle, on=first_after).finding is UNMET
    earlier = [one for one in EARLIER_READINGS if one.exemption_type is kind]
    for policy in earlier:
        asked = assess(CaseFacts(vehicle), (), policy, first_after).criteria
        assert "validity_is_left" not in {one.criterion for one in asked}
    assert earlier


@pytest.mark.parametrize(
    ("vehicle", "finding"),
    [
        (a_truck(plug_in_hybrid=True), MET),
        (a_truck(plug_in_hybrid=False), UNMET),
        (a_truck(), UNKNOWN),
    ],
)
def test_a_plug_in_hybrid_is_one_in_the_register(vehicle: VehicleFacts, finding: Finding):
    """Not because the applicant says so."""
    answer = answered(ExemptionType.PLUGIN_HYBRID_TRUCK, "vehicle_is_a_plug_in_hybrid", vehicle)
    assert answer.finding is finding


@pytest.mark.parametrize(
    ("kind", "criterion", "met"),
    [
        (ExemptionType.ADAPTED_FOR_DISABILITY, "vehicle_is_a_van", VehicleCategory.N1),
        (ExemptionType.PLUGIN_HYBRID_TRUCK, "vehicle_is_a_truck", VehicleCategory.N2),
        (ExemptionType.SPECIAL_VEHICLE, "vehicle_is_a_truck", VehicleCategory.N3),
    ],
)
def test_some_types_are_for_vans_and_some_for_trucks(
    kind: ExemptionType, criterion: str, met: VehicleCategory
):
    """N1 is a van, N2 and N3 are trucks."""
    for category in VehicleCategory:
        wanted = (
            {VehicleCategory.N1} if met is VehicleCategory.N1 else {VehicleCategory.N2, VehicleCategory.N3}
        )
        finding = answered(kind, criterion, a_van(category=category)).finding
        assert finding is (MET if category in wanted else UNMET)
    assert answered(kind, criterion, VehicleFacts()).finding is UNKNOWN


@pytest.mark.parametrize("kind", [kind for kind in ExemptionType if kind is not ExemptionType.DAY])
def test_every_type_asks_whether_the_zone_concerns_the_vehicle(kind: ExemptionType):
    """Emission-free vehicles and passenger cars need no exemption of any type."""
    assert answered(kind, "vehicle_is_not_emission_free", a_van(emission_free=True)).finding is UNMET
    passenger_car = a_van(category=VehicleCategory.OTHER)
    assert answered(kind, "zone_applies_to_vehicle", passenger_car).finding is UNMET


@pytest.mark.parametrize("policy", [*POLICIES, *EARLIER_READINGS], ids=lambda policy: policy.version)
@pytest.mark.parametrize("known", [True, False])
def test_every_answer_names_its_source_and_reason(policy: Policy, known: bool):
    """Awb 3:46 and 3:47: reasons with the rule they rest on; the criterion goes by its function's name."""
    vehicle = (
        a_truck(body="bakwagen", plug_in_hybrid=True, first_admission=TODAY) if known else VehicleFacts()
    )
    facts = CaseFacts(vehicle, stated=StatedFacts(day=TODAY) if known else StatedFacts())
    results = assess(facts, (), policy, TODAY).criteria
    assert all(result.source and result.reason.endswith(".") for result in results)
    assert [result.criterion for result in results] == [
        criterion.__name__ for criterion in criteria_of(policy)
    ]


def test_a_special_vehicle_is_judged_by_the_policy_of_the_day():
    """A tractor with four axles was one under the definition of 2024, and no longer is."""
    tractor = a_truck(body="opleggertrekker", axles=4, first_admission=date(2020, 1, 1))
    stated = {"special_purpose": SpecialPurpose.HEAVY_CRANE, "crane_tonne_metres": 34}
    for day, finding in ((date(2025, 11, 30), MET), (date(2025, 12, 1), UNMET)):
        answer = answered(ExemptionType.SPECIAL_VEHICLE, "vehicle_is_special", tractor, on=day, **stated)
        assert answer.finding is finding


@pytest.mark.parametrize(
    ("on", "day", "finding"),
    [
        (date(2025, 12, 31), date(2025, 12, 31), MET),
        (date(2025, 12, 31), date(2026, 1, 1), UNMET),
        (date(2026, 12, 31), date(2027, 1, 1), MET),
    ],
)
def test_a_day_exemption_reaches_over_the_turn_of_the_year_since_2026(on: date, day: date, finding: Finding):
    """Under the policy of before, which old decisions can be taken again by, it did not."""
    question = Question(
        CaseFacts(a_van(), stated=StatedFacts(day=day)), (), policy_on(on, ExemptionType.DAY), on
    )
    assert day_can_be_asked_for(question).finding is finding
