"""What new thresholds mean for a recorded case, how it is renewed, and how a plan is named."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from services.decisions.domain.case_file import PendingObjections
from services.decisions.domain.criteria import assess
from services.decisions.domain.disposition import (
    Disposition,
    PlannedCase,
    RecordedCase,
    Standing,
    count,
    disposition,
    plan_digest,
)
from services.decisions.domain.reassessment import ForAPerson, Reassessment, ReassessmentCompleted
from services.decisions.domain.renewal import reissue
from services.decisions.domain.thresholds import Parameter, ThresholdRow
from shared.errors import NotInThisState
from shared.vocabulary import Outcome, Remedy, VehicleCategory
from tests.support.cases import (
    CAMPAIGN,
    CASE,
    DECISION,
    HOLDER,
    LATER_OBJECTION,
    NEW_SET,
    NEXT_SET,
    OBJECTION,
    OBJECTION_HANDLER,
    OLD_LIMIT,
    OLD_SET,
    OTHER_CASE,
    POLICY,
    REASSESSED_ON,
    REASSESSMENT,
    REVIEWER,
    TYPE,
    a_granted_case,
    a_refused_case,
    a_van,
    an_undecided_case,
    new_events,
    pending,
    row,
    settled,
    under,
)

FOUND = pending(found_by=OBJECTION_HANDLER)
THE_DAY_BEFORE = REASSESSED_ON - timedelta(days=1)
TIGHTER = row(OLD_LIMIT + 200)
A_FACT_NOBODY_REGISTERED = row(2000, Parameter.BRAKED_TOWING_MASS)


@pytest.mark.parametrize(
    ("case", "rows", "found"),
    [
        (a_refused_case(), (), Disposition.REISSUE),
        (a_refused_case(objections=(pending(),)), (), Disposition.REISSUE),
        (a_refused_case(objections=(FOUND,)), (), Disposition.REISSUE),
        (a_refused_case(vehicle=a_van(700)), (), Disposition.UNCHANGED),
        (a_refused_case(vehicle=a_van(1000, emission_free=True)), (), Disposition.UNCHANGED),
        (a_refused_case(vehicle=a_van(1000, category=VehicleCategory.OTHER)), (), Disposition.UNCHANGED),
        (a_refused_case(), (TIGHTER, A_FACT_NOBODY_REGISTERED), Disposition.FOR_A_PERSON),
        (a_refused_case(vehicle=a_van(None)), (), Disposition.FOR_A_PERSON),
        (a_granted_case(), (), Disposition.UNCHANGED),
        (a_granted_case(), (TIGHTER,), Disposition.WOULD_NOW_BE_REFUSED),
        (a_granted_case(valid_until=REASSESSED_ON), (TIGHTER,), Disposition.WOULD_NOW_BE_REFUSED),
        (a_granted_case(valid_until=THE_DAY_BEFORE), (TIGHTER,), Disposition.UNCHANGED),
        (a_granted_case(), (TIGHTER, A_FACT_NOBODY_REGISTERED), Disposition.UNCHANGED),
        (an_undecided_case(), (), Disposition.PENDING),
    ],
    ids=[
        "refused, all other criteria met",
        "... with an objection pending",
        "... with a finding recorded",
        "refused, refused under the new set too",
        "refused, another criterion unmet: emission-free",
        "refused, another criterion unmet: no van or truck",
        "refused, a fact that the new set asks for is not registered",
        "refused, facts incomplete",
        "granted, granted under the new set too",
        "granted and running, refused under the new set",
        "... on its last day",
        "granted, expired the day before",
        "granted and running, facts incomplete under the new set",
        "undecided",
    ],
)
def test_what_new_thresholds_mean_for_a_case(
    case: RecordedCase, rows: tuple[ThresholdRow, ...], found: Disposition
):
    """The table of the campaign, row by row; without rows the lower limit for vans."""
    assert disposition(case, under(*rows), POLICY) is found


@pytest.mark.parametrize(
    ("payload", "found"),
    [(799, Disposition.UNCHANGED), (800, Disposition.UNCHANGED), (801, Disposition.REISSUE)],
)
def test_a_case_is_affected_above_the_new_threshold(payload: int, found: Disposition):
    """At the threshold of 800 kg the vehicle still counts as obtainable."""
    assert disposition(a_refused_case(vehicle=a_van(payload)), under(), POLICY) is found


def test_a_renewal_revokes_and_replaces_the_refusal():
    """It is the next event of the case, on the recorded facts and the new thresholds."""
    case = a_refused_case()
    renewal = reissue(case, under(), POLICY, CAMPAIGN, REASSESSED_ON)
    assert (renewal.originator_id, renewal.originator_version) == (CASE, case.version + 1)
    assert (renewal.decision_id, renewal.replaces_decision_id) == (renewal.event_id, DECISION)
    assert (renewal.reassessment_id, renewal.exemption_type, renewal.holder) == (REASSESSMENT, TYPE, HOLDER)
    assert (renewal.decided_on, renewal.valid_until) == (REASSESSED_ON, date(2028, 5, 31))


def test_a_renewal_states_the_criteria_as_the_desk_would():
    """One rule: the same facts and thresholds give the desk the same answers."""
    case = a_refused_case()
    grounds = reissue(case, under(), POLICY, CAMPAIGN, REASSESSED_ON).grounds
    assert case.facts is not None
    at_the_desk = assess(case.facts, under().rows, POLICY, REASSESSED_ON)
    assert at_the_desk.advice is Outcome.GRANTED
    assert (grounds.criteria, grounds.threshold_set_id, grounds.policy_version) == (
        at_the_desk.criteria,
        NEW_SET,
        POLICY.version,
    )


@pytest.mark.parametrize(
    ("objections", "remedy", "decides", "decider"),
    [
        ((), Remedy.OBJECTION, None, REVIEWER),
        ((pending(),), Remedy.COVERED_BY_PENDING_OBJECTION, None, REVIEWER),
        ((FOUND,), Remedy.APPEAL, OBJECTION, OBJECTION_HANDLER),
        ((FOUND, pending(LATER_OBJECTION)), Remedy.APPEAL, OBJECTION, OBJECTION_HANDLER),
        ((pending(late=True),), Remedy.OBJECTION_BESIDE_LATE_ONE, None, REVIEWER),
        (
            (pending(late=True), pending(LATER_OBJECTION)),
            Remedy.COVERED_BY_PENDING_OBJECTION,
            None,
            REVIEWER,
        ),
    ],
    ids=[
        "no objection",
        "objection pending (6:19)",
        "finding (7:11, 10:3)",
        "finding, and another objection",
        "late, not excused (6:11)",
        "late, and another in time",
    ],
)
def test_remedy_and_decider_follow_the_proceedings(
    objections: PendingObjections, remedy: Remedy, decides: UUID | None, decider: str
):
    """The approver decides, except on an objection with a finding: then who found it."""
    renewal = reissue(a_refused_case(objections=objections), under(), POLICY, CAMPAIGN, REASSESSED_ON)
    assert (renewal.remedy, renewal.decides_objection_id, renewal.decided_by) == (remedy, decides, decider)


def test_an_undecided_case_cannot_be_renewed():
    """There is nothing to replace."""
    with pytest.raises(ValueError, match="decided"):
        reissue(an_undecided_case(), under(), POLICY, CAMPAIGN, REASSESSED_ON)


def test_every_disposition_is_counted():
    """The preview's counts add up to the cases."""
    counts = count(tuple(PlannedCase(UUID(int=place), row, None) for place, row in enumerate(Standing)))
    assert (counts.reissue, counts.unchanged, counts.for_a_person) == (2, 5, 5)
    assert (counts.superseded, counts.would_now_be_refused) == (1, 1)
    assert (counts.not_a_decision, counts.pending) == (2, 1)
    assert counts.by_standing == {row.value: 1 for row in Standing}


PLAN = [(CASE, Disposition.REISSUE), (OTHER_CASE, Disposition.UNCHANGED)]


def test_a_plan_has_one_name_whatever_the_order_of_its_cases():
    """So that it can be recomputed by another way through the log."""
    assert len({plan_digest(under(), POLICY.version, 40, plan) for plan in permutations(PLAN)}) == 1


def test_the_name_of_a_plan_is_the_same_next_year():
    """Recorded digests are compared with recomputed ones for as long as the log lasts."""
    expected = "b869ba17a6bdc03daaabc534d5873fb31c69388c93bbd77a9e1cb4a838813896"
    assert plan_digest(under(), "policy/1", 40, PLAN) == expected


@pytest.mark.parametrize(
    "other",
    [
        plan_digest(under(set_id=NEXT_SET), POLICY.version, 40, PLAN),
        plan_digest(under(on=THE_DAY_BEFORE), POLICY.version, 40, PLAN),
        plan_digest(under(), "next/SYNTHETIC", 40, PLAN),
        plan_digest(under(), POLICY.version, 41, PLAN),
        plan_digest(under(), POLICY.version, 40, PLAN[:1]),
        plan_digest(under(), POLICY.version, 40, [*PLAN[:1], (OTHER_CASE, Disposition.FOR_A_PERSON)]),
        plan_digest(under(), POLICY.version, 40, [(CASE, PLAN[1][1]), (OTHER_CASE, PLAN[0][1])]),
    ],
    ids=["set", "valid-from", "policy", "position", "a case less", "another outcome", "outcomes exchanged"],
)
def test_the_name_of_a_plan_depends_on_each_part(other: str):
    """Whoever approves a digest approves exactly this."""
    assert other != plan_digest(under(), POLICY.version, 40, PLAN)


def a_running_reassessment() -> Reassessment:
    """Started with the new set."""
    return settled(
        Reassessment.start(
            reassessment_id=REASSESSMENT,
            thresholds=under(),
            replaces_set_id=OLD_SET,
            exemption_type=TYPE,
            policy_version=POLICY.version,
            approved_by=REVIEWER,
        )
    )


def test_a_completed_reassessment_adds_up_its_chunks():
    """Considered, reissued and left to a person, over all chunks."""
    reassessment = a_running_reassessment()
    reassessment.record_chunk(upto_case_id=CASE, considered=7, reissued=3, for_a_person=[])
    reassessment.record_chunk(
        upto_case_id=OTHER_CASE,
        considered=2,
        reissued=1,
        for_a_person=[ForAPerson(OTHER_CASE, "facts_unknown")],
    )
    reassessment.complete(digest="d")
    completed = new_events(reassessment)[-1]
    assert isinstance(completed, ReassessmentCompleted)
    assert (completed.considered, completed.reissued, completed.for_a_person) == (9, 4, 1)


def test_a_completed_reassessment_does_nothing_more():
    """Neither another chunk nor another completion."""
    reassessment = a_running_reassessment()
    reassessment.complete(digest="d")
    with pytest.raises(NotInThisState, match="reassessment_completed"):
        reassessment.record_chunk(upto_case_id=CASE, considered=1, reissued=0, for_a_person=[])
    with pytest.raises(NotInThisState, match="reassessment_completed"):
        reassessment.complete(digest="d")
