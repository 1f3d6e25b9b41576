"""Terms to complete and to give views, moved in a case: what they open, what they close, and what the clock says."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.decisions.domain.case_clock import CaseClock, clock_of
from services.decisions.domain.clock_entries import ClockStep
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.moved_terms import (
    CompletionTermMoved,
    RevocationViewsTermMoved,
    ViewsTermMoved,
)
from shared.errors import NotInThisState, RuleBroken
from shared.law.moved_terms import ElectronicChannel, Move, MovedBecause, Outage, move_to_paper
from shared.vocabulary import LeftOutReason, RevocationGround, RoadTaxRate, StatedFacts
from tests.support.cases import CASE, HANDLER, a_decided_case, a_van, an_application, new_events
from tests.support.hearings import (
    ASKED_ON,
    ONE_DAY,
    VIEWS_UNTIL,
    a_private_case,
    ask_views,
    assess_private_use,
    establish,
    give_views,
    refuse,
)
from tests.support.proceedings import SEALED_REASONS

OUTAGE, LETTER = UUID(int=801), UUID(int=802)
TWO_WEEKS = timedelta(days=14)
LAST_DAY = ASKED_ON + TWO_WEEKS
"""Monday 16 February 2026."""
MOVED_TO = LAST_DAY + ONE_DAY
MOVE = Move(MOVED_TO, MovedBecause.OUTAGE, OUTAGE, "SYNTHETIC outage/2026")
ON_THE_LAST_DAY = Outage(OUTAGE, ElectronicChannel.EMAIL, VIEWS_UNTIL, VIEWS_UNTIL)


def asked_to_complete() -> DecisionCase:
    """Twice; the second term, of two weeks, runs."""
    case = a_private_case(exclusively_private=True)
    for number in (1, 2):
        case.suspend_decision_term(request_number=number, requested_on=ASKED_ON, term_last_day=LAST_DAY)
    return case


def lapse(case: DecisionCase, last_day: date, number: int = 2) -> None:
    """The term passes unused."""
    case.note_completion_term_lapsed(request_number=number, term_last_day=last_day)


def move(case: DecisionCase, number: int = 2) -> None:
    """Applications told that it ends a day later."""
    case.move_completion_term(request_number=number, move=MOVE, moved_on=MOVED_TO)


def asked_views() -> DecisionCase:
    """Of which the assessment advises refusal on facts that differ from what was supplied."""
    case = a_private_case(exclusively_private=True, road_tax_rate=RoadTaxRate.PRIVATE)
    establish(case, road_tax_rate=RoadTaxRate.BUSINESS)
    assess_private_use(case)
    ask_views(case)
    return case


def told(case: DecisionCase) -> CaseClock:
    """The clock, as far as the case has come."""
    return clock_of((event.event_id, event) for event in case.pending())


def test_an_application_is_not_left_out_before_the_moved_day_has_passed():
    """Also where the earlier day had passed before it was moved (Awb 4:5(1))."""
    case = asked_to_complete()
    lapse(case, LAST_DAY)
    move(case)
    with pytest.raises(RuleBroken, match="completion_term_runs"):
        case.leave_out_of_consideration(LeftOutReason.NO_RESPONSE, decided_on=MOVED_TO, decided_by=HANDLER)
    case.leave_out_of_consideration(
        LeftOutReason.NO_RESPONSE, decided_on=MOVED_TO + ONE_DAY, decided_by=HANDLER
    )


def test_the_four_weeks_count_from_the_moved_day():
    """Awb 4:5(4): 17 February and four weeks is 17 March."""
    case = asked_to_complete()
    lapse(case, LAST_DAY)
    move(case)
    with pytest.raises(RuleBroken, match="leaving_out_too_late"):
        case.leave_out_of_consideration(
            LeftOutReason.NO_RESPONSE, decided_on=date(2026, 3, 18), decided_by=HANDLER
        )
    case.leave_out_of_consideration(
        LeftOutReason.NO_RESPONSE, decided_on=date(2026, 3, 17), decided_by=HANDLER
    )


def test_a_suspended_term_stays_so_until_the_moved_day():
    """Awb 4:15(1)(a): its last day is suspended too."""
    moved, unmoved = asked_to_complete(), asked_to_complete()
    move(moved)
    lapse(moved, MOVED_TO)
    lapse(unmoved, LAST_DAY)
    assert (moved.last_day, unmoved.last_day) == (date(2026, 3, 17), date(2026, 3, 16))


def test_a_term_that_ran_again_runs_on():
    """What was started by its end is not taken away."""
    case = asked_to_complete()
    lapse(case, LAST_DAY)
    before = case.last_day
    move(case)
    assert (case.last_day, case.suspended_from) == (before, None)


def test_a_request_that_was_answered_is_not_moved():
    """Nor one that a newer request has replaced."""
    case = asked_to_complete()
    with pytest.raises(NotInThisState, match="request_not_running"):
        move(case, number=1)
    case.supplement_stated_facts(supplemented_on=LAST_DAY, stated=StatedFacts(daily_range_km=1))
    with pytest.raises(NotInThisState, match="request_not_running"):
        move(case)


def test_an_outage_on_the_last_day_for_views_moves_it_once():
    """Until then the applicant is not refused (Awb 4:7(1))."""
    case = asked_views()
    case.move_views_after(ON_THE_LAST_DAY, VIEWS_UNTIL + ONE_DAY)
    case.move_views_after(ON_THE_LAST_DAY, VIEWS_UNTIL + ONE_DAY)
    [moved] = [event for event in case.pending() if isinstance(event, ViewsTermMoved)]
    assert (moved.previous_last_day, moved.views_until) == (VIEWS_UNTIL, VIEWS_UNTIL + ONE_DAY)
    with pytest.raises(RuleBroken, match="views_term_runs"):
        refuse(case, VIEWS_UNTIL + ONE_DAY)
    refuse(case, VIEWS_UNTIL + 2 * ONE_DAY)


def test_views_that_came_or_a_decision_leave_nothing_to_move():
    """Both end the waiting."""
    heard, decided = asked_views(), asked_views()
    give_views(heard, VIEWS_UNTIL)
    refuse(decided, VIEWS_UNTIL + ONE_DAY)
    for case in (heard, decided):
        before = len(case.pending())
        case.move_views_after(ON_THE_LAST_DAY, VIEWS_UNTIL + 2 * ONE_DAY)
        assert len(case.pending()) == before


def test_a_question_that_came_later_on_paper_counts_from_there():
    """Only for the question that this letter asked."""
    case = asked_views()
    asked = case.pending()[-1].event_id
    paper = move_to_paper(VIEWS_UNTIL + 5 * ONE_DAY, LETTER)
    case.move_views_to_paper(paper, told_by=UUID(int=1), moved_on=ASKED_ON)
    assert case.views is not None
    assert case.views.views_until == VIEWS_UNTIL
    case.move_views_to_paper(paper, told_by=asked, moved_on=ASKED_ON)
    assert case.views.views_until == VIEWS_UNTIL + 5 * ONE_DAY


def test_the_views_of_a_holder_are_waited_for_longer_too():
    """The exemption is not revoked before the moved day has passed (Awb 4:8)."""
    granted, until = a_decided_case(a_van(1300)), date(2026, 6, 15)
    granted.intend_revocation(
        RevocationGround.WRONG_DATA,
        views_until=until,
        reasons=SEALED_REASONS,
        intended_on=date(2026, 6, 1),
        intended_by=HANDLER,
    )
    outage = Outage(OUTAGE, ElectronicChannel.EMAIL, until, until)
    granted.move_views_after(outage, until + ONE_DAY)
    [moved] = [event for event in new_events(granted) if isinstance(event, RevocationViewsTermMoved)]
    assert moved.views_until == until + ONE_DAY
    assert granted.intention is not None
    assert granted.intention.views_until == moved.views_until


def test_the_clock_names_the_moved_day_with_its_rule_and_act():
    """And the four weeks anew, where the earlier day had passed."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    case.suspend_decision_term(request_number=1, requested_on=ASKED_ON, term_last_day=LAST_DAY)
    lapse(case, LAST_DAY, number=1)
    move(case, number=1)
    [moved] = [event for event in case.pending() if isinstance(event, CompletionTermMoved)]
    entry, four_weeks = told(case).entries[-2:]
    assert (entry.step, entry.last_day, entry.event_id) == (
        ClockStep.COMPLETION_TERM_MOVED,
        MOVED_TO,
        moved.event_id,
    )
    assert entry.rule == "Awb afdeling 2.3; SYNTHETIC outage/2026"
    assert (four_weeks.step, four_weeks.last_day) == (ClockStep.LEAVING_OUT_TERM, date(2026, 3, 17))
