"""The desk establishes facts itself: they are what is decided on, until it establishes anew or withdraws them."""

from __future__ import annotations

from uuid import UUID

import pytest

from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.established_facts import (
    Establishment,
    FactBasis,
    FactsEstablished,
    contradicting,
)
from services.decisions.domain.reporting import ReportedCase, ReportingCategory, recategorised
from shared.errors import NotInThisState, RuleBroken
from shared.vocabulary import ExemptionType, Finding, Outcome, RoadTaxRate, StatedFacts, VehicleFacts
from tests.support.cases import HANDLER, RECEIVED_ON, an_application, new_events, settled
from tests.support.hearings import (
    ASKED_ON,
    DOCUMENT,
    ONE_DAY,
    VIEWS_UNTIL,
    a_private_case,
    ask_views,
    assess_private_use,
    establish,
    refuse,
    withdraw,
)
from tests.support.proceedings import SEALED_REASONS, supplement

NEW_CASE = UUID(int=4711)
PRIVATE, BUSINESS = RoadTaxRate.PRIVATE, RoadTaxRate.BUSINESS


def test_documents_that_show_the_business_rate_lead_to_a_refusal_after_the_applicant_could_be_heard():
    """Letter 4's own refusal of private use, though the applicant states otherwise (Awb 3:2, 4:7)."""
    case = a_private_case(exclusively_private=True, road_tax_rate=PRIVATE)
    assert assess_private_use(case) is Outcome.GRANTED
    establish(case, road_tax_rate=BUSINESS)
    assert case.assessed is None
    assert assess_private_use(case) is Outcome.REFUSED
    with pytest.raises(RuleBroken, match="applicant_not_heard"):
        refuse(case)
    ask_views(case)
    with pytest.raises(RuleBroken, match="views_term_runs"):
        refuse(case, VIEWS_UNTIL)
    refuse(case, VIEWS_UNTIL + ONE_DAY)
    assert case.decided is not None
    assert case.decided.facts.stated.road_tax_rate is BUSINESS
    assert case.decided.facts.established == ("road_tax_rate",)
    [unmet] = [each for each in case.decided.criteria if each.finding is Finding.UNMET]
    assert "blijkt dat voor het voertuig het zakelijke tarief" in unmet.reason


def test_such_a_refusal_is_reported_as_one_of_conditions_that_are_not_met():
    """Whoever established the facts: letter 4 knows no other category for it."""
    case = a_private_case(exclusively_private=True)
    before = ReportedCase(case.id, ExemptionType.PRIVATE_USE, None, RECEIVED_ON, ReportingCategory.PENDING)
    establish(case, road_tax_rate=BUSINESS)
    assess_private_use(case)
    ask_views(case)
    refuse(case, VIEWS_UNTIL + ONE_DAY)
    after = recategorised(before, new_events(case)[-1])
    assert after.category is ReportingCategory.CONDITIONS_NOT_MET


def test_it_is_recorded_by_whom_when_and_on_what_it_rests():
    """The reasons sealed, the document by the name that it has, and only what was established."""
    case = a_private_case(exclusively_private=True)
    establish(case, road_tax_rate=BUSINESS)
    [established] = new_events(case)
    assert isinstance(established, FactsEstablished)
    assert established.facts == StatedFacts(road_tax_rate=BUSINESS)
    assert (established.basis, established.document) == (FactBasis.DOCUMENT, DOCUMENT)
    assert (established.established_by, established.established_on) == (HANDLER, ASKED_ON)
    assert established.sealed_reasons == SEALED_REASONS


def test_what_the_applicant_did_not_state_can_be_established():
    """Where it is missing (Awb 3:2); the rest of what they stated stays."""
    case = a_private_case(exclusively_private=True)
    assert assess_private_use(case) is None
    establish(case, road_tax_rate=PRIVATE)
    assert assess_private_use(case) is Outcome.GRANTED
    assert case.facts.stated == StatedFacts(exclusively_private=True, road_tax_rate=PRIVATE)


def test_a_later_supplement_does_not_overrule_it():
    """What is stated then counts in everything else (Awb 4:2)."""
    case = a_private_case(exclusively_private=True, road_tax_rate=PRIVATE)
    establish(case, road_tax_rate=BUSINESS)
    supplement(case, ASKED_ON, StatedFacts(exclusively_private=False, road_tax_rate=PRIVATE))
    assert case.facts.stated == StatedFacts(exclusively_private=False, road_tax_rate=BUSINESS)
    assert case.stated == StatedFacts(exclusively_private=False, road_tax_rate=PRIVATE)


def test_what_is_established_anew_takes_the_place_of_what_was():
    """The desk may come to know better."""
    case = a_private_case(exclusively_private=True)
    establish(case, road_tax_rate=BUSINESS)
    establish(case, road_tax_rate=PRIVATE)
    assert case.facts.stated.road_tax_rate is PRIVATE


def test_once_withdrawn_what_the_applicant_states_counts_again():
    """As it is stated by then; what else was established stays."""
    case = a_private_case(exclusively_private=True, road_tax_rate=PRIVATE)
    establish(case, road_tax_rate=BUSINESS, exclusively_private=False)
    assess_private_use(case)
    withdraw(case, "road_tax_rate")
    assert case.assessed is None
    assert case.facts.stated == StatedFacts(exclusively_private=False, road_tax_rate=PRIVATE)
    assert case.facts.established == ("exclusively_private",)


def test_a_distance_is_established_wherever_it_is_read():
    """And given back: the thresholds read it beside what else is stated."""
    case = a_private_case(daily_range_km=300)
    establish(case, daily_range_km=100)
    assert case.facts.daily_range_km == 100
    supplement(case, ASKED_ON, StatedFacts(exclusively_private=True))
    assert case.facts.daily_range_km == 100
    withdraw(case, "daily_range_km")
    assert case.facts.daily_range_km == 300


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "no_fact_established"),
        ({"road_tax_rate": PRIVATE}, "fact_stands"),
        ({"day": ASKED_ON}, "day_is_asked"),
    ],
)
def test_what_is_no_establishment(facts: dict[str, object], code: str):
    """Nothing, what is recorded already, and what is asked."""
    case = a_private_case(road_tax_rate=PRIVATE)
    with pytest.raises(RuleBroken, match=code):
        establish(case, **facts)


def test_an_established_fact_rests_on_a_document_of_the_case():
    """Awb 3:2, 3:46: what another shows nobody can look up."""
    case = a_private_case(exclusively_private=True)
    elsewhere = Establishment(
        StatedFacts(road_tax_rate=BUSINESS), FactBasis.DOCUMENT, SEALED_REASONS, "e" * 64
    )
    with pytest.raises(RuleBroken, match="document_not_of_case"):
        case.establish_facts(elsewhere, established_on=ASKED_ON, established_by=HANDLER)
    assert new_events(case) == []


def test_only_what_was_established_is_withdrawn():
    """What the applicant stated is theirs."""
    case = a_private_case(road_tax_rate=PRIVATE)
    with pytest.raises(RuleBroken, match="fact_not_established"):
        withdraw(case, "road_tax_rate")


def test_a_decided_case_is_closed_to_it():
    """What the decision rests on stays as it was."""
    case = a_private_case(exclusively_private=False)
    assess_private_use(case)
    refuse(case)
    with pytest.raises(NotInThisState):
        establish(case, exclusively_private=True)
    with pytest.raises(NotInThisState):
        withdraw(case, "exclusively_private")


@pytest.mark.parametrize(
    ("established", "stated", "differing"),
    [
        ({"entries_per_year": 5}, {"entries_per_year": 20}, {"entries_per_year": 5}),
        ({"entries_per_year": 5}, {"entries_per_year": 5}, {}),
        ({"entries_per_year": 5}, {}, {}),
        ({"road_tax_rate": BUSINESS}, {"exclusively_private": True}, {"road_tax_rate": BUSINESS}),
        ({"road_tax_rate": BUSINESS}, {"exclusively_private": False}, {}),
        ({"road_tax_rate": BUSINESS}, {"exclusively_private": True, "road_tax_rate": BUSINESS}, {}),
        ({"market_permit": False}, {"market_permit": True}, {"market_permit": False}),
    ],
)
def test_what_contradicts_the_applicant(
    established: dict[str, object], stated: dict[str, object], differing: dict[str, object]
):
    """Awb 4:7(1)(b): otherwise than supplied; a declaration of private use implies the private rate (letter 4)."""
    facts, own, expected = (StatedFacts(**each) for each in (established, stated, differing))  # type: ignore[arg-type]  # by name
    assert contradicting(facts, own) == expected


def test_no_fact_is_both_stated_and_registered():
    """So the register contradicts a statement only where the desk establishes that it does (Awb 4:7(1))."""
    assert not set(StatedFacts.__struct_fields__) & set(VehicleFacts.__struct_fields__)


def converted_from(old: DecisionCase) -> DecisionCase:
    """The case in which the old one goes on, as of the same statements."""
    application = an_application(ExemptionType.HARDSHIP, stated=old.stated, municipality="0344")
    new = settled(DecisionCase.start_decision_term(case_id=NEW_CASE, application=application))
    new.carry_established_facts_over(old)
    return new


def test_what_was_established_goes_over_into_a_converted_case_by_who_established_it():
    """Awb 3:2: it is as true of the other type; the event names the case it comes from, its day, person and basis."""
    old = a_private_case(exclusively_private=True, road_tax_rate=PRIVATE)
    establish(old, road_tax_rate=BUSINESS, entries_per_year=20)
    new = converted_from(old)
    (carried,) = new_events(new)
    assert isinstance(carried, FactsEstablished)
    assert (carried.carried_over_from, carried.established_by, carried.established_on) == (
        old.id,
        HANDLER,
        ASKED_ON,
    )
    assert (carried.basis, carried.document, carried.sealed_reasons) == (
        FactBasis.DOCUMENT,
        DOCUMENT,
        SEALED_REASONS,
    )
    assert new.facts.stated.road_tax_rate is BUSINESS
    assert new.otherwise_than_supplied() == StatedFacts(road_tax_rate=BUSINESS)


def test_only_what_still_stands_goes_over_and_further_conversions_take_it_along():
    """What was established anew is of who did so last; what was withdrawn is gone."""
    old = a_private_case(exclusively_private=True, road_tax_rate=PRIVATE)
    establish(old, road_tax_rate=BUSINESS, entries_per_year=20, grid_full_shown=True)
    establish(old, ASKED_ON + ONE_DAY, entries_per_year=30)
    withdraw(old, "grid_full_shown")
    carried = [
        (event.facts, event.established_on, event.carried_over_from)
        for event in new_events(converted_from(converted_from(old)))
        if isinstance(event, FactsEstablished)
    ]
    assert carried == [
        (StatedFacts(road_tax_rate=BUSINESS), ASKED_ON, NEW_CASE),
        (StatedFacts(entries_per_year=30), ASKED_ON + ONE_DAY, NEW_CASE),
    ]


def test_what_comes_along_is_withdrawn_and_heard_on_as_any_and_is_no_handling_yet():
    """The desk has not begun with the new case; views on it are asked anew, as another decision rests on it."""
    old = a_private_case(exclusively_private=True, road_tax_rate=PRIVATE)
    establish(old, road_tax_rate=BUSINESS)
    ask_views(old)
    new = converted_from(old)
    assert (new.handled, new.views) == (False, None)
    withdraw(new, "road_tax_rate")
    assert (new.established, new.standing) == (StatedFacts(), ())


def test_nothing_goes_over_where_nothing_was_established():
    """The new case begins with what the applicant states."""
    assert new_events(converted_from(a_private_case(exclusively_private=True))) == []


def test_a_claim_that_is_judged_is_not_established():
    """Awb 3:2: whether it is so takes a judgement, with reasons; established it would say nothing."""
    case = a_private_case()
    with pytest.raises(RuleBroken, match="claim_is_judged"):
        establish(case, needed_in_zone=True)
