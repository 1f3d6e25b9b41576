"""A supplement on paper that is entered late: the suspension ends on its receipt (Awb 4:15(1)(a))."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.decisions.domain.case_clock import clock_of
from services.decisions.domain.clock_entries import ClockStep
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.late_entry import DecisionTermResumedEarlier
from services.decisions.domain.suspension import KindOfSuspension
from shared.errors import RuleBroken
from shared.law.terms import Suspension, decision_term
from shared.vocabulary import LeftOutReason, SuspensionKind
from tests.support.cases import CASE, an_application
from tests.support.proceedings import (
    ASKED_ON,
    TWO_WEEKS,
    ask,
    give_notice,
    kinds,
    lapse,
    leave_out,
    supplement,
    suspend,
)

ONE_DAY = timedelta(days=1)
FIRST_DAY = ASKED_ON + ONE_DAY
LAPSED_ON = ASKED_ON + TWO_WEEKS
RECEIVED_IN_TIME = ASKED_ON + 5 * ONE_DAY


def opened() -> DecisionCase:
    """The decision term runs."""
    return DecisionCase.start_decision_term(case_id=CASE, application=an_application())


def lapsed() -> DecisionCase:
    """Asked on 12 January; the timer has noted that the term lapsed on the 26th."""
    case = opened()
    ask(case, items=("signature",))
    lapse(case)
    return case


def last_day_of(case: DecisionCase, *suspensions: Suspension) -> date:
    """As the law has it."""
    assert case.received_on is not None
    return decision_term(case.received_on, suspensions).last_day


def clock_steps(case: DecisionCase) -> list[tuple[ClockStep, date, date | None]]:
    """What the clock of the case tells."""
    entries = clock_of((event.event_id, event) for event in case.pending()).entries
    return [(entry.step, entry.on, entry.last_day) for entry in entries]


def test_it_ends_the_suspension_on_the_day_of_receipt() -> None:
    """Not on the day after the set term, and not on that of entry."""
    case = lapsed()
    supplement(case, RECEIVED_IN_TIME)
    corrected = case.pending()[-1]
    assert isinstance(corrected, DecisionTermResumedEarlier)
    assert (corrected.noted_as_resumed_on, corrected.resumed_on) == (LAPSED_ON + ONE_DAY, RECEIVED_IN_TIME)
    suspended = Suspension(FIRST_DAY, RECEIVED_IN_TIME)
    assert case.suspensions == (suspended,)
    assert case.last_day == corrected.last_day == last_day_of(case, suspended)


def test_the_clock_tells_it_again_with_the_four_weeks() -> None:
    """Awb 4:5(4): counted from the supplement too."""
    case = lapsed()
    supplement(case, RECEIVED_IN_TIME)
    resumed, leaving_out = clock_steps(case)[-2:]
    assert resumed == (ClockStep.RESUMED, RECEIVED_IN_TIME, case.last_day)
    assert leaving_out[:2] == (ClockStep.LEAVING_OUT_TERM, RECEIVED_IN_TIME)
    with pytest.raises(RuleBroken, match="leaving_out_too_late"):
        leave_out(case, LeftOutReason.WRONG_DATA, RECEIVED_IN_TIME + timedelta(weeks=4) + 3 * ONE_DAY)


def test_of_two_supplements_the_one_received_first_ends_it() -> None:
    """Also where the later one was sent here and noted before."""
    case = opened()
    ask(case)
    supplement(case, ASKED_ON + 9 * ONE_DAY)
    supplement(case, RECEIVED_IN_TIME)
    assert case.suspensions == (Suspension(FIRST_DAY, RECEIVED_IN_TIME),)


def test_what_came_after_the_term_corrects_nothing() -> None:
    """The term lapsed unused."""
    case = lapsed()
    supplement(case, LAPSED_ON + ONE_DAY)
    assert kinds(case)[-1] == "StatedFactsSupplemented"
    assert case.suspensions == (Suspension(FIRST_DAY, LAPSED_ON + ONE_DAY),)


def test_what_comes_before_the_timer_but_after_the_term_ends_no_more_than_the_term() -> None:
    """Awb 4:15(1)(a): until the term lapsed unused."""
    case = opened()
    ask(case)
    supplement(case, LAPSED_ON + 3 * ONE_DAY)
    assert case.suspensions == (Suspension(FIRST_DAY, LAPSED_ON + ONE_DAY),)


def test_a_newer_request_goes_on() -> None:
    """It was made after the supplement had come, which answers the earlier one."""
    case = lapsed()
    ask(case, 2, LAPSED_ON + 2 * ONE_DAY)
    supplement(case, RECEIVED_IN_TIME)
    assert case.suspended_from == LAPSED_ON + 3 * ONE_DAY
    assert case.suspensions == (Suspension(FIRST_DAY, RECEIVED_IN_TIME),)
    assert clock_of((e.event_id, e) for e in case.pending()).suspended_from == case.suspended_from


def test_another_suspension_of_the_same_days_stays() -> None:
    """Only what the request suspended is corrected."""
    case = lapsed()
    agreed = KindOfSuspension(SuspensionKind.DELAY_OF_APPLICANT, FIRST_DAY)
    suspend(case, agreed, LAPSED_ON)
    supplement(case, RECEIVED_IN_TIME)
    corrected = case.pending()[-1]
    assert isinstance(corrected, DecisionTermResumedEarlier)
    assert corrected.still_suspended_from == FIRST_DAY


def test_a_notice_held_premature_has_effect_after_all() -> None:
    """Awb 4:17(3): the term had ended when it came."""
    case = lapsed()
    last_day = last_day_of(case, Suspension(FIRST_DAY, RECEIVED_IN_TIME))
    give_notice(case, last_day + ONE_DAY)
    supplement(case, RECEIVED_IN_TIME)
    assert kinds(case)[-2:] == ["DecisionTermResumedEarlier", "NoticeOfDefaultReceived"]
    assert case.default.standing is not None
