"""The clock of a case tells every date of the decision term, with the rule and the act that made it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.decisions.domain.case_clock import CaseClock, clock_of
from services.decisions.domain.clock_entries import ENDS, ClockStep
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.interim_access import InterimRelief, ReliefContent
from services.decisions.domain.revocation import Revocation, ViewsManner
from shared.errors import NotInThisState
from shared.law.terms import Suspension, counted_decision_term
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, LeftOutReason, NotHeardGround, RevocationGround
from tests.support.cases import (
    CASE,
    DECIDED_ON,
    FETCHED_AT,
    HANDLER,
    POLICY,
    RECEIVED_ON,
    a_van,
    an_application,
    decide,
    in_force,
    new_events,
)
from tests.support.proceedings import (
    ASKED_ON,
    SEALED_REASONS,
    SECOND_ASKED_ON,
    TWO_WEEKS,
    ask,
    lapse,
    leave_out,
    refuse_on_other_ground,
    supplement,
    uphold,
)

LAST_DAY = date(2026, 3, 2)
RULED_ON = date(2026, 6, 1)
LESSOR = Sealed(CASE, SealedKind.APPLICANT, b"the lessor")


def opened() -> DecisionCase:
    """Received on 5 January 2026; every event is still to be told."""
    return DecisionCase.start_decision_term(case_id=CASE, application=an_application())


def told(case: DecisionCase) -> CaseClock:
    """The clock of all that happened to it."""
    return clock_of((event.event_id, event) for event in new_events(case))


def steps(clock: CaseClock) -> list[ClockStep]:
    """What happened to the term, in order."""
    return [entry.step for entry in clock.entries]


def test_the_term_is_eight_weeks_after_receipt():
    """Awb 4:13(2): received on Monday 5 January 2026, the last day is Monday 2 March."""
    case = opened()
    clock = told(case)
    [started] = clock.entries
    assert (started.step, started.on, started.rule) == (ClockStep.STARTED, RECEIVED_ON, "Awb 4:13(2)")
    assert (started.counted_to, started.last_day, clock.last_day) == (LAST_DAY, LAST_DAY, LAST_DAY)
    assert started.event_id == new_events(case)[0].event_id
    assert clock.days_left(date(2026, 2, 27)) == 3
    assert clock.days_left(date(2026, 3, 4)) == -2


def test_a_suspended_term_does_not_run():
    """Awb 4:15(1)(a): from the day after the request; nobody can say how many days are left."""
    case = opened()
    ask(case)
    clock = told(case)
    assert steps(clock) == [ClockStep.STARTED, ClockStep.SUSPENDED]
    assert clock.suspended_from == clock.entries[1].on == ASKED_ON + timedelta(days=1)
    assert clock.days_left(ASKED_ON) is None


def test_a_supplement_moves_the_last_day_and_starts_the_four_weeks():
    """Asked on 12 January, supplemented on the 20th: seven days longer; left out until 17 February at most."""
    case = opened()
    ask(case)
    supplement(case, date(2026, 1, 20))
    clock = told(case)
    resumed, leaving_out = clock.entries[-2:]
    assert (resumed.because, resumed.on, resumed.last_day) == (
        "supplemented",
        date(2026, 1, 20),
        LAST_DAY + timedelta(days=7),
    )
    assert resumed.rule == "Awb 4:13(2); Awb 4:15(1)(a)"
    assert (leaving_out.step, leaving_out.last_day) == (ClockStep.LEAVING_OUT_TERM, date(2026, 2, 17))
    assert leaving_out.rule.startswith("Awb 4:5(4)")
    assert (clock.last_day, clock.suspended_from) == (resumed.last_day, None)


def test_a_last_day_on_a_free_day_names_the_rule_that_moved_it():
    """Twelve suspended days end the term on Saturday 14 March, so that Monday the 16th is the last day."""
    case = opened()
    ask(case)
    supplement(case, date(2026, 1, 25))
    resumed = told(case).entries[2]
    assert (resumed.counted_to, resumed.last_day) == (date(2026, 3, 14), date(2026, 3, 16))
    assert resumed.rule.endswith("; Atw 1(1)")


def test_the_four_weeks_after_silence_run_from_the_end_of_the_set_term():
    """Awb 4:5(4): the set term ended on 26 January, so 23 February is the last day to leave it out."""
    case = opened()
    ask(case)
    lapse(case)
    leaving_out = told(case).entries[-1]
    assert (leaving_out.on, leaving_out.last_day) == (ASKED_ON + TWO_WEEKS, date(2026, 2, 23))


def test_what_is_asked_once_more_after_the_four_weeks_opens_none():
    """Awb 4:5(4), docs/adr/0010: the same was asked before; what was not asked before has its own four weeks."""
    for items, opened_again in ((("daily_range",), False), (("signature",), True)):
        case = opened()
        ask(case, items=("daily_range",))
        lapse(case)
        ask(case, 2, date(2026, 2, 24), items=items)
        lapse(case, 2)
        assert steps(told(case)).count(ClockStep.LEAVING_OUT_TERM) == 1 + opened_again


@pytest.mark.parametrize(("decided_on", "in_time"), [(LAST_DAY, True), (LAST_DAY + timedelta(days=1), False)])
def test_a_decision_ends_the_clock_in_time_or_not(decided_on: date, in_time: bool):
    """Awb 4:13(1): the last day itself is in time."""
    case = opened()
    refuse_on_other_ground(case, decided_on)
    clock = told(case)
    assert (clock.entries[-1].step, clock.entries[-1].in_time) == (ClockStep.DECIDED, in_time)
    assert (clock.ended_on, clock.days_left(decided_on)) == (decided_on, None)


def test_what_is_decided_while_the_term_is_suspended_is_in_time():
    """The desk need not wait for a supplement that it can do without; then no four weeks begin."""
    case = opened()
    ask(case, term=timedelta(weeks=12))
    refuse_on_other_ground(case, LAST_DAY + timedelta(days=5))
    clock = told(case)
    assert clock.entries[-1].in_time is True
    assert ClockStep.LEAVING_OUT_TERM not in steps(clock)


def left_out(case: DecisionCase) -> None:
    """Two requests in vain, then left out of consideration."""
    for number, on in ((1, ASKED_ON), (2, SECOND_ASKED_ON)):
        ask(case, number, on)
        lapse(case, number, on)
    leave_out(case, LeftOutReason.NO_RESPONSE)


def withdrawn(case: DecisionCase) -> None:
    """The applicant withdraws."""
    case.note_withdrawal(withdrawn_on=ASKED_ON, handling_started=False)


def converted(case: DecisionCase) -> None:
    """Another case takes its place."""
    case.note_conversion(converted_on=ASKED_ON, to_type=ExemptionType.HARDSHIP, new_case_id=CASE)


@pytest.mark.parametrize(
    ("end", "step"),
    [
        (left_out, ClockStep.LEFT_OUT),
        (withdrawn, ClockStep.WITHDRAWN),
        (converted, ClockStep.CONVERTED),
    ],
)
def test_every_other_end_is_told_too(end: Callable[[DecisionCase], None], step: ClockStep):
    """After it no decision on the application is due."""
    case = opened()
    end(case)
    clock = told(case)
    assert clock.entries[-1].step is step
    assert step in ENDS
    assert clock.ended_on == clock.entries[-1].on


def test_a_case_that_is_taken_up_again_has_no_last_day():
    """Awb 7:11(2): leaving it out was revoked on objection; what is then decided is neither in time nor late."""
    case = opened()
    left_out(case)
    uphold(case)
    clock = told(case)
    assert (clock.entries[-1].step, clock.entries[-1].rule) == (ClockStep.REOPENED, "Awb 7:11(2)")
    assert (clock.ended_on, clock.days_left(date(2026, 4, 21))) == (None, None)
    refuse_on_other_ground(case, date(2026, 5, 4))
    assert told(case).entries[-1].in_time is None


def test_a_court_sets_the_last_day():
    """Awb 8:55d(1): nothing moves it; the decision is as late as it was, and once taken there is no order any more."""
    case, ordered = opened(), date(2026, 5, 5)
    case.note_court_term(appeal_id=CASE, sent_on=date(2026, 4, 21), last_day=ordered)
    clock = told(case)
    assert (clock.last_day, clock.provisional, clock.days_left(ordered)) == (ordered, False, 0)
    assert (clock.entries[-1].step, clock.entries[-1].rule) == (ClockStep.ORDERED_BY_COURT, "Awb 8:55d(1)")
    refuse_on_other_ground(case, on=ordered)
    assert told(case).entries[-1].in_time is False
    with pytest.raises(NotInThisState):
        case.note_court_term(appeal_id=CASE, sent_on=ordered, last_day=date(2026, 5, 19))


def test_the_counted_day_is_before_the_calendar_moves_it():
    """Eight weeks after Saturday 7 March 2026 is Saturday 2 May; a suspension of a day makes it Sunday."""
    received = date(2026, 3, 7)
    assert counted_decision_term(received) == date(2026, 5, 2)
    a_day = Suspension(date(2026, 3, 10), date(2026, 3, 11))
    assert counted_decision_term(received, [a_day]) == date(2026, 5, 3)


def test_a_case_that_was_never_started_has_no_clock():
    """It is an error of the caller, not an empty clock."""
    with pytest.raises(ValueError, match="never started"):
        clock_of([])


def test_the_clock_goes_on_with_the_exemption():
    """Until when it holds, what its holder was told, when it was taken away, and since when it holds again."""
    case = opened()
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van(1300))
    case.assess(thresholds=in_force(), policy=POLICY, assessed_by=HANDLER, on=DECIDED_ON)
    decide(case)
    case.intend_revocation(
        RevocationGround.WRONG_DATA,
        views_until=date(2026, 6, 15),
        reasons=SEALED_REASONS,
        intended_on=date(2026, 6, 1),
        intended_by=HANDLER,
    )
    views = date(2026, 6, 3)
    case.note_views(
        SEALED_REASONS, manner=ViewsManner.WRITTEN, received_on=views, today=views, noted_by=HANDLER
    )
    away = date(2026, 7, 1)
    revocation = Revocation(RevocationGround.WRONG_DATA, away, SEALED_REASONS)
    case.revoke(revocation, policy=POLICY, decided_on=date(2026, 6, 4), decided_by=HANDLER)
    uphold(case, date(2026, 9, 1))
    of_exemption = [(one.step, one.on, one.last_day) for one in told(case).entries[2:]]
    assert of_exemption == [
        (ClockStep.EXEMPTION, DECIDED_ON, date(2028, 2, 15)),
        (ClockStep.REVOCATION_INTENDED, date(2026, 6, 1), date(2026, 6, 15)),
        (ClockStep.REVOCATION_VIEWS, views, None),
        (ClockStep.REVOKED, away, None),
        (ClockStep.RESTORED, away, date(2028, 2, 15)),
    ]


def test_it_tells_of_others_who_are_heard_and_does_not_wait_for_them():
    """Awb 4:8(1), 4:9, 4:11: until when, and why not; the last day to decide stays (4:15 names no such term)."""
    case, until = opened(), ASKED_ON + TWO_WEEKS
    for _ in range(2):
        case.note_third_party(LESSOR, reasons=SEALED_REASONS, noted_on=ASKED_ON, noted_by=HANDLER)
    case.ask_views_of_third_party(1, SEALED_REASONS, views_until=until, asked_on=ASKED_ON, asked_by=HANDLER)
    case.note_views_of_third_party(
        1, SEALED_REASONS, manner=ViewsManner.ORAL, received_on=until, today=until, noted_by=HANDLER
    )
    case.leave_third_party_unheard(
        2, NotHeardGround.URGENT, reasons=SEALED_REASONS, noted_on=until, noted_by=HANDLER
    )
    clock = told(case)
    assert [
        (entry.step, entry.on, entry.rule, entry.last_day, entry.because) for entry in clock.entries[1:]
    ] == [
        (ClockStep.THIRD_PARTY_VIEWS_ASKED, ASKED_ON, "Awb 4:8(1)", until, None),
        (ClockStep.THIRD_PARTY_VIEWS_RECEIVED, until, "Awb 4:9", None, None),
        (ClockStep.THIRD_PARTY_NOT_HEARD, until, "Awb 4:11", None, "urgent"),
    ]
    assert clock.last_day == LAST_DAY


def test_it_tells_of_access_for_the_time_being():
    """Awb 8:81, 8:85: from the ruling to the day after it lapsed."""
    case, relief = opened(), InterimRelief(UUID(int=92), DECIDED_ON, ReliefContent.AS_IF_GRANTED, LAST_DAY)
    refuse_on_other_ground(case, DECIDED_ON)
    case.give_interim_access(relief, POLICY)
    case.end_interim_access(relief.relief_id, LAST_DAY)
    given, ended = told(case).entries[-2:]
    assert (given.step, given.on, given.rule, given.last_day, given.because) == (
        ClockStep.INTERIM_ACCESS,
        DECIDED_ON,
        "Awb 8:81",
        LAST_DAY,
        "as_if_granted",
    )
    after = LAST_DAY + timedelta(days=1)
    assert (ended.step, ended.on, ended.rule) == (ClockStep.INTERIM_ACCESS_ENDED, after, "Awb 8:85")


def test_it_tells_of_a_grant_that_a_judge_suspended():
    """Awb 8:81, 8:85: from the day after the ruling to the day on which that lapsed."""
    case = opened()
    refuse_on_other_ground(case, DECIDED_ON)
    uphold(case)
    relief = InterimRelief(UUID(int=92), RULED_ON, ReliefContent.SUSPENDED, decision_id=case.decision_id)
    case.give_interim_access(relief, POLICY)
    case.end_interim_access(relief.relief_id, RULED_ON + TWO_WEEKS)
    assert [(entry.step, entry.on, entry.rule) for entry in told(case).entries[-2:]] == [
        (ClockStep.GRANT_SUSPENDED, RULED_ON + timedelta(days=1), "Awb 8:81"),
        (ClockStep.GRANT_SUSPENSION_ENDED, RULED_ON + TWO_WEEKS, "Awb 8:85"),
    ]


def test_access_comes_back_when_nothing_suspends_the_grant_any_more():
    """Awb 8:85: the first of two suspensions that lapses gives nothing back, and the later last day counts."""
    case = opened()
    refuse_on_other_ground(case, DECIDED_ON)
    uphold(case)
    first, second = UUID(int=92), UUID(int=93)
    for relief in (first, second):
        case.give_interim_access(
            InterimRelief(relief, RULED_ON, ReliefContent.SUSPENDED, decision_id=case.decision_id), POLICY
        )
    case.end_interim_access(first, RULED_ON + TWO_WEEKS)
    steps = [entry.step for entry in told(case).entries[-2:]]
    assert steps == [ClockStep.GRANT_SUSPENDED, ClockStep.GRANT_SUSPENDED]
    case.end_interim_access(second, RULED_ON + 2 * TWO_WEEKS)
    last = told(case).entries[-1]
    assert (last.step, last.on) == (ClockStep.GRANT_SUSPENSION_ENDED, RULED_ON + 2 * TWO_WEEKS)
