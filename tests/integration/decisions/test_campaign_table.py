"""What a renewal says in proceedings, and what stops a campaign and lets it go on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.reassessment import PauseCause, Reassessment
from services.decisions.domain.threshold_set import ThresholdSetState
from services.decisions.projections.reassessments import COMPLETED, PAUSED
from services.decisions.projections.worklist import worklist_after
from shared.errors import NotInThisState, NotYours
from shared.vocabulary import Remedy
from tests.support.cases import NEW_ROWS, OBJECTION_HANDLER, REVIEWER, a_van, row
from tests.support.decisions import Decisions

AFFECTED = 1000
BEFORE = date(2025, 3, 2)


def refused(desk: Decisions) -> UUID:
    """Refused under the old thresholds, and granted under the new."""
    return desk.a_decided_case(a_van(AFFECTED, registered_on=BEFORE))


def test_with_an_appeal_pending_the_renewal_is_covered_by_it(desk: Decisions):
    """The court is sent the renewal (Awb 6:19(3)); once the appeal has ended, one can object."""
    pending, ended = refused(desk), refused(desk)
    desk.lodge_appeal(pending)
    desk.end_appeal(ended, desk.lodge_appeal(ended))
    desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    assert {renewal.originator_id: renewal.remedy for renewal in desk.renewals()} == {
        pending: Remedy.COVERED_BY_PENDING_APPEAL,
        ended: Remedy.OBJECTION,
    }


def test_a_retracted_finding_leaves_an_ordinary_objection(desk: Decisions):
    """The renewal is covered by it and decides nothing (Awb 6:19)."""
    case_id = refused(desk)
    desk.retract_finding(case_id, desk.lodge(case_id))
    desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    [renewal] = desk.renewals()
    assert (renewal.remedy, renewal.decides_objection_id, renewal.decided_by) == (
        Remedy.COVERED_BY_PENDING_OBJECTION,
        None,
        REVIEWER,
    )


def test_a_case_that_changes_hands_after_p_goes_to_a_person(desk: Decisions):
    """The proof names it with the register's answer as what changed it."""
    case_id = refused(desk)
    set_id = desk.a_set_in_force(NEW_ROWS)
    desk.note_facts(case_id, a_van(AFFECTED, registered_on=desk.clock.today()))
    desk.run_campaigns()
    proof = desk.replay.proof(desk.campaign_of(set_id))
    assert proof.holds
    assert [change.case_id for change in proof.changed_since] == [case_id]
    assert desk.worklist(set_id) == [(case_id, "plate_changed_hands")]
    with desk.log.read() as connection:
        assert [work.case_id for work in worklist_after(connection, None, 100)] == [case_id]


def test_a_rejected_set_sets_its_finding_aside(desk: Decisions):
    """In one append; another set may then be proposed on a new finding, not on the old one."""
    case_id = refused(desk)
    objection_id = desk.lodge(case_id)
    desk.find_consequence(case_id, objection_id)
    set_id = desk.a_previewed_set(objection_id=objection_id)
    assert desk.stored_set(set_id).earliest_decide_before == date(2026, 6, 17)
    desk.reject(set_id)
    assert desk.stored_set(set_id).state is ThresholdSetState.REJECTED
    assert [(one.objection_id, one.found_by) for one in desk.case(case_id).objections] == [
        (objection_id, None)
    ]
    assert desk.meanwhile.finding(objection_id) is None
    with pytest.raises(NotInThisState):
        desk.approve(set_id)
    desk.find_consequence(case_id, objection_id)
    assert desk.case(case_id).objections[0].found_by == OBJECTION_HANDLER


def test_a_paused_campaign_stands_still_until_it_is_resumed(desk: Decisions):
    """Between two chunks; the set that entered after it waits too."""
    cases = [refused(desk) for _ in range(4)]
    set_id = desk.a_set_in_force(NEW_ROWS)
    worker = desk.worker(chunk=2)
    assert worker.step()
    desk.pause(set_id)
    later = desk.a_set_in_force([row(600)])
    assert not worker.step()
    assert worker.pending() == 0
    assert desk.renewed_cases() == sorted(cases)[:2]
    assert desk.reassessment_of(set_id).state == PAUSED
    with pytest.raises(NotInThisState):
        desk.pause(set_id)

    desk.resume(set_id, as_reviewer=False)
    desk.run_campaigns(chunk=2)
    assert desk.renewed_cases() == sorted(cases)
    assert all(desk.replay.proof(desk.campaign_of(one)).holds for one in (set_id, later))
    with pytest.raises(NotInThisState):
        desk.resume(set_id)


@pytest.mark.parametrize(("max_drift", "paused"), [(None, False), (2, False), (1, True), (0, True)])
def test_drift_above_what_was_proposed_pauses_the_campaign(
    desk: Decisions, max_drift: int | None, *, paused: bool
):
    """Two cases were decided after the preview; a reviewer looks before anybody is renewed."""
    first = refused(desk)
    set_id = desk.a_previewed_set(NEW_ROWS, max_drift=max_drift)
    later = [refused(desk), refused(desk)]
    desk.approve(set_id)
    recorded = desk.log.load(Reassessment, desk.campaign_of(set_id))
    assert recorded.drift is not None
    assert (recorded.drift.cases, recorded.drift.counts.reissue) == (2, 3)
    assert recorded.paused is (PauseCause.DRIFT if paused else None)
    if paused:
        assert not desk.worker().step()
        with pytest.raises(NotYours):
            desk.resume(set_id, as_reviewer=False)
        desk.resume(set_id)
    desk.run_campaigns()
    assert desk.renewed_cases() == sorted([first, *later])
    assert desk.reassessment_of(set_id).state == COMPLETED
    assert desk.case(first).state is CaseState.GRANTED
