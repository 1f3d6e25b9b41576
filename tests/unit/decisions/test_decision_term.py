"""The decision term of a case is suspended while the applicant completes the application, and resumes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_term import (
    DecisionTermResumed,
    DecisionTermSuspended,
    ResumedBecause,
    StatedFactsSupplemented,
)
from shared.errors import NotInThisState, RuleBroken
from shared.vocabulary import Outcome, StatedFacts
from tests.support.cases import (
    DECIDED_ON,
    a_case_with_facts,
    a_decided_case,
    a_van,
    an_assessed_case,
    decide,
    new_events,
    settled,
)
from tests.support.proceedings import ASKED_ON, ask, kinds, lapse, refuse_on_other_ground, supplement

LAST_DAY = date(2026, 3, 2)


def test_the_term_is_suspended_from_the_day_after_the_request():
    """Awb 4:15(1)(a)."""
    case = a_case_with_facts()
    ask(case)
    [suspended] = new_events(case)
    assert isinstance(suspended, DecisionTermSuspended)
    assert (suspended.first_day, suspended.term_last_day) == (date(2026, 1, 13), date(2026, 1, 26))
    assert case.suspended_from == date(2026, 1, 13)


def test_a_supplement_lets_the_term_run_from_its_own_day():
    """Asked on 12 January, supplemented on the 20th: seven suspended days, so the last day is 9 March."""
    case = a_case_with_facts()
    ask(case)
    supplement(settled(case), date(2026, 1, 20))
    _, resumed = new_events(case)
    assert isinstance(resumed, DecisionTermResumed)
    assert (resumed.because, resumed.resumed_on) == (ResumedBecause.SUPPLEMENTED, date(2026, 1, 20))
    assert case.last_day == resumed.last_day == LAST_DAY + timedelta(days=7)
    assert case.suspended_from is None


def test_a_lapsed_term_counts_its_last_day_as_suspended():
    """Asked on 12 January until the 26th: fourteen suspended days, so the last day is 16 March."""
    case = a_case_with_facts()
    ask(case)
    lapse(settled(case))
    [resumed] = new_events(case)
    assert isinstance(resumed, DecisionTermResumed)
    assert (resumed.because, resumed.resumed_on) == (ResumedBecause.LAPSED, date(2026, 1, 27))
    assert case.last_day == LAST_DAY + timedelta(days=14)


def test_two_suspensions_are_added_up():
    """Seven days and fourteen: three weeks later."""
    case = a_case_with_facts()
    ask(case)
    supplement(case, date(2026, 1, 20))
    second = date(2026, 2, 2)
    ask(case, 2, second)
    lapse(case, 2, second)
    assert case.last_day == LAST_DAY + timedelta(days=21)


def test_a_newer_request_takes_the_place_of_the_one_that_runs():
    """The lapse of the first then resumes nothing; the days under both count once."""
    case = a_case_with_facts()
    ask(case)
    second = date(2026, 1, 19)
    ask(case, 2, second)
    with pytest.raises(NotInThisState, match="request_not_running"):
        lapse(case, 1)
    lapse(case, 2, second)
    assert case.last_day == LAST_DAY + timedelta(days=21)


def test_what_is_stated_now_is_what_will_be_assessed():
    """An assessment on what was stated before no longer stands (Awb 3:2)."""
    case = an_assessed_case(daily_range_km=250)
    supplement(case, ASKED_ON, StatedFacts(daily_range_km=410, entries_per_year=13))
    [supplemented] = new_events(case)
    assert isinstance(supplemented, StatedFactsSupplemented)
    assert (case.facts.daily_range_km, case.facts.stated.entries_per_year) == (410, 13)
    assert case.facts.vehicle == a_van()
    with pytest.raises(RuleBroken, match="assessment_awaited"):
        decide(settled(case))


def test_a_distance_stated_before_is_kept_by_a_supplement_on_other_things():
    """What is not stated anew is not taken back."""
    case = a_case_with_facts(daily_range_km=250)
    supplement(case, ASKED_ON, StatedFacts(entries_per_year=13))
    assert case.facts.daily_range_km == 250


def test_a_supplement_that_was_not_asked_for_resumes_nothing():
    """The term was not suspended."""
    case = a_case_with_facts()
    supplement(case, ASKED_ON)
    assert kinds(case) == ["StatedFactsSupplemented"]
    assert case.last_day == LAST_DAY


def test_a_decision_need_not_wait_for_the_supplement_and_says_so():
    """When the facts suffice the desk decides; the suspension ends on that day."""
    case = an_assessed_case(a_van(1300))
    ask(case)
    decide(settled(case), Outcome.GRANTED)
    resumed, granted = new_events(case)
    assert isinstance(resumed, DecisionTermResumed)
    assert (resumed.because, resumed.resumed_on) == (ResumedBecause.DECIDED, DECIDED_ON)
    assert granted.decision_id == granted.event_id == case.decision_id
    assert case.state is CaseState.GRANTED


def test_a_refusal_on_another_ground_ends_the_suspension_too():
    """Whatever the decision."""
    case = a_case_with_facts()
    ask(case)
    refuse_on_other_ground(settled(case))
    assert kinds(case) == ["DecisionTermResumed", "ExemptionRefused"]


def test_a_decided_case_has_no_term_to_suspend():
    """A request and a supplement that crossed the decision change nothing."""
    case = a_decided_case()
    with pytest.raises(NotInThisState, match="already_decided"):
        ask(case)
    with pytest.raises(NotInThisState, match="already_decided"):
        supplement(case, DECIDED_ON)
    with pytest.raises(NotInThisState, match="already_decided"):
        lapse(case)
