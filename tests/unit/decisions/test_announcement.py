"""A decision is announced by sending it; what runs until a decision runs until that day (Awb 3:40, 3:41, 4:5(4), 4:17)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.decisions.domain.announcement import (
    DecisionAnnounced,
    DecisionAnnouncedOnPaper,
    DecisionAnnouncement,
    announcement_id,
)
from services.decisions.domain.case_clock import CaseClock, clock_of
from services.decisions.domain.clock_entries import ClockEntry, ClockStep
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.notice_of_default import Notice, PenaltyFixed
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.terms import Channel
from tests.support.cases import (
    CASE,
    DECISION,
    HANDLER,
    a_case_with_facts,
    an_application,
    new_events,
    settled,
)
from tests.support.proceedings import (
    SECOND_ASKED_ON,
    SECOND_LAPSED_ON,
    ask,
    give_notice,
    lapse,
    leave_out,
    refuse_on_other_ground,
    with_letters,
)

LETTER, LATER_LETTER = UUID(int=801), UUID(int=802)
LAST_DAY = date(2026, 3, 2)
NOTICED_ON = date(2026, 3, 3)
FIRST_PENALTY_DAY = date(2026, 3, 18)
LAST_PENALTY_DAY = date(2026, 4, 28)
ONE_DAY = timedelta(days=1)


def fix(case: DecisionCase, on: date, announced_on: date | None) -> PenaltyFixed:
    """The desk decides on the penalty, with the first announcement as it is known."""
    case.fix_penalty(None, announced_on=announced_on, decided_on=on, decided_by=HANDLER)
    fixed = new_events(case)[-1]
    assert isinstance(fixed, PenaltyFixed)
    return fixed


def refused_in_default(decided_on: date) -> DecisionCase:
    """In default since 3 March, and refused on that day."""
    case = a_case_with_facts()
    give_notice(case, NOTICED_ON)
    refuse_on_other_ground(case, decided_on)
    return settled(case)


def told(case: DecisionCase, later: timedelta, *more: Event) -> CaseClock:
    """The clock of a case of which every letter leaves so many days after its decision."""
    events = [*with_letters(new_events(case), later), *((event.event_id, event) for event in more)]
    return clock_of(events)


def announced(clock: CaseClock) -> ClockEntry:
    """What the clock tells of the announcement."""
    [entry] = [one for one in clock.entries if one.step is ClockStep.ANNOUNCED]
    return entry


def test_the_days_of_default_run_until_the_letter_leaves():
    """Awb 4:17(1), 3:41(1): decided on the first penalty day, announced two days later: two days are due."""
    case = refused_in_default(FIRST_PENALTY_DAY)
    fixed = fix(case, FIRST_PENALTY_DAY + 9 * ONE_DAY, FIRST_PENALTY_DAY + 2 * ONE_DAY)
    assert (fixed.days, fixed.amount_euros) == (2, 46)
    assert fixed.last_day == FIRST_PENALTY_DAY + ONE_DAY


def test_a_decision_within_the_two_weeks_announced_after_them_costs_a_penalty():
    """Awb 4:17(3): the day of the act ends no default."""
    case = refused_in_default(FIRST_PENALTY_DAY - ONE_DAY)
    assert fix(case, FIRST_PENALTY_DAY + ONE_DAY, FIRST_PENALTY_DAY + ONE_DAY).days == 1


def test_a_penalty_is_not_fixed_before_the_announcement():
    """Awb 4:17(1), 3:41(1): days may yet be added; not once forty-two have passed."""
    case = refused_in_default(FIRST_PENALTY_DAY)
    with pytest.raises(RuleBroken, match="decision_not_announced"):
        fix(case, LAST_PENALTY_DAY, None)
    assert fix(case, LAST_PENALTY_DAY + ONE_DAY, None).days == 42


def test_a_notice_that_comes_before_the_letter_left_has_effect():
    """Awb 4:17(3): nobody has a decision yet that was not announced."""
    case = a_case_with_facts()
    refuse_on_other_ground(case, NOTICED_ON)
    announced_on = NOTICED_ON + 3 * ONE_DAY
    give = case.note_notice_of_default
    notice = a_notice_on(NOTICED_ON + ONE_DAY)
    give(notice, announced_on=announced_on, today=announced_on)
    assert case.default.standing is not None
    with pytest.raises(NotInThisState, match="nothing_due_any_more"):
        give(a_notice_on(announced_on), announced_on=announced_on, today=announced_on)


def test_a_case_that_ended_without_a_decision_waits_for_no_letter():
    """Awb 4:17(1): withdrawn, no decision is due any more."""
    case = a_case_with_facts()
    give_notice(case, NOTICED_ON)
    case.note_withdrawal(withdrawn_on=FIRST_PENALTY_DAY + ONE_DAY, handling_started=True)
    assert fix(settled(case), LAST_PENALTY_DAY, None).days == 1


@pytest.mark.parametrize(("later", "in_time"), [(0, True), (1, False)])
def test_a_decision_on_the_last_day_is_announced_in_time_on_that_day_alone(later: int, in_time: bool):
    """Awb 3:41(1), 4:13(1): taken in time, and told apart whether it was announced in time."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    refuse_on_other_ground(case, LAST_DAY)
    clock = told(case, later * ONE_DAY)
    entry = announced(clock)
    assert (entry.on, entry.last_day, entry.in_time) == (LAST_DAY + later * ONE_DAY, LAST_DAY, in_time)
    assert entry.rule == "Awb 3:40; Awb 3:41(1); Awb 4:13(1)"
    assert [one.in_time for one in clock.entries if one.step is ClockStep.DECIDED] == [True]


def test_the_clock_counts_days_of_default_until_the_announcement():
    """Awb 4:17(1): also what it tells of the days that are due, and of the day to fix the penalty."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    give_notice(case, NOTICED_ON)
    refuse_on_other_ground(case, FIRST_PENALTY_DAY)
    waiting = clock_of((event.event_id, event) for event in new_events(case)).default
    assert waiting is not None
    assert waiting.amount(date.max) == 1442
    default = told(case, 2 * ONE_DAY).default
    assert default is not None
    assert (default.amount(date.max), default.last_day) == (46, FIRST_PENALTY_DAY + ONE_DAY)


def test_a_court_orders_to_announce_by_its_day():
    """Awb 8:55d(1): what the court orders is an announcement."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    case.note_court_term(appeal_id=UUID(int=1), sent_on=date(2026, 4, 1), last_day=date(2026, 4, 15))
    refuse_on_other_ground(case, date(2026, 4, 15))
    entry = announced(told(case, ONE_DAY))
    assert (entry.rule, entry.last_day, entry.in_time) == (
        "Awb 3:40; Awb 3:41(1); Awb 8:55d(1)",
        date(2026, 4, 15),
        False,
    )


@pytest.mark.parametrize(("later", "in_time"), [(0, True), (1, False)])
def test_leaving_out_is_announced_within_the_four_weeks_or_says_so(later: int, in_time: bool):
    """Awb 4:5(4): the decision keeps the last day; that the letter left later is told, and nothing else."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    ask(case)
    lapse(case)
    ask(case, 2, SECOND_ASKED_ON)
    lapse(case, 2, SECOND_ASKED_ON)
    last_day = SECOND_LAPSED_ON + 28 * ONE_DAY
    leave_out(case, on=last_day)
    left_out = new_events(case)[-1]
    assert isinstance(left_out, LeftOutOfConsideration)
    assert left_out.announce_by == last_day
    entry = announced(told(case, later * ONE_DAY))
    assert (entry.rule, entry.last_day, entry.in_time) == (
        "Awb 3:40; Awb 3:41(1); Awb 4:5(4)",
        last_day,
        in_time,
    )


def an_announcement(*, of_penalty: bool = False) -> DecisionAnnouncement:
    """By e-mail, on the first penalty day."""
    return DecisionAnnouncement.by_letter(
        case_id=CASE,
        decision_id=DECISION,
        letter_id=LETTER,
        announced_on=FIRST_PENALTY_DAY,
        channel="email",
        of_penalty=of_penalty,
    )


def test_an_announcement_has_its_day_and_channel_and_a_stream_that_follows_from_the_decision():
    """Awb 3:41(1): so that it is recorded once, and moves no version of the case."""
    [event] = an_announcement().pending()
    assert isinstance(event, DecisionAnnounced)
    assert (event.originator_id, event.announced_on, event.channel) == (
        announcement_id(DECISION),
        FIRST_PENALTY_DAY,
        "email",
    )


def test_what_bounced_announced_nothing_and_the_paper_does():
    """Awb 3:41(1): only ever on a later day, and each once."""
    announcement = an_announcement()
    announcement.announce_on_paper(letter_id=LATER_LETTER, announced_on=FIRST_PENALTY_DAY)
    announcement.announce_on_paper(letter_id=LATER_LETTER, announced_on=FIRST_PENALTY_DAY + ONE_DAY)
    announcement.announce_on_paper(letter_id=LATER_LETTER, announced_on=FIRST_PENALTY_DAY + ONE_DAY)
    _, paper = announcement.pending()
    assert isinstance(paper, DecisionAnnouncedOnPaper)
    assert (paper.was, paper.announced_on) == (FIRST_PENALTY_DAY, FIRST_PENALTY_DAY + ONE_DAY)


def test_the_clock_counts_from_the_paper_and_ends_nothing_with_the_letter_about_a_penalty():
    """Awb 3:41(1), 4:18: a penalty that was announced is not the decision that is waited for."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    give_notice(case, NOTICED_ON)
    refuse_on_other_ground(case, FIRST_PENALTY_DAY)
    bounced = an_announcement()
    bounced.announce_on_paper(letter_id=LATER_LETTER, announced_on=FIRST_PENALTY_DAY + 4 * ONE_DAY)
    of_penalty = an_announcement(of_penalty=True)
    events = [*new_events(case), *bounced.pending(), *of_penalty.pending()]
    clock = clock_of((event.event_id, event) for event in events)
    steps = [entry.step for entry in clock.entries][-3:]
    assert steps == [ClockStep.ANNOUNCED, ClockStep.ANNOUNCED_ON_PAPER, ClockStep.PENALTY_ANNOUNCED]
    assert clock.default is not None
    assert clock.default.last_day == FIRST_PENALTY_DAY + 3 * ONE_DAY


def a_notice_on(received_on: date) -> Notice:
    """A notice of default by post."""
    return Notice(received_on, Channel.POST, HANDLER)
