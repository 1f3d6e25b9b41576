"""The commands on a real log: who may decide under what, and what goes into force with what."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_on_objection import UpheldRuling
from services.decisions.domain.notice_of_default import Notice
from services.decisions.domain.reassessment import ReassessmentStarted
from services.decisions.domain.threshold_proposal import CauseKind
from services.decisions.domain.threshold_set import (
    ThresholdSetApproved,
    ThresholdSetEnteredIntoForce,
    ThresholdSetState,
)
from services.decisions.domain.validity import add_years
from services.decisions.projections.case_facts import case_facts
from services.decisions.projections.case_register import cases
from services.decisions.projections.default_register import DefaultRegister, notices_of
from shared.errors import RuleBroken
from shared.eventlog.append import DuplicateRow, GuardFailed, StaleRow
from shared.eventlog.log import VersionConflict
from shared.eventlog.verify import verify_log
from shared.law.terms import Channel
from shared.vocabulary import ExemptionType, Outcome
from tests.support.cases import (
    HANDLER,
    NEW_ROWS,
    OBJECTION,
    OBJECTION_HANDLER,
    OLD_ROWS,
    RECEIVED_ON,
    REVIEWER,
    a_van,
    an_application,
    row,
)
from tests.support.decisions import Decisions
from tests.support.hearings import establish

REFUSE = Outcome.REFUSED


def test_nobody_is_assessed_before_a_threshold_set_is_in_force(decisions: Decisions):
    """There is nothing to compare with."""
    with pytest.raises(RuleBroken, match="no_threshold_set_in_force"):
        decisions.assess(decisions.an_undecided_case())


def test_an_assessment_under_the_old_set_is_not_decided_on(desk: Decisions):
    """The desk assesses again; then the case is decided, by the new thresholds."""
    case_id = desk.an_undecided_case()
    assert desk.assess(case_id) is REFUSE
    desk.a_set_in_force(NEW_ROWS)
    with pytest.raises(RuleBroken, match="threshold_set_changed"):
        desk.decide(case_id, REFUSE)
    assert desk.assess(case_id) is Outcome.GRANTED
    desk.decide(case_id, Outcome.GRANTED)


def test_a_set_that_enters_while_the_desk_decides_stops_the_decision(desk: Decisions):
    """The guard reads the set in force once the head is held: nothing is stored."""
    case_id = desk.an_undecided_case()
    desk.assess(case_id)
    new_set = desk.a_previewed_set()
    desk.meanwhile.happens = lambda: desk.approve(new_set)
    with pytest.raises(GuardFailed, match="threshold_set_changed"):
        desk.decide(case_id, REFUSE)
    assert desk.case(case_id).state is CaseState.UNDECIDED
    assert verify_log(desk.engine, desk.log.recorder.tables).holds


@pytest.mark.parametrize(("decided_by", "reasons"), [(None, "Gegrond."), ("objection-handler-1", None)])
def test_a_ruling_says_who_gave_it_and_why(desk: Decisions, decided_by: str | None, reasons: str | None):
    """Awb 7:12: otherwise it takes no decision, and the one who runs the desk hears of it."""
    case_id = desk.an_undecided_case()
    with pytest.raises(RuleBroken, match="ruling_incomplete"):
        desk.proceedings.uphold_objection(
            desk.act(),
            case_id=case_id,
            objection_id=UUID(int=1),
            decided_by=decided_by,
            ruling=UpheldRuling(reasons) if reasons else None,
        )


def test_without_the_guard_the_decision_would_follow_the_change(
    desk: Decisions, monkeypatch: pytest.MonkeyPatch
):
    """The planted bug: so the test above can fail."""
    save = desk.log.save_act
    monkeypatch.setattr(desk.log, "save_act", lambda *given, **named: save(*given, **{**named, "guards": []}))
    case_id = desk.an_undecided_case()
    desk.assess(case_id)
    new_set = desk.a_previewed_set()
    desk.meanwhile.happens = lambda: desk.approve(new_set)
    assert desk.decide(case_id, REFUSE).position > desk.in_force()[1]


def test_facts_that_come_while_the_desk_decides_stop_the_decision(desk: Decisions):
    """They may change the answer: the version has moved."""
    case_id = desk.an_undecided_case()
    desk.assess(case_id)
    desk.meanwhile.happens = lambda: desk.note_facts(case_id, a_van(1300))
    with pytest.raises(VersionConflict):
        desk.decide(case_id, REFUSE)
    assert desk.case(case_id).state is CaseState.UNDECIDED


def test_approval_entry_into_force_and_start_are_one_append(desk: Decisions):
    """Three events side by side, each the cause of the next; P is the position of the last."""
    set_id = desk.a_set_in_force(NEW_ROWS)
    _, p = desk.in_force()
    last = desk.log.events_after(p - 3, limit=3)
    assert [type(recorded.event) for recorded in last] == [
        ThresholdSetApproved,
        ThresholdSetEnteredIntoForce,
        ReassessmentStarted,
    ]
    causes = [recorded.metadata.causation_id for recorded in last[1:]]
    assert causes == [recorded.event.event_id for recorded in last[:2]]
    assert desk.reassessment_of(set_id).started_position == p
    assert {recorded.metadata.actor for recorded in last} == {REVIEWER}


def test_a_set_for_a_finding_names_it_as_its_cause(desk: Decisions):
    """From the objection to the set the chain can be followed."""
    case_id = desk.a_decided_case()
    objection_id = desk.lodge(case_id)
    desk.find_consequence(case_id, objection_id)
    [finding_event] = [recorded.event for recorded in desk.log.stream(case_id)][-1:]
    set_id = desk.a_previewed_set(objection_id=objection_id)
    stored = desk.stored_set(set_id)
    assert (stored.cause.kind, stored.cause.objection_id) == (CauseKind.OBJECTION, objection_id)
    assert (stored.cause.case_id, stored.cause.found_by) == (case_id, OBJECTION_HANDLER)
    assert desk.log.stream(set_id)[0].metadata.causation_id == finding_event.event_id


def test_a_finding_that_was_not_heard_of_causes_no_set(desk: Decisions):
    """Findings come from the objections service; until then the proposer tries again."""
    with pytest.raises(RuleBroken, match="finding_unknown"):
        desk.a_previewed_set(objection_id=OBJECTION)


def test_a_preview_is_outdated_by_a_set_that_entered_since(desk: Decisions):
    """It compared with thresholds that no longer decide."""
    shown = desk.a_previewed_set([row(900)])
    desk.a_set_in_force(NEW_ROWS)
    with pytest.raises(RuleBroken, match="preview_outdated"):
        desk.approve(shown)
    desk.preview(shown)
    desk.approve(shown)
    assert desk.in_force()[0] == shown


def test_a_set_that_enters_while_a_preview_is_made_outdates_it(desk: Decisions):
    """Whichever of its questions the preview had asked by then."""
    other, shown = desk.a_previewed_set([row(900)]), desk.a_previewed_set(NEW_ROWS)
    desk.meanwhile.happens = lambda: desk.approve(other)
    desk.preview(shown)
    with pytest.raises(RuleBroken, match="preview_outdated"):
        desk.approve(shown)


def test_of_two_sets_approved_at_the_same_moment_one_enters_into_force(desk: Decisions):
    """Both were previewed against the old set; the second would replace one that nobody looked at."""
    one, other = desk.a_previewed_set([row(900)]), desk.a_previewed_set(NEW_ROWS)
    desk.meanwhile.happens = lambda: desk.approve(other)
    with pytest.raises(StaleRow):
        desk.approve(one)
    assert desk.in_force()[0] == other
    assert desk.stored_set(one).state is ThresholdSetState.PROPOSED
    assert len(desk.campaigns()) == 2


def test_of_two_first_sets_one_enters_into_force(decisions: Decisions):
    """There is one first set."""
    one, other = decisions.a_previewed_set(OLD_ROWS), decisions.a_previewed_set(NEW_ROWS)
    decisions.meanwhile.happens = lambda: decisions.approve(other)
    with pytest.raises(DuplicateRow):
        decisions.approve(one)
    assert decisions.in_force()[0] == other


def test_an_approved_set_waits_for_its_day(desk: Decisions):
    """The timer brings it into force at midnight, legal time; until then the old one decides."""
    old_set, _ = desk.in_force()
    set_id = desk.a_previewed_set(valid_from=desk.clock.today() + timedelta(days=30))
    desk.approve(set_id)
    timer = desk.timer()
    midnight = datetime(2026, 3, 31, 22, tzinfo=UTC)  # 1 April, summer time
    assert (timer.step(), timer.pending(), timer.next_due()) == (False, 0, midnight)
    desk.clock.advance_to(midnight - timedelta(microseconds=1))
    assert (timer.step(), desk.in_force()[0]) == (False, old_set)

    desk.clock.advance_to(midnight)
    assert timer.pending() == 1
    assert timer.step()
    assert desk.in_force()[0] == set_id
    assert (timer.step(), timer.pending(), timer.next_due()) == (False, 0, None)


def test_a_day_that_passed_while_all_was_down_is_made_up_for(desk: Decisions):
    """The timer's state is the table, so a late start brings the set into force too."""
    set_id = desk.a_previewed_set(valid_from=desk.clock.today() + timedelta(days=1))
    desk.approve(set_id)
    approval = desk.log.stream(set_id)[-1].event
    desk.clock.advance_to(desk.clock.now() + timedelta(days=9))
    assert desk.timer().step()
    entered = desk.log.stream(set_id)[-1]
    assert entered.metadata.causation_id == approval.event_id
    assert entered.metadata.effective_on == desk.clock.today()


def test_who_decides_stands_in_the_decision(desk: Decisions):
    """The same person never decides on the objection (Awb 10:3)."""
    case_id: UUID = desk.a_decided_case()
    assert desk.log.stream(case_id)[-1].metadata.actor == HANDLER


def test_a_renewal_follows_on_the_exemption_that_it_renews(desk: Decisions):
    """Its last day is two years after that of the first; of one that was revoked there is nothing to follow on."""
    first = desk.a_decided_case(a_van(1300))
    renewed = desk.a_decided_case(a_van(1300), renews_case_id=first)
    ends = [desk.case(case_id).valid_until for case_id in (first, renewed)]
    assert ends == [ends[0], add_years(ends[0], 2)]
    desk.revoke(renewed)
    after_revocation = desk.case(desk.a_decided_case(a_van(1300), renews_case_id=renewed))
    assert after_revocation.valid_until == ends[0]


def test_what_was_established_goes_over_with_the_conversion_in_one_append(decisions: Decisions):
    """As stored: the new case reads it, its row has the version of both events, and the first caused the second."""
    old_case, applied = decisions.a_case_of(ExemptionType.PRIVATE_USE), ExemptionType.LONG_DELIVERY_TIME
    old = decisions.case(old_case)
    establish(old, entries_per_year=20)
    decisions.log.save_act(decisions.act(), old, case_id=old_case)
    new_case = decisions.convert(old_case, applied)
    decisions.applications.start_decision_term(
        decisions.act("system:applications", "system"),
        case_id=new_case,
        application=an_application(applied),
        converted_from_case_id=old_case,
    )
    started, carried = decisions.log.stream(new_case)
    assert carried.metadata.causation_id == started.event.event_id
    assert decisions.case(new_case).facts.stated.entries_per_year == 20
    with decisions.log.read() as connection:
        rows = select(case_facts.c.version).where(case_facts.c.case_id == new_case)
        assert connection.execute(rows).scalar_one() == 2


def test_suspended_days_go_over_with_the_conversion(decisions: Decisions):
    """Awb 4:15: the list of open cases shows the later last day at once."""
    old_case = decisions.a_case_of(ExemptionType.PRIVATE_USE)
    asked_on = RECEIVED_ON + timedelta(days=7)
    decisions.applications.suspend_decision_term(
        decisions.act("system:applications", "system"),
        case_id=old_case,
        request_number=1,
        requested_on=asked_on,
        term_last_day=asked_on + timedelta(weeks=5),
    )
    decisions.applications.note_completion_term_lapsed(
        decisions.act("system:applications", "system"),
        case_id=old_case,
        request_number=1,
        term_last_day=asked_on + timedelta(weeks=5),
    )
    new_case = decisions.convert(old_case, ExemptionType.LONG_DELIVERY_TIME)
    decisions.applications.start_decision_term(
        decisions.act("system:applications", "system"),
        case_id=new_case,
        application=an_application(ExemptionType.LONG_DELIVERY_TIME),
        converted_from_case_id=old_case,
    )
    decisions.follow()
    with decisions.log.read() as connection:
        rows = select(cases.c.last_day, cases.c.reopened).where(cases.c.case_id == new_case)
        assert connection.execute(rows).one() == (decisions.case(old_case).last_day, None)


def test_a_default_and_the_day_of_a_court_go_over_with_the_conversion(decisions: Decisions):
    """Awb 4:17, 8:55d(1): the late case is the new one; an order that is heard of later is followed into it."""
    old_case = decisions.a_case_of(ExemptionType.PRIVATE_USE)
    received_on = date(2026, 3, 9)
    old = decisions.case(old_case)
    old.note_notice_of_default(
        Notice(received_on, Channel.ELECTRONIC, HANDLER), announced_on=None, today=received_on
    )
    decisions.log.save_act(decisions.act(), old, case_id=old_case)
    new_case = decisions.convert(old_case, ExemptionType.LONG_DELIVERY_TIME)
    decisions.applications.start_decision_term(
        decisions.act("system:applications", "system"),
        case_id=new_case,
        application=an_application(ExemptionType.LONG_DELIVERY_TIME),
        converted_from_case_id=old_case,
    )
    by = date(2026, 5, 5)
    decisions.proceedings.note_court_term(
        decisions.act("system:objections", "system"),
        case_id=old_case,
        appeal_id=UUID(int=1),
        sent_on=date(2026, 4, 21),
        last_day=by,
    )
    decisions.follow()
    with decisions.engine.begin() as connection:
        for recorded in decisions.log.stream(new_case):
            DefaultRegister().apply(connection, recorded)
        [notice] = notices_of(connection, new_case)
        assert (notice.received_on, notice.first_penalty_day) == (received_on, date(2026, 3, 24))
        row = select(cases.c.last_day).where(cases.c.case_id == new_case)
        assert connection.execute(row).scalar_one() == by
