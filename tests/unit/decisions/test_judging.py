"""Criteria that a person judges: a claim alone decides nothing, and only differing facts ask a hearing."""

from __future__ import annotations

from datetime import date

import pytest

from services.decisions.domain.case_by_case import NOTHING_SET, GrantTerms
from services.decisions.domain.criteria import assess, conditions_of, criteria_of
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.evidence import Evidence
from services.decisions.domain.judging import CLAIMS, CriteriaJudged, Judgement
from services.decisions.domain.policy import EARLIER_READINGS, POLICIES, judged_on, policy_on
from services.decisions.domain.thresholds import CaseFacts
from shared.vocabulary import ExemptionType, Finding, Outcome, StatedFacts
from tests.support.cases import CASE, FETCHED_AT, HANDLER, a_van, an_application, new_events, settled
from tests.support.judging import code_of, judgement
from tests.support.proceedings import SEALED_REASONS

MET, UNMET, UNKNOWN = Finding.MET, Finding.UNMET, Finding.UNKNOWN
HARDSHIP = ExemptionType.HARDSHIP
HARD = "rule_works_out_disproportionately"
ON = date(2026, 2, 16)
LATER = date(2026, 3, 16)
DOCUMENT = "d" * 64


def a_claim(*, circumstances_shown: bool | None = True) -> DecisionCase:
    """Somebody applied because of hardship and attached a document; the register has answered: a van."""
    stated = StatedFacts(circumstances_shown=circumstances_shown)
    application = an_application(HARDSHIP, stated=stated, municipality="0344")
    case = DecisionCase.start_decision_term(case_id=CASE, application=application)
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van())
    case.note_evidence(Evidence(DOCUMENT, "circumstances", ON))
    return settled(case)


def judge(case: DecisionCase, *judgements: Judgement, on: date = ON) -> None:
    """A case handler judges."""
    case.judge(judgements, judged_by=HANDLER, on=on)


def advice_on(case: DecisionCase, on: date = ON) -> Outcome | None:
    """What an assessment advises now."""
    case.assess(thresholds=None, policy=policy_on(on, HARDSHIP), assessed_by=HANDLER, on=on)
    return case.advice


def decide(case: DecisionCase, outcome: Outcome, on: date = ON) -> None:
    """The desk decides."""
    terms = GrantTerms(LATER) if outcome is Outcome.GRANTED else NOTHING_SET
    case.decide(outcome, policy=policy_on(on, HARDSHIP), decided_on=on, decided_by=HANDLER, terms=terms)


def test_a_claim_alone_decides_nothing():
    """Awb 3:2, 3:46: a case handler judges it first, whatever the applicant states; the claim is kept."""
    case = a_claim()
    assert advice_on(case) is None
    assert code_of(lambda: decide(case, Outcome.GRANTED)) == "judgement_awaited"
    assert case.stated.circumstances_shown is True


@pytest.mark.parametrize(
    ("finding", "advice"), [(MET, Outcome.GRANTED), (UNMET, Outcome.REFUSED), (UNKNOWN, None)]
)
def test_a_judgement_answers_the_criterion(finding: Finding, advice: Outcome | None):
    """As the person finds it; what they cannot say stays unknown, and is no longer awaited."""
    case = a_claim()
    judge(case, judgement(HARD, finding))
    assert advice_on(case) is advice
    if advice is None:
        assert code_of(lambda: decide(case, Outcome.GRANTED)) == "facts_do_not_allow_a_decision"


def test_a_decision_keeps_the_judgements_that_it_rests_on():
    """Who judged, when, why (sealed) and on which documents; one on another type's criterion is not among them."""
    case = a_claim()
    judge(case, judgement(HARD, MET, DOCUMENT), judgement("needed_in_zone", UNMET))
    advice_on(case)
    decide(case, Outcome.GRANTED)
    assert case.decided is not None
    [kept] = case.decided.judgements
    assert (kept.judged_by, kept.judged_on, kept.judgement) == (
        HANDLER,
        ON,
        Judgement(HARD, MET, SEALED_REASONS, (DOCUMENT,)),
    )


def test_judged_anew_the_later_judgement_stands_and_the_assessment_does_not():
    """An assessment on what was judged before is no ground any more."""
    case = a_claim()
    judge(case, judgement(HARD, MET))
    advice_on(case)
    judge(case, judgement(HARD, UNMET), on=LATER)
    assert (case.assessed, len(case.judgements)) == (None, 1)
    assert advice_on(case, LATER) is Outcome.REFUSED


def test_a_mere_weighing_asks_no_hearing():
    """Awb 4:7(1) is about facts; what the applicant supplied was believed, and weighed otherwise than hoped."""
    case = a_claim()
    judge(case, judgement(HARD, UNMET))
    advice_on(case)
    decide(case, Outcome.REFUSED)


def test_a_judgement_on_facts_that_differ_asks_for_views():
    """Awb 4:7(1): on a fact otherwise than supplied the applicant is heard first, or the term for it passes."""
    case = a_claim()
    judge(case, judgement(HARD, UNMET, DOCUMENT, differs=True))
    advice_on(case)
    assert case.differing == StatedFacts(circumstances_shown=False)
    assert code_of(lambda: decide(case, Outcome.REFUSED)) == "applicant_not_heard"
    case.ask_views_on_facts(SEALED_REASONS, views_until=date(2026, 3, 2), asked_on=ON, asked_by=HANDLER)
    assert code_of(lambda: decide(case, Outcome.REFUSED)) == "views_term_runs"
    advice_on(case, LATER)
    decide(case, Outcome.REFUSED, LATER)


def test_a_judgement_on_facts_that_nobody_stated_asks_for_views_too():
    """The facts are those supplied with the documents; a claim need not have been ticked."""
    case = a_claim(circumstances_shown=None)
    judge(case, judgement(HARD, UNMET, differs=True))
    advice_on(case)
    assert code_of(lambda: decide(case, Outcome.REFUSED)) == "applicant_not_heard"


def test_only_what_the_policy_has_judged_is_judged():
    """Awb 3:2: what the recorded facts answer is established, not judged."""
    case = a_claim()
    for criterion in ("grid_is_full", "of_nobody"):
        refused = code_of(lambda name=criterion: judge(case, judgement(name, MET)))
        assert refused == "criterion_not_judged_by_anybody"
    assert new_events(case) == []


def test_a_judgement_names_only_documents_of_the_case():
    """Awb 3:2, 3:46: what another shows nobody can look up."""
    case = a_claim()
    refused = code_of(lambda: judge(case, judgement(HARD, MET, DOCUMENT, "e" * 64)))
    assert (refused, new_events(case)) == ("document_not_of_case", [])


def test_nothing_is_judged_once_the_case_is_decided():
    """What was decided rests on what was judged then."""
    case = a_claim()
    judge(case, judgement(HARD, MET))
    advice_on(case)
    decide(case, Outcome.GRANTED)
    assert code_of(lambda: judge(case, judgement(HARD, UNMET))) == "already_decided"


def test_what_was_judged_goes_over_into_a_converted_case():
    """By who judged it; the desk has not begun with the new case by it."""
    old = a_claim()
    judge(old, judgement("needed_in_zone", MET, DOCUMENT))
    new = a_claim()
    new.carry_judgements_over(old)
    [carried] = new_events(new)
    assert isinstance(carried, CriteriaJudged)
    assert (carried.judged_by, carried.carried_over_from, new.handled) == (HANDLER, old.id, False)
    assert [one.criterion for one in new.facts.judged] == ["needed_in_zone"]


def test_the_catalogue_says_beside_each_condition_whether_it_is_judged():
    """Data of the version of the policy: every judged criterion is asked there, and has the claim that goes with it."""
    for policy in POLICIES:
        asked = {criterion.__name__ for criterion in criteria_of(policy)}
        assert set(policy.judged) <= asked & set(CLAIMS)
        judged = [one.criterion for one in conditions_of(policy, policy.valid_from) if one.judged]
        assert sorted(judged) == sorted(policy.judged)
    assert judged_on(ON) == set(CLAIMS)
    assert judged_on(date(2024, 1, 1)) == frozenset()


def test_under_an_earlier_version_the_claim_still_answers():
    """So that a decision of before can be taken again as it was."""
    [before] = [one for one in EARLIER_READINGS if one.version == "hardship/SYNTHETIC-1"]
    facts = CaseFacts(a_van(), stated=StatedFacts(circumstances_shown=True))
    assert assess(facts, (), before, ON).advice is Outcome.GRANTED
    assert assess(facts, (), policy_on(ON, HARDSHIP), ON).advice is None


def test_no_threshold_and_no_day_exemption_waits_for_a_judgement():
    """The campaign and day exemptions go by what is recorded alone."""
    for policy in POLICIES:
        if policy.exemption_type in (ExemptionType.DAY, ExemptionType.NOT_AVAILABLE_EMISSION_FREE):
            assert policy.judged == ()
