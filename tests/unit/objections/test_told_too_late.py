"""A committee and an adjournment move the last day when their letter left in time (Awb 7:10(3), (5), 7:13(2))."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.objections.domain.late_ruling import LateRulingNoticeReceived, Notice
from services.objections.domain.objection import Objection
from services.objections.domain.ruling_clock import clock_of
from services.objections.domain.ruling_clock_entries import RulingStep
from services.objections.domain.ruling_term import CommitteeAnnounced, RulingAdjourned
from services.objections.domain.term_fold import changes_by
from services.objections.domain.told_too_late import LateStep, StepToldTooLate
from shared.eventlog.aggregate import Event
from shared.law.terms import Channel
from tests.support.objections import (
    HANDLER,
    NOT_WANTED,
    RULING_DAY,
    a_refusal,
    an_objection,
    asked_to_repair,
    handled,
)

A_DAY = timedelta(days=1)
ADJOURNED_TO, TWELVE_WEEKS = date(2026, 7, 20), date(2026, 7, 29)


def advised(on: date = RULING_DAY) -> Objection:
    """A committee is announced on that day, by default the last of the six weeks."""
    objection = an_objection()
    objection.announce_committee(handled(a_refusal(), on=on))
    return objection


def adjourned() -> Objection:
    """The decision is adjourned on the last day."""
    objection = an_objection()
    objection.adjourn_ruling(ADJOURNED_TO, handled(a_refusal(), on=RULING_DAY))
    return objection


def tell(objection: Objection, on: date) -> list[Event]:
    """The letter about it leaves on that day; what that records."""
    acts = [one for one in objection.pending() if isinstance(one, CommitteeAnnounced | RulingAdjourned)]
    before = len(objection.pending())
    objection.note_told(acts[-1], on, a_refusal())
    return list(objection.pending()[before:])


def deadline(objection: Objection) -> date:
    """The last day to decide, as things stand."""
    term = objection.ruling_term(a_refusal())
    assert term is not None
    return term.deadline().last_day


@pytest.mark.parametrize(("objection", "last_day"), [(advised, TWELVE_WEEKS), (adjourned, ADJOURNED_TO)])
def test_what_is_told_on_the_last_day_holds(objection: object, last_day: date) -> None:
    """Awb 7:10(3), 7:13(2): nothing is recorded."""
    told = objection()  # type: ignore[operator]
    assert tell(told, RULING_DAY) == []
    assert deadline(told) == last_day


@pytest.mark.parametrize(
    ("objection", "step"), [(advised, LateStep.COMMITTEE), (adjourned, LateStep.ADJOURNMENT)]
)
def test_what_is_told_after_the_term_moves_no_last_day(objection: object, step: LateStep) -> None:
    """Awb 7:10(3), (5), 7:13(2): six weeks, as if it had not been; once, and the lists fold the same."""
    told = objection()  # type: ignore[operator]
    [late] = tell(told, RULING_DAY + A_DAY)
    assert isinstance(late, StepToldTooLate)
    assert (late.step, late.decide_before, late.told_on) == (step, RULING_DAY, RULING_DAY + A_DAY)
    assert deadline(told) == RULING_DAY
    assert changes_by(told.pending()) == told.term_changes
    assert tell(told, RULING_DAY + A_DAY) == []


def test_a_notice_that_was_held_premature_by_it_has_had_effect() -> None:
    """Awb 4:17(3), 7:14: it came after the term."""
    objection = adjourned()
    noticed_on = RULING_DAY + A_DAY
    objection.note_notice_of_default(
        Notice(noticed_on, Channel.POST, HANDLER), a_refusal(), told=(), today=noticed_on
    )
    _, noticed = tell(objection, noticed_on + A_DAY)
    assert isinstance(noticed, LateRulingNoticeReceived)
    assert not noticed.premature


def test_a_suspended_term_has_not_ended() -> None:
    """Awb 7:10(2): what is told meanwhile is told in time."""
    objection = asked_to_repair(advised(RULING_DAY - A_DAY), RULING_DAY - A_DAY, RULING_DAY + 14 * A_DAY)
    assert tell(objection, RULING_DAY + A_DAY) == []


def test_nothing_turns_on_it_once_it_was_decided_or_while_no_term_runs() -> None:
    """Awb 7:10(1): nor where the end of the term to object is not known."""
    ruled = adjourned()
    ruled.waive_hearing(NOT_WANTED, handled(a_refusal(), on=RULING_DAY))
    ruled.withdraw(by="applicant-1", on=RULING_DAY)
    assert tell(ruled, RULING_DAY + A_DAY) == []
    unknown = an_objection()
    unannounced = a_refusal(announced_on=None, remedy_last_day=None)
    unknown.announce_committee(handled(unannounced, on=RULING_DAY))
    [announced] = [one for one in unknown.pending() if isinstance(one, CommitteeAnnounced)]
    before = unknown.version
    unknown.note_told(announced, RULING_DAY + A_DAY, unannounced)
    assert unknown.version == before


def test_a_committee_that_was_told_of_late_is_still_waited_for() -> None:
    """Awb 7:13(6), (7): the objector knows of it; it is the longer term alone that falls away."""
    objection = advised()
    tell(objection, RULING_DAY + A_DAY)
    assert objection.term_changes.committee_announced_on == RULING_DAY


def test_the_clock_says_what_came_too_late() -> None:
    """Awb 7:10(3), (5): with the last day as it is without it."""
    objection = adjourned()
    tell(objection, RULING_DAY + A_DAY)
    clock = clock_of([(RULING_DAY, event) for event in objection.pending()], a_refusal())
    entry = clock.entries[-1]
    assert (entry.step, entry.on, entry.rule, entry.last_day) == (
        RulingStep.TOLD_TOO_LATE,
        RULING_DAY + A_DAY,
        "Awb 7:10(3); Awb 7:10(5)",
        RULING_DAY,
    )
    assert clock.term is not None
    assert clock.term.last_day == RULING_DAY
