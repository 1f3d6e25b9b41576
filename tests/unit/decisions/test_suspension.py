"""The decision term is suspended otherwise than by a request to complete, and each suspended day counts once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from services.decisions.domain.case_clock import CaseClock, clock_of
from services.decisions.domain.clock_entries import ClockStep
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_term import DecisionTermResumed, DecisionTermSuspended
from services.decisions.domain.suspension import (
    ARTICLES,
    LONGEST_AGREED,
    DecisionTermSuspendedOtherwise,
    KindOfSuspension,
    OtherSuspensionEnded,
    WrittenConsent,
)
from shared.errors import NotInThisState, RuleBroken
from shared.law.terms import Channel
from shared.vocabulary import SuspensionKind
from tests.support.cases import (
    CASE,
    HANDLER,
    RECEIVED_ON,
    a_case_with_facts,
    an_application,
    new_events,
    settled,
)
from tests.support.proceedings import (
    ASKED_ON,
    SEALED_REASONS,
    a_case_asked_twice_in_vain,
    ask,
    end_suspension,
    extend,
    kinds,
    lapse,
    leave_out,
    refuse_on_other_ground,
    supplement,
    suspend,
    uphold,
)

LAST_DAY = date(2026, 3, 2)
FIRST_DAY = ASKED_ON + timedelta(days=1)
ONE_DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
ABROAD, AGREED, DELAY, FORCE_MAJEURE = SuspensionKind


def begun(kind: SuspensionKind, first_day: date = FIRST_DAY, **said: date) -> KindOfSuspension:
    """A suspension as the desk records it; force majeure is expected to last two weeks."""
    if kind is FORCE_MAJEURE:
        said.setdefault("expected_end", first_day + 2 * WEEK)
    return KindOfSuspension(kind, first_day, **said)


def opened() -> DecisionCase:
    """A case of which every event is new."""
    return DecisionCase.start_decision_term(case_id=CASE, application=an_application())


def told(case: DecisionCase) -> CaseClock:
    """The clock of all that happened to it."""
    return clock_of((event.event_id, event) for event in new_events(case))


@pytest.mark.parametrize("kind", SuspensionKind)
def test_each_kind_suspends_until_its_end(kind: SuspensionKind):
    """Awb 4:15(1)(b), (2): a week is a week longer, and the new last day is recorded with the end (4:15(4))."""
    case = a_case_with_facts()
    suspend(case, begun(kind))
    [suspended] = new_events(case)
    assert isinstance(suspended, DecisionTermSuspendedOtherwise)
    assert (suspended.kind, suspended.first_day, suspended.term_suspended_from) == (
        kind,
        FIRST_DAY,
        FIRST_DAY,
    )
    assert (suspended.suspended_by, suspended.sealed_reasons) == (HANDLER, SEALED_REASONS)
    end_suspension(settled(case), kind, FIRST_DAY + WEEK)
    [ended] = new_events(case)
    assert isinstance(ended, OtherSuspensionEnded)
    assert (ended.suspended_from, ended.resumed_on) == (FIRST_DAY, FIRST_DAY + WEEK)
    assert (ended.last_day, ended.still_suspended_from) == (LAST_DAY + WEEK, None)
    assert case.last_day == LAST_DAY + WEEK


def test_force_majeure_says_when_the_decision_is_expected():
    """Awb 4:15(3): the applicant is told so."""
    with pytest.raises(RuleBroken, match="expected_end_missing"):
        suspend(a_case_with_facts(), KindOfSuspension(FORCE_MAJEURE, FIRST_DAY))


def agreed(consent: WrittenConsent | None, kind: SuspensionKind = AGREED) -> DecisionCase:
    """A case that the desk suspends, with that consent."""
    case, of = a_case_with_facts(), replace(begun(kind), consent=consent)
    case.suspend_otherwise(of, reasons=SEALED_REASONS, suspended_on=ASKED_ON, suspended_by=HANDLER)
    return case


@pytest.mark.parametrize("channel", Channel)
def test_the_day_and_the_form_of_the_consent_are_recorded(channel: Channel):
    """Awb 4:15(2)(a): the applicant agreed in writing."""
    consent = WrittenConsent(ASKED_ON - ONE_DAY, channel)
    case = agreed(consent)
    [suspended] = new_events(case)
    assert isinstance(suspended, DecisionTermSuspendedOtherwise)
    assert suspended.consent == consent
    assert case.suspended_otherwise[0].consent == consent


NO_CONSENT = {
    "none": (None, AGREED, "suspension_not_agreed"),
    "to another kind": (WrittenConsent(ASKED_ON, Channel.POST), DELAY, "suspension_not_agreed"),
    "before the application": (
        WrittenConsent(date(2026, 1, 4), Channel.POST),
        AGREED,
        "consent_out_of_time",
    ),
    "yet to come": (WrittenConsent(ASKED_ON + ONE_DAY, Channel.POST), AGREED, "consent_out_of_time"),
}


@pytest.mark.parametrize("why", NO_CONSENT)
def test_nothing_is_agreed_without_consent(why: str):
    """Awb 4:15(2)(a): nor does another kind ask for it."""
    consent, kind, code = NO_CONSENT[why]
    with pytest.raises(RuleBroken, match=code):
        agreed(consent, kind)


def test_an_agreed_suspension_can_have_its_end_at_once():
    """Awb 4:15(2)(a): the last day is then known from the beginning."""
    case = a_case_with_facts()
    suspend(case, begun(AGREED, ends_on=FIRST_DAY + 2 * WEEK))
    assert kinds(case) == ["DecisionTermSuspendedOtherwise", "OtherSuspensionEnded"]
    assert (case.last_day, case.suspended_otherwise) == (LAST_DAY + 2 * WEEK, ())


@pytest.mark.parametrize("kind", [ABROAD, DELAY, FORCE_MAJEURE])
def test_nothing_else_has_an_agreed_end(kind: SuspensionKind):
    """Awb 4:15(2)(a): how long the others last nobody can agree on."""
    with pytest.raises(RuleBroken, match="end_not_agreed"):
        suspend(a_case_with_facts(), begun(kind, ends_on=FIRST_DAY + WEEK))


@pytest.mark.parametrize("ends_on", [FIRST_DAY, FIRST_DAY + LONGEST_AGREED + ONE_DAY, date.max])
def test_an_agreed_end_comes_within_a_year(ends_on: date):
    """After the first day; that a year is the limit is SYNTHETIC."""
    with pytest.raises(RuleBroken, match="suspension_ends_wrongly"):
        suspend(a_case_with_facts(), begun(AGREED, ends_on=ends_on))


def test_the_same_kind_does_not_run_twice():
    """Each kind is ended by its name; another kind may begin beside it."""
    case = a_case_with_facts()
    suspend(case, begun(DELAY))
    with pytest.raises(NotInThisState, match="suspension_runs"):
        suspend(case, begun(DELAY))
    suspend(case, begun(ABROAD))


def test_a_kind_can_come_again_after_its_end():
    """Two weeks in all."""
    case = a_case_with_facts()
    for first_day in (FIRST_DAY, FIRST_DAY + 2 * WEEK):
        suspend(case, begun(DELAY, first_day), first_day)
        end_suspension(case, DELAY, first_day + WEEK)
    assert case.last_day == LAST_DAY + 2 * WEEK


@pytest.mark.parametrize("on", [LAST_DAY, LAST_DAY + ONE_DAY])
def test_a_term_that_has_ended_is_not_suspended_any_more(on: date):
    """Awb 4:15: recorded on the last day it suspends, afterwards it would take a notice of default away."""
    case = a_case_with_facts()
    if on == LAST_DAY:
        suspend(case, begun(DELAY, on), on)
        return
    with pytest.raises(RuleBroken, match="term_has_ended"):
        suspend(case, begun(DELAY, FIRST_DAY), on)


@pytest.mark.parametrize("first_day", [RECEIVED_ON, date.min, ASKED_ON + 2 * ONE_DAY, date.max])
def test_a_suspension_begins_within_the_term(first_day: date):
    """After the day of receipt, and at the latest on the day after it is recorded (Awb 4:15(1))."""
    with pytest.raises(RuleBroken, match="suspension_out_of_term"):
        suspend(a_case_with_facts(), begun(DELAY, first_day), ASKED_ON)


@pytest.mark.parametrize(
    ("resumed_on", "today"),
    [
        (FIRST_DAY - ONE_DAY, FIRST_DAY + WEEK),
        (FIRST_DAY + WEEK, FIRST_DAY + WEEK - ONE_DAY),
        (date.max, FIRST_DAY + WEEK),
    ],
)
def test_a_suspension_ends_after_it_began_and_not_in_the_future(resumed_on: date, today: date):
    """What is to come cannot be recorded."""
    case = a_case_with_facts()
    suspend(case, begun(DELAY))
    with pytest.raises(RuleBroken, match="suspension_ends_wrongly"):
        end_suspension(case, DELAY, resumed_on, today)


def test_a_suspension_that_was_extended_over_went_on_that_day():
    """Awb 4:14(3): the extension was possible only because the term was suspended still."""
    case = a_case_with_facts()
    suspend(case, begun(DELAY, LAST_DAY), LAST_DAY)
    told_on = LAST_DAY + WEEK
    extend(case, LAST_DAY + 4 * WEEK, told_on)
    with pytest.raises(RuleBroken, match="suspension_ends_wrongly"):
        end_suspension(case, DELAY, told_on - ONE_DAY, told_on)
    end_suspension(case, DELAY, told_on)
    assert case.last_day == LAST_DAY + 4 * WEEK


def test_what_does_not_run_does_not_end():
    """Neither before it began nor a second time."""
    case = a_case_with_facts()
    with pytest.raises(NotInThisState, match="suspension_not_running"):
        end_suspension(case, DELAY, FIRST_DAY)
    suspend(case, begun(DELAY))
    end_suspension(case, DELAY, FIRST_DAY + WEEK)
    with pytest.raises(NotInThisState, match="suspension_not_running"):
        end_suspension(case, DELAY, FIRST_DAY + WEEK)


def test_days_under_a_request_to_complete_and_another_suspension_count_once():
    """Awb 4:15: the request suspends 13 to 26 January, the delay 20 January to 2 February: three weeks in all."""
    case = a_case_with_facts()
    ask(case)
    suspend(case, begun(DELAY, date(2026, 1, 20)), date(2026, 1, 20))
    lapse(case)
    resumed = new_events(case)[-1]
    assert isinstance(resumed, DecisionTermResumed)
    assert resumed.still_suspended_from == date(2026, 1, 20)
    end_suspension(case, DELAY, date(2026, 2, 3))
    assert case.last_day == LAST_DAY + 3 * WEEK


def test_a_request_within_another_suspension_adds_nothing():
    """The term is suspended from the earliest of them until the last of them ends."""
    case = a_case_with_facts()
    suspend(case, begun(ABROAD, date(2026, 1, 7)), date(2026, 1, 7))
    ask(case)
    asked = new_events(case)[-1]
    assert isinstance(asked, DecisionTermSuspended)
    assert (asked.first_day, asked.term_suspended_from) == (FIRST_DAY, date(2026, 1, 7))
    supplement(case, date(2026, 1, 20))
    end_suspension(case, ABROAD, date(2026, 1, 28))
    assert case.last_day == LAST_DAY + 3 * WEEK


def test_the_end_of_one_leaves_the_term_suspended_by_the_request():
    """Awb 4:15(1)(a): from the day after the request."""
    case = a_case_with_facts()
    suspend(case, begun(DELAY, date(2026, 1, 8)), date(2026, 1, 8))
    ask(case)
    end_suspension(case, DELAY, date(2026, 1, 15))
    ended = new_events(case)[-1]
    assert isinstance(ended, OtherSuspensionEnded)
    assert ended.still_suspended_from == FIRST_DAY


@pytest.mark.parametrize(
    "act",
    [
        lambda case: suspend(case, begun(DELAY)),
        lambda case: end_suspension(case, DELAY, FIRST_DAY),
    ],
)
def test_a_decided_case_is_not_suspended(act: Callable[[DecisionCase], None]):
    """Nothing is due any more."""
    case = a_case_with_facts()
    refuse_on_other_ground(case)
    with pytest.raises(NotInThisState, match="already_decided"):
        act(case)


def test_of_a_case_that_was_taken_up_again_no_term_is_known():
    """Awb 7:11(2): what suspended it before has ended with leaving it out."""
    case = a_case_asked_twice_in_vain()
    suspend(case, begun(DELAY, date(2026, 2, 16)), date(2026, 2, 16))
    leave_out(case)
    uphold(case)
    assert case.suspended_otherwise == ()
    with pytest.raises(RuleBroken, match="term_unknown"):
        suspend(settled(case), begun(DELAY))


def test_the_clock_tells_each_suspension_by_its_article():
    """Until the last of them has ended no last day is told."""
    case = opened()
    ask(case)
    suspend(case, begun(DELAY, date(2026, 1, 20)), date(2026, 1, 20))
    lapse(case)
    assert told(case).days_left(date(2026, 1, 28)) is None
    end_suspension(case, DELAY, date(2026, 2, 3))
    clock = told(case)
    _, _, suspended, lapsed, _, resumed = clock.entries
    assert (suspended.step, suspended.rule, suspended.because) == (
        ClockStep.SUSPENDED,
        "Awb 4:15(2)(b)",
        "delay_of_applicant",
    )
    assert (lapsed.step, lapsed.rule, lapsed.last_day) == (ClockStep.SUSPENSION_ENDED, "Awb 4:15(1)(a)", None)
    assert (resumed.step, resumed.last_day) == (ClockStep.RESUMED, LAST_DAY + 3 * WEEK)
    assert resumed.rule == "Awb 4:13(2); Awb 4:15(1)(a); Awb 4:15(2)(b)"
    assert (clock.suspended_from, clock.days_left(date(2026, 2, 3))) == (None, 48)


@pytest.mark.parametrize("kind", SuspensionKind)
def test_every_kind_has_its_article(kind: SuspensionKind):
    """Awb 4:15."""
    assert ARTICLES[kind].startswith("Awb 4:15(")


def test_deciding_ends_every_suspension_in_time():
    """A suspended term has not ended."""
    case = opened()
    suspend(case, begun(FORCE_MAJEURE))
    refuse_on_other_ground(case, LAST_DAY + WEEK)
    clock = told(case)
    assert (clock.entries[-1].in_time, clock.suspended_from) == (True, None)
