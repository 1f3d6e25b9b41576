"""A refusal reviewed in the applicant's favour without an objection: equal treatment, an error, hardship (Awb 4:84)."""

from __future__ import annotations

from datetime import date

import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_case import DecisionCase
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
from shared.vocabulary import ExemptionType, Remedy
from tests.support.cases import (
    HANDLER,
    NEW_ROWS,
    OBJECTION,
    OTHER_CASE,
    POLICY,
    REVIEWER,
    a_decided_case,
    a_van,
    in_force,
    new_events,
    settled,
)
from tests.support.proceedings import SEALED_REASONS

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
