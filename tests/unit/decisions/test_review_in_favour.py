"""A refusal reviewed in the applicant's favour without an objection: equal treatment, an error, hardship (Awb 4:84)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.decisions.domain.case_by_case import NOTHING_SET, GrantTerms
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_by_court import DecidedByCourt
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_objection import UpheldRuling
from services.decisions.domain.evidence import Evidence
from services.decisions.domain.policy import policy_on
from services.decisions.domain.reconsidering import CaseReconsidered
from services.decisions.domain.review_in_favour import (
    DecisionReplacedExOfficio,
    Review,
    ReviewGround,
    ReviewProposed,
    ReviewRejected,
    check_reviewable,
)
from services.decisions.domain.threshold_set import ThresholdsInForce
from shared.errors import DomainError, NotInThisState, NotYours, RuleBroken
from shared.vocabulary import ExemptionType, Finding, Outcome, Remedy, Replacement, StatedFacts
from tests.support.cases import (
    CASE,
    FETCHED_AT,
    HANDLER,
    NEW_ROWS,
    OBJECTION,
    OTHER_CASE,
    POLICY,
    REVIEWER,
    a_decided_case,
    a_van,
    an_application,
    in_force,
    new_events,
    settled,
)
from tests.support.judging import judgement
from tests.support.proceedings import SEALED_REASONS, refuse_on_other_ground, uphold

ON = date(2026, 4, 20)
ERROR = Review(ReviewGround.ERROR, SEALED_REASONS)
EQUAL = Review(ReviewGround.EQUAL_TREATMENT, SEALED_REASONS, OTHER_CASE)
OLD, NEW = in_force(), in_force(*NEW_ROWS)


def propose(
    case: DecisionCase,
    review: Review = ERROR,
    like: DecisionCase | None = None,
    thresholds: ThresholdsInForce = OLD,
) -> None:
    """A handler proposes to grant it after all."""
    case.propose_review(
        review, like, thresholds=thresholds, policy=POLICY, proposed_on=ON, proposed_by=HANDLER
    )


def approve(case: DecisionCase, by: str = REVIEWER, thresholds: ThresholdsInForce = OLD) -> None:
    """Another decides so."""
    case.approve_review(thresholds=thresholds, policy=POLICY, decided_on=ON, decided_by=by)


def proposed(thresholds: ThresholdsInForce = OLD) -> DecisionCase:
    """A refusal of which the review was proposed."""
    case = a_decided_case()
    propose(case, thresholds=thresholds)
    return settled(case)


def test_a_refusal_is_replaced_by_a_grant_with_a_remedy_of_its_own() -> None:
    """Awb 3:41, 3:45: proposed by one, decided on by another, with what the case comes to that day."""
    case = a_decided_case()
    refusal = case.decision_id
    propose(case)
    approve(case)
    proposal, replaced = new_events(case)
    assert isinstance(proposal, ReviewProposed)
    assert isinstance(replaced, DecisionReplacedExOfficio)
    assert (replaced.replaces_decision_id, replaced.remedy) == (refusal, Remedy.OBJECTION)
    assert (replaced.proposed_by, replaced.decided_by) == (HANDLER, REVIEWER)
    assert [one.criterion for one in replaced.grounds.criteria] == ["reviewed_in_favour"]
    assert replaced.reassessed.grounds.on == ON
    assert (case.state, case.review) == (CaseState.GRANTED, None)


def test_where_the_assessment_advises_the_grant_that_is_its_ground() -> None:
    """Awb 3:46: the criteria of the day, under the thresholds of the day."""
    case = proposed(NEW)
    approve(case, thresholds=NEW)
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedExOfficio)
    assert replaced.grounds == replaced.reassessed.grounds


def test_a_pending_objection_covers_it() -> None:
    """Awb 6:19: by law, and it decides on none."""
    case = proposed()
    case.note_pending_objection(objection_id=OBJECTION, received_on=ON)
    approve(settled(case))
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedExOfficio)
    assert replaced.remedy is Remedy.COVERED_BY_PENDING_OBJECTION


def test_a_like_case_that_was_granted_is_its_ground() -> None:
    """Like cases are treated alike."""
    case = a_decided_case()
    propose(case, EQUAL, a_decided_case(a_van(1300)))
    assert len(new_events(case)) == 1
    with pytest.raises(RuleBroken) as raised:
        propose(a_decided_case(), EQUAL, a_decided_case())
    assert raised.value.code == "like_case_not_granted"
    for review in (
        Review(ReviewGround.EQUAL_TREATMENT, SEALED_REASONS),
        Review(ReviewGround.ERROR, SEALED_REASONS, OTHER_CASE),
    ):
        with pytest.raises(RuleBroken) as raised:
            propose(a_decided_case(), review)
        assert raised.value.code == "like_case_differs"


def test_who_proposed_it_does_not_decide_on_it() -> None:
    """Two persons: neither approves nor rejects their own proposal."""
    with pytest.raises(NotYours) as raised:
        approve(proposed(), by=HANDLER)
    assert raised.value.code == "own_review"
    with pytest.raises(NotYours):
        proposed().reject_review(SEALED_REASONS, rejected_on=ON, rejected_by=HANDLER)


def test_rejected_the_refusal_stands_and_can_be_reviewed_again() -> None:
    """Nothing was decided."""
    case = proposed()
    case.reject_review(SEALED_REASONS, rejected_on=ON, rejected_by=REVIEWER)
    [event] = new_events(case)
    assert isinstance(event, ReviewRejected)
    assert (case.state, case.review) == (CaseState.REFUSED, None)
    propose(case)


def test_on_other_rules_it_is_proposed_anew() -> None:
    """Awb 3:46: what was proposed is what is decided."""
    with pytest.raises(RuleBroken) as raised:
        approve(proposed(), thresholds=NEW)
    assert raised.value.code == "review_outdated"


LAST_DAY, DELIVERY = date(2026, 5, 31), date(2026, 6, 1)
CIRCUMSTANCES = Evidence("d" * 64, "circumstances", date(2026, 2, 2))


def a_refused(kind: ExemptionType, stated: StatedFacts, *judged: str) -> DecisionCase:
    """Of that type, with a document and with these criteria judged to be met, and refused on another ground."""
    application = an_application(kind, stated=stated, municipality="0344")
    case = DecisionCase.start_decision_term(case_id=CASE, application=application)
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van())
    case.note_evidence(CIRCUMSTANCES)
    for criterion in judged:
        case.judge((judgement(criterion, Finding.MET),), judged_by=HANDLER, on=date(2026, 2, 16))
    refuse_on_other_ground(case, on=date(2026, 2, 16))
    return settled(case)


def reviewed(
    case: DecisionCase, on: date, approved_on: date, terms: GrantTerms = NOTHING_SET
) -> DecisionCase:
    """Proposed by one, and approved by another, under the policy of those days."""
    kind = case.exemption_type or ExemptionType.HARDSHIP
    case.propose_review(
        ERROR, None, thresholds=None, policy=policy_on(on, kind), proposed_on=on, proposed_by=HANDLER
    )
    case.approve_review(
        thresholds=None,
        policy=policy_on(approved_on, kind),
        decided_on=approved_on,
        decided_by=REVIEWER,
        terms=terms,
    )
    return case


def a_hard_case() -> DecisionCase:
    """The rule works out disproportionately, and yet it was refused."""
    stated = StatedFacts(circumstances_shown=True)
    return a_refused(ExemptionType.HARDSHIP, stated, "rule_works_out_disproportionately")


@pytest.mark.parametrize(("on", "approved_on"), [(LAST_DAY, DELIVERY), (DELIVERY, DELIVERY)])
def test_what_has_ended_by_then_is_not_granted_after_all(on: date, approved_on: date) -> None:
    """Awb 3:40, 3:46: until the day before the delivery, that day included; neither proposed nor approved later."""
    stated = StatedFacts(replacement_delivery_on=DELIVERY, lease_months=6)
    with pytest.raises(RuleBroken) as raised:
        reviewed(a_refused(ExemptionType.LONG_DELIVERY_TIME, stated), on, approved_on)
    assert raised.value.code == "assessment_outdated"
    granted = reviewed(a_refused(ExemptionType.LONG_DELIVERY_TIME, stated), LAST_DAY, LAST_DAY)
    assert granted.valid_until == LAST_DAY


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (NOTHING_SET, "last_day_not_set"),
        (GrantTerms(None, SEALED_REASONS), "last_day_not_set"),
        (GrantTerms(date(2027, 4, 20)), "last_day_outside_policy"),
    ],
)
def test_who_approves_a_review_of_hardship_sets_its_last_day(terms: GrantTerms, code: str) -> None:
    """Awb 4:84, 3:46: who departs from the policy says until when, within its outer day."""
    with pytest.raises(RuleBroken) as raised:
        reviewed(a_hard_case(), ON, ON, terms)
    assert raised.value.code == code


def test_a_reviewed_grant_of_hardship_keeps_what_was_set_and_what_it_rests_on() -> None:
    """Awb 3:46: its last day and conditions, the judgements, and the documents that lay there."""
    case = reviewed(a_hard_case(), ON, ON, GrantTerms(date(2026, 9, 1), SEALED_REASONS))
    replaced = new_events(case)[-1]
    assert isinstance(replaced, DecisionReplacedExOfficio)
    assert (replaced.valid_until, replaced.sealed_conditions, replaced.set_case_by_case) == (
        date(2026, 9, 1),
        SEALED_REASONS,
        True,
    )
    assert [one.judgement.criterion for one in replaced.grounds.judgements] == [
        "rule_works_out_disproportionately"
    ]
    assert replaced.grounds.evidence == (CIRCUMSTANCES,)


def test_of_another_type_nobody_sets_a_last_day() -> None:
    """Awb 4:81: the policy says how long it holds."""
    stated = StatedFacts(replacement_delivery_on=DELIVERY)
    with pytest.raises(RuleBroken) as raised:
        reviewed(a_refused(ExemptionType.LONG_DELIVERY_TIME, stated), ON, ON, GrantTerms(LAST_DAY))
    assert raised.value.code == "not_set_case_by_case"


def test_a_reconsideration_keeps_the_judgements_and_the_documents_that_it_rests_on() -> None:
    """Awb 7:11(1), 3:46: as any assessment."""
    case = a_hard_case()
    case.reconsider(OBJECTION, thresholds=None, policy=policy_on(ON, ExemptionType.HARDSHIP), on=ON)
    [event] = new_events(case)
    assert isinstance(event, CaseReconsidered)
    grounds = event.reassessed.grounds
    assert (len(grounds.judgements), grounds.evidence) == (1, (CIRCUMSTANCES,))
    assert event.granted_until == date(2027, 4, 19)


def _with_finding(case: DecisionCase) -> DecisionCase:
    case.note_threshold_consequence(
        objection_id=OBJECTION,
        found_by="x",
        vehicle_category="N1",
        parameter="payload_kg",
        decide_before=None,
    )
    return case


def _erased(case: DecisionCase) -> DecisionCase:
    case.note_erasure(erased_on=ON)
    return case


@pytest.mark.parametrize(
    ("case", "kind", "code"),
    [
        (a_decided_case(a_van(1300)), NotInThisState, "not_refused"),
        (proposed(), NotInThisState, "review_proposed"),
        (_erased(a_decided_case()), NotInThisState, "holder_erased"),
        (_with_finding(a_decided_case()), RuleBroken, "finding_runs"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_is_not_reviewed(case: DecisionCase, kind: type[DomainError], code: str) -> None:
    """Awb 3:41, 7:11: a refusal of somebody who can be told, once at a time, and not what a campaign renews."""
    with pytest.raises(kind) as raised:
        propose(case)
    assert raised.value.code == code


def test_without_a_proposal_there_is_nothing_to_decide() -> None:
    """And a day exemption is refused by number."""
    with pytest.raises(NotInThisState) as raised:
        approve(a_decided_case())
    assert raised.value.code == "no_review_proposed"
    with pytest.raises(NotInThisState) as raised:
        check_reviewable(CaseState.REFUSED, ExemptionType.DAY, erased=False, finding_stands=False)
    assert raised.value.code == "day_not_reviewed"


@pytest.mark.parametrize("by_court", [False, True], ids=["on_objection", "by_court"])
def test_a_proposal_falls_when_another_refusal_takes_the_place_of_its_own(by_court: bool) -> None:
    """Awb 7:11(2), 8:72(3)(b): what was proposed is about a refusal that is no longer there, and is proposed anew."""
    case = proposed()
    if by_court:
        refused = DecidedByCourt(UUID(int=91), ON, Outcome.REFUSED, sent_on=ON)
        case.take_over_from_court(refused, policy=POLICY, today=ON)
    else:
        uphold(case, ruling=UpheldRuling(SEALED_REASONS, Replacement.OTHER_REFUSAL))
    assert (case.state, case.review) == (CaseState.REFUSED, None)
    with pytest.raises(NotInThisState) as raised:
        approve(case)
    assert raised.value.code == "no_review_proposed"
