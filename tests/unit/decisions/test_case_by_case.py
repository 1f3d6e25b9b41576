"""Of hardship the person who grants sets the last day and conditions, within the policy; of other types nobody does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.decisions.domain.case_by_case import GrantTerms, SetByPerson, check_set
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_application import ExemptionGranted, period_of_grant
from services.decisions.domain.policy import POLICIES, policy_on
from services.decisions.domain.thresholds import CaseFacts
from shared.errors import RuleBroken
from shared.vocabulary import ExemptionType, Finding, Outcome
from tests.support.cases import CASE, FETCHED_AT, HANDLER, a_van, an_application, new_events, settled
from tests.support.judging import judgement
from tests.support.proceedings import SEALED_REASONS

ON, OUTER = date(2026, 2, 16), date(2027, 2, 15)
HARDSHIP = policy_on(ON, ExemptionType.HARDSHIP)
FACTS = CaseFacts(a_van())


def a_hard_case() -> DecisionCase:
    """Assessed: a case handler found the rule disproportionate."""
    application = an_application(ExemptionType.HARDSHIP, municipality="0344")
    case = DecisionCase.start_decision_term(case_id=CASE, application=application)
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van())
    hard = judgement("rule_works_out_disproportionately", Finding.MET)
    case.judge((hard,), judged_by=HANDLER, on=ON)
    case.assess(thresholds=None, policy=HARDSHIP, assessed_by=HANDLER, on=ON)
    return settled(case)


def test_the_grant_keeps_the_day_and_the_conditions_that_were_set():
    """Conditions stay sealed."""
    case, day = a_hard_case(), date(2026, 9, 1)
    case.decide(
        Outcome.GRANTED,
        policy=HARDSHIP,
        decided_on=ON,
        decided_by=HANDLER,
        terms=GrantTerms(day, SEALED_REASONS),
    )
    [granted] = new_events(case)
    assert isinstance(granted, ExemptionGranted)
    assert (granted.valid_until, granted.sealed_conditions, granted.set_case_by_case) == (
        day,
        SEALED_REASONS,
        True,
    )


@pytest.mark.parametrize(
    ("how", "terms", "code"),
    [
        (SetByPerson.MUST, GrantTerms(), "last_day_not_set"),
        (SetByPerson.MUST, GrantTerms(None, SEALED_REASONS), "last_day_not_set"),
        (SetByPerson.MUST, GrantTerms(date(2026, 2, 15)), "last_day_outside_policy"),
        (SetByPerson.MUST, GrantTerms(ON), None),
        (SetByPerson.MUST, GrantTerms(OUTER), None),
        (SetByPerson.MUST, GrantTerms(date(2027, 2, 16)), "last_day_outside_policy"),
        (SetByPerson.MAY, GrantTerms(), None),
        (SetByPerson.MAY, GrantTerms(None, SEALED_REASONS), None),
        (SetByPerson.MAY, GrantTerms(date(2027, 2, 16)), "last_day_outside_policy"),
        (SetByPerson.NEVER, GrantTerms(), None),
        (SetByPerson.NEVER, GrantTerms(ON), "not_set_case_by_case"),
        (SetByPerson.NEVER, GrantTerms(None, SEALED_REASONS), "not_set_case_by_case"),
    ],
)
def test_what_may_be_set(how: SetByPerson, terms: GrantTerms, code: str | None):
    """From the day of the decision to the outer day of the policy (Awb 4:81, 4:84)."""
    if code is None:
        check_set(terms, how, ON, OUTER)
        return
    with pytest.raises(RuleBroken, match=code):
        check_set(terms, how, ON, OUTER)


def test_where_it_may_be_set_and_is_not_the_policy_says_until_when():
    """The outer day."""
    may = replace(HARDSHIP, set_by_person=SetByPerson.MAY)
    assert period_of_grant(FACTS, may, ON)["valid_until"] == OUTER
    assert period_of_grant(FACTS, may, ON, terms=GrantTerms(ON))["valid_until"] == ON


def test_only_of_hardship_a_source_says_so():
    """Every other type holds as long as its policy says."""
    set_by_person = {one.exemption_type for one in POLICIES if one.set_by_person is not SetByPerson.NEVER}
    assert set_by_person == {ExemptionType.HARDSHIP}
