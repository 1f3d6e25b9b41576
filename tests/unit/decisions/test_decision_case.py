"""A case at the desk: given what happened, when one act, then events or a refusal."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.decisions.domain.assessing import CaseAssessed, VehicleFactsNoted
from services.decisions.domain.case_file import CaseState, governing
from services.decisions.domain.case_notes import (
    ObjectionEndNoted,
    PendingObjectionNoted,
    ThresholdConsequenceNoted,
)
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_term import DecisionTermStarted
from services.decisions.domain.policy import Policy
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import event_id
from shared.vocabulary import ExemptionType, Outcome, StatedFacts
from tests.support.cases import (
    CASE,
    DECIDED_ON,
    FETCHED_AT,
    HANDLER,
    HOLDER,
    LATER_OBJECTION,
    OBJECTION,
    OBJECTION_HANDLER,
    OLD_SET,
    POLICY,
    RECEIVED_ON,
    a_case_just_opened,
    a_case_with_facts,
    a_decided_case,
    a_van,
    an_application,
    an_assessed_case,
    decide,
    facts_of,
    in_force,
    new_events,
    pending,
    settled,
)
from tests.support.judging import judgements_as_claimed


def assess(case: DecisionCase) -> None:
    """The desk assesses under the old limit."""
    case.assess(thresholds=in_force(), policy=POLICY, assessed_by=HANDLER, on=DECIDED_ON)


def note_finding(case: DecisionCase, objection_id: UUID = OBJECTION) -> None:
    """The objection handler finds the payload threshold wrong."""
    case.note_threshold_consequence(
        objection_id=objection_id,
        found_by=OBJECTION_HANDLER,
        vehicle_category="N1",
        parameter="payload_kg",
        decide_before=date(2026, 6, 17),
    )


def lodge(case: DecisionCase, objection_id: UUID = OBJECTION) -> None:
    """An objection is lodged."""
    case.note_pending_objection(objection_id=objection_id, received_on=date(2026, 3, 2))


def test_the_decision_term_ends_eight_weeks_after_receipt():
    """Awb 4:13(2): received on Monday 5 January 2026, to be decided by Monday 2 March."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application(daily_range_km=250))
    [started] = new_events(case)
    assert isinstance(started, DecisionTermStarted)
    assert (started.received_on, started.last_day) == (RECEIVED_ON, date(2026, 3, 2))


def test_a_case_is_not_assessed_before_the_register_has_answered():
    """Awb 3:2: first the facts."""
    with pytest.raises(RuleBroken, match="vehicle_facts_awaited"):
        assess(a_case_just_opened())


def test_facts_leave_what_the_applicant_stated():
    """The register knows the vehicle, the applicant the distance."""
    case = a_case_with_facts(a_van(1300), daily_range_km=250)
    assert case.facts == facts_of(a_van(1300), daily_range_km=250)


def test_an_assessment_records_all_that_it_rests_on():
    """Facts, criteria, policy and thresholds: enough to answer the question again."""
    case = a_case_with_facts(a_van(1300))
    assess(case)
    [assessed] = new_events(case)
    assert isinstance(assessed, CaseAssessed)
    assert assessed.advice is Outcome.GRANTED
    assert (assessed.grounds.facts, assessed.grounds.policy_version, assessed.grounds.threshold_set_id) == (
        facts_of(a_van(1300)),
        POLICY.version,
        OLD_SET,
    )
    assert len(assessed.grounds.criteria) == 3


def test_a_grant_rests_on_the_assessment_and_ends_after_two_years():
    """The last day is the one before the anniversary of the decision."""
    case = an_assessed_case(a_van(1300))
    grounds = case.assessed
    decide(case, Outcome.GRANTED)
    [granted] = new_events(case)
    assert isinstance(granted, ExemptionGranted)
    assert (granted.grounds, granted.decided_by, granted.holder) == (grounds, HANDLER, HOLDER)
    assert granted.valid_until == date(2028, 2, 15)
    assert case.state is CaseState.GRANTED


def test_a_refusal_names_the_better_fit_of_its_assessment():
    """With the conditions that are met for it, for the letter."""
    stated = StatedFacts(grid_full_shown=True, own_steps_shown=True)
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application(stated=stated))
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van())
    case.judge(judgements_as_claimed(stated), judged_by=HANDLER, on=DECIDED_ON)
    assess(case)
    settled(case)
    decide(case, Outcome.REFUSED)
    [refused] = new_events(case)
    assert isinstance(refused, ExemptionRefused)
    assert refused.better_fit is ExemptionType.GRID_CONGESTION
    assert refused.better_fit_reason is not None
    assert "stroomnet" in refused.better_fit_reason


def test_a_refusal_rests_on_the_assessment():
    """The decision's id is that of its event."""
    case = an_assessed_case()
    grounds = case.assessed
    decide(case, Outcome.REFUSED)
    [refused] = new_events(case)
    assert isinstance(refused, ExemptionRefused)
    assert (refused.grounds, refused.decision_id, refused.decided_on) == (
        grounds,
        refused.event_id,
        DECIDED_ON,
    )
    assert case.state is CaseState.REFUSED


@pytest.mark.parametrize(
    ("payload", "outcome"), [(1300, Outcome.REFUSED), (1000, Outcome.GRANTED)], ids=["grant", "refusal"]
)
def test_the_decision_is_the_one_that_was_advised(payload: int, outcome: Outcome):
    """Awb 3:46: a decision rests on its reasons."""
    with pytest.raises(RuleBroken, match="decision_differs_from_assessment"):
        decide(an_assessed_case(a_van(payload)), outcome)


@pytest.mark.parametrize("outcome", Outcome)
def test_facts_that_are_missing_allow_no_decision(outcome: Outcome):
    """Neither grant nor refusal: a person must complete the file (Awb 3:2)."""
    with pytest.raises(RuleBroken, match="facts_do_not_allow_a_decision"):
        decide(an_assessed_case(a_van(None)), outcome)


def test_a_case_without_an_assessment_is_not_decided():
    """Also when the facts are there."""
    with pytest.raises(RuleBroken, match="assessment_awaited"):
        decide(a_case_with_facts())


def test_new_facts_undo_the_assessment():
    """What was assessed is no longer what is known."""
    case = an_assessed_case()
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van(1300))
    with pytest.raises(RuleBroken, match="assessment_awaited"):
        decide(settled(case))


def test_an_assessment_under_another_policy_is_not_decided_on():
    """Criteria of one policy and the validity of another would not be one decision."""
    next_policy = Policy("next/SYNTHETIC", POLICY.valid_from, POLICY.validity)
    with pytest.raises(RuleBroken, match="policy_changed"):
        an_assessed_case().decide(
            Outcome.REFUSED, policy=next_policy, decided_on=DECIDED_ON, decided_by=HANDLER
        )


@pytest.mark.parametrize("payload", [1000, 1300], ids=["refused", "granted"])
def test_a_decided_case_is_neither_assessed_nor_decided_again(payload: int):
    """Only a renewal or an objection can change a decision."""
    case = a_decided_case(a_van(payload))
    with pytest.raises(NotInThisState, match="already_decided"):
        assess(case)
    with pytest.raises(NotInThisState, match="already_decided"):
        decide(case)


def test_facts_after_the_decision_leave_its_grounds():
    """The decision keeps what it was taken on."""
    case = a_decided_case()
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van(9000))
    assert isinstance(new_events(case)[0], VehicleFactsNoted)
    assert case.decided is not None
    assert case.decided.facts == facts_of(a_van())


def test_an_objection_is_pending_until_it_ends():
    """Lodged, found to be about a threshold, ended."""
    case = a_decided_case()
    lodge(case)
    assert case.objections == (pending(),)
    note_finding(case)
    assert case.objections == (pending(found_by=OBJECTION_HANDLER),)
    case.note_objection_end(objection_id=OBJECTION, ruling="upheld")
    assert case.objections == ()
    assert [type(event) for event in new_events(case)] == [
        PendingObjectionNoted,
        ThresholdConsequenceNoted,
        ObjectionEndNoted,
    ]


def test_the_end_of_one_objection_leaves_the_other():
    """The same applicant can object twice."""
    case = a_decided_case()
    lodge(case)
    lodge(case, LATER_OBJECTION)
    case.note_objection_end(objection_id=OBJECTION, ruling="upheld")
    assert case.objections == (pending(LATER_OBJECTION),)


def test_a_later_objection_does_not_hide_a_finding():
    """A renewal is still the decision on the objection on which the threshold was found wrong."""
    case = a_decided_case()
    lodge(case)
    note_finding(case)
    lodge(case, LATER_OBJECTION)
    assert governing(case.objections) == pending(found_by=OBJECTION_HANDLER)


@pytest.mark.parametrize(
    ("objections", "governs"),
    [
        ((), None),
        ((pending(OBJECTION), pending(LATER_OBJECTION)), pending(OBJECTION)),
        (
            (pending(OBJECTION), pending(LATER_OBJECTION, found_by="x")),
            pending(LATER_OBJECTION, found_by="x"),
        ),
        (
            (pending(OBJECTION, found_by="x"), pending(LATER_OBJECTION, found_by="y")),
            pending(OBJECTION, found_by="x"),
        ),
    ],
)
def test_which_objection_governs_a_renewal(objections: tuple[object, ...], governs: object):
    """The first with a finding; without one the first."""
    assert governing(objections) == governs  # type: ignore[arg-type]  # columns of a table


def test_an_objection_is_against_a_decision_that_was_taken_in_the_case():
    """Also against an earlier one; another event of the case is not a decision, and nobody else objects."""
    case = a_decided_case(a_van(1000))
    [refusal] = case.decisions_taken
    owner = HOLDER.applicant_subject
    assert case.is_contested_by(refusal, owner)
    assert case.is_contested_by(refusal, None)
    assert not case.is_contested_by(refusal, "somebody-else")
    assert not case.is_contested_by(event_id("decisions", case.id, 1), owner)


def test_the_years_of_a_renewal_begin_after_what_it_renews():
    """Who asks in time loses no day of what was granted; who was late gets the years from the decision."""
    for follows_on, until in ((date(2026, 7, 1), date(2028, 7, 1)), (date(2026, 1, 1), date(2028, 2, 15))):
        case = an_assessed_case(a_van(1300))
        case.decide(
            Outcome.GRANTED,
            policy=POLICY,
            decided_on=DECIDED_ON,
            decided_by=HANDLER,
            follows_on=follows_on,
        )
        [granted] = new_events(case)
        assert isinstance(granted, ExemptionGranted)
        assert (granted.follows_on, granted.valid_until) == (follows_on, until)


def test_after_new_facts_the_earlier_hearing_no_longer_counts():
    """Awb 7:9: a renewal that decides on the objection does not rest on it."""
    case = a_decided_case()
    lodge(case)
    case.note_objector_heard(objection_id=OBJECTION, held_on=date(2026, 3, 20))
    assert [one.heard_on for one in case.objections] == [date(2026, 3, 20)]
    case.note_objector_heard(objection_id=OBJECTION, held_on=None)
    assert [one.heard_on for one in case.objections] == [None]
