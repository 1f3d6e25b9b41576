"""A notice of default has effect when the term has ended; the penalty follows from it, and is fixed as computed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from services.decisions.domain.case_clock import CaseClock, clock_of
from services.decisions.domain.clock_entries import ClockStep
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.notice_of_default import (
    NothingDue,
    NoticeOfDefaultReceived,
    PenaltyFixed,
)
from services.decisions.domain.suspension import KindOfSuspension
from shared.errors import DomainError, NotInThisState, RuleBroken
from shared.law.terms import Channel
from shared.vocabulary import ExemptionType, NothingDueGround, SuspensionKind
from tests.support.cases import (
    CASE,
    HANDLER,
    OTHER_CASE,
    RECEIVED_ON,
    a_case_with_facts,
    an_application,
    new_events,
    settled,
)
from tests.support.proceedings import (
    ASKED_ON,
    SEALED_REASONS,
    SECOND_LAPSED_ON,
    a_case_asked_twice_in_vain,
    ask,
    end_suspension,
    extend,
    fix_penalty,
    give_notice,
    kinds,
    lapse,
    leave_out,
    refuse_on_other_ground,
    supplement,
    suspend,
    uphold,
    with_letters,
)

LAST_DAY = date(2026, 3, 2)
ONE_DAY = timedelta(days=1)
NOTICED_ON = date(2026, 3, 3)
GRACE_LAST_DAY = date(2026, 3, 17)
FIRST_PENALTY_DAY = date(2026, 3, 18)
LAST_PENALTY_DAY = date(2026, 4, 28)
LATE_NOTICE = NothingDueGround.UNREASONABLY_LATE_NOTICE


def fix(case: DecisionCase, on: date, nothing_due: NothingDue | None = None) -> None:
    """The desk decides on the penalty; a decision was announced on its day."""
    fix_penalty(case, on, nothing_due)


def in_default(on: date = NOTICED_ON) -> DecisionCase:
    """A case of which the term had ended when the notice came."""
    case = a_case_with_facts()
    give_notice(case, on)
    return settled(case)


def told(case: DecisionCase) -> CaseClock:
    """The clock of all that happened to a case of which every event is new."""
    return clock_of(with_letters(new_events(case)))


def test_a_notice_after_the_term_sets_two_weeks_and_forty_two_days_going():
    """Awb 4:17(1), (3): every date is stored with the notice."""
    case = a_case_with_facts()
    give_notice(case, NOTICED_ON, Channel.POST)
    [noticed] = new_events(case)
    assert isinstance(noticed, NoticeOfDefaultReceived)
    assert (noticed.premature, noticed.term_last_day, noticed.channel) == (False, LAST_DAY, Channel.POST)
    assert noticed.grace_last_day == GRACE_LAST_DAY
    assert (noticed.first_penalty_day, noticed.last_penalty_day) == (FIRST_PENALTY_DAY, LAST_PENALTY_DAY)


def test_a_notice_on_the_last_day_is_premature():
    """Awb 4:17(3): it is recorded, and has no effect."""
    case = a_case_with_facts()
    give_notice(case, LAST_DAY)
    [noticed] = new_events(case)
    assert isinstance(noticed, NoticeOfDefaultReceived)
    assert (noticed.premature, noticed.grace_last_day, noticed.first_penalty_day) == (True, None, None)
    with pytest.raises(NotInThisState, match="not_in_default"):
        fix(case, date(2027, 1, 1))
    give_notice(case, NOTICED_ON)
    assert case.default.standing is not None


@pytest.mark.parametrize(
    "longer",
    [
        lambda case: extend(case, LAST_DAY + 14 * ONE_DAY),
        lambda case: ask(case, on=LAST_DAY - ONE_DAY),
        lambda case: suspend(case, KindOfSuspension(SuspensionKind.AGREED, LAST_DAY), LAST_DAY),
    ],
    ids=["extended", "asked", "suspended"],
)
def test_a_notice_is_premature_while_the_term_goes_on_longer(longer: Callable[[DecisionCase], None]):
    """Awb 4:14(3), 4:15: a term that was extended or is suspended has not passed."""
    case = a_case_with_facts()
    longer(case)
    give_notice(settled(case), NOTICED_ON)
    [noticed] = new_events(case)
    assert isinstance(noticed, NoticeOfDefaultReceived)
    assert noticed.premature


def test_a_suspension_that_proves_to_have_ended_before_gives_the_notice_its_effect():
    """Awb 4:17(3): the delay ended on the last day of the term, so that the notice a week later was not premature."""
    case = a_case_with_facts()
    suspend(case, KindOfSuspension(SuspensionKind.DELAY_OF_APPLICANT, LAST_DAY), LAST_DAY)
    noticed_on = LAST_DAY + 7 * ONE_DAY
    give_notice(case, noticed_on)
    end_suspension(settled(case), SuspensionKind.DELAY_OF_APPLICANT, LAST_DAY, noticed_on + ONE_DAY)
    assert kinds(case) == ["OtherSuspensionEnded", "NoticeOfDefaultReceived"]
    again = new_events(case)[-1]
    assert isinstance(again, NoticeOfDefaultReceived)
    assert (again.premature, again.received_on) == (False, noticed_on)
    assert (case.default.premature, again.grace_last_day) == ((), noticed_on + 14 * ONE_DAY)


def test_a_supplement_of_before_the_notice_gives_it_its_effect_too():
    """What the applicant did is heard of later than the desk recorded the notice."""
    case = a_case_with_facts()
    ask(case, on=LAST_DAY - 2 * ONE_DAY)
    give_notice(case, LAST_DAY + 7 * ONE_DAY)
    supplement(settled(case), LAST_DAY)
    assert kinds(case)[-1] == "NoticeOfDefaultReceived"
    assert case.default.standing is not None


def test_a_notice_stays_premature_when_the_suspension_did_go_on():
    """The set term lapsed only after it came."""
    case = a_case_with_facts()
    ask(case, on=LAST_DAY - ONE_DAY)
    give_notice(case, NOTICED_ON)
    lapse(settled(case), on=LAST_DAY - ONE_DAY)
    assert kinds(case) == ["DecisionTermResumed"]


@pytest.mark.parametrize("received_on", [RECEIVED_ON - ONE_DAY, NOTICED_ON + ONE_DAY, date.min, date.max])
def test_a_notice_comes_after_the_application_and_not_in_the_future(received_on: date):
    """Awb 4:17(3): what is recorded was received."""
    with pytest.raises(RuleBroken, match="notice_out_of_time"):
        give_notice(a_case_with_facts(), received_on, today=NOTICED_ON)


def test_one_notice_is_enough():
    """A later one has no effect, so that there is nothing to record."""
    case = in_default()
    with pytest.raises(NotInThisState, match="in_default_already"):
        give_notice(case, NOTICED_ON + ONE_DAY)
    with pytest.raises(NotInThisState, match="in_default_already"):
        give_notice(case, NOTICED_ON)


def test_an_earlier_notice_that_is_found_later_takes_its_place():
    """It came by post and lay somewhere: the two weeks run from its receipt."""
    case = in_default(NOTICED_ON + 5 * ONE_DAY)
    give_notice(case, NOTICED_ON, Channel.POST, today=NOTICED_ON + 9 * ONE_DAY)
    assert case.default.standing is not None
    assert case.default.standing.first_day == FIRST_PENALTY_DAY


def test_after_the_decision_only_a_notice_of_before_it_counts():
    """Awb 4:17(1): no decision was due when a later one came."""
    case = a_case_with_facts()
    decided_on = FIRST_PENALTY_DAY + ONE_DAY
    refuse_on_other_ground(case, decided_on)
    with pytest.raises(NotInThisState, match="nothing_due_any_more"):
        give_notice(settled(case), decided_on)
    give_notice(case, NOTICED_ON, today=decided_on)
    fix(case, decided_on)
    fixed = new_events(case)[-1]
    assert isinstance(fixed, PenaltyFixed)
    assert (fixed.days, fixed.amount_euros) == (1, 23)


@pytest.mark.parametrize(
    ("decided_on", "number", "euros"),
    [
        (FIRST_PENALTY_DAY + ONE_DAY, 1, 23),
        (FIRST_PENALTY_DAY + 15 * ONE_DAY, 15, 357),
        (LAST_PENALTY_DAY, 41, 1397),
        (LAST_PENALTY_DAY + ONE_DAY, 42, 1442),
        (LAST_PENALTY_DAY + 100 * ONE_DAY, 42, 1442),
    ],
)
def test_the_penalty_is_fixed_as_computed(decided_on: date, number: int, euros: int):
    """Awb 4:17(1), (2), 4:18: the day of the decision is no day of default any more."""
    case = in_default()
    refuse_on_other_ground(case, decided_on)
    fix(settled(case), decided_on + 3 * ONE_DAY)
    [fixed] = new_events(case)
    assert isinstance(fixed, PenaltyFixed)
    assert (fixed.days, fixed.amount_euros, fixed.ground) == (number, euros, None)
    assert (fixed.notice_received_on, fixed.first_day) == (NOTICED_ON, FIRST_PENALTY_DAY)
    assert fixed.last_day == FIRST_PENALTY_DAY + (number - 1) * ONE_DAY
    assert fixed.decision_id == fixed.event_id


def test_without_a_decision_it_is_fixed_after_the_forty_two_days():
    """Awb 4:18: within two weeks after the last day, and not before it has passed."""
    case = in_default()
    with pytest.raises(RuleBroken, match="penalty_runs"):
        fix(case, LAST_PENALTY_DAY)
    fix(case, LAST_PENALTY_DAY + ONE_DAY)
    assert case.default.fixed


@pytest.mark.parametrize("decided_on", [NOTICED_ON + ONE_DAY, GRACE_LAST_DAY, FIRST_PENALTY_DAY])
def test_a_decision_within_the_two_weeks_costs_nothing(decided_on: date):
    """Awb 4:17(3): on the first penalty day itself no day of default has passed yet."""
    case = in_default()
    refuse_on_other_ground(case, decided_on)
    with pytest.raises(RuleBroken, match="no_day_of_default"):
        fix(case, decided_on)


@pytest.mark.parametrize("ground", NothingDueGround)
def test_nothing_is_due_on_a_ground_of_the_law_with_reasons(ground: NothingDueGround):
    """Awb 4:17(6): the days are recorded all the same."""
    case = in_default()
    refuse_on_other_ground(case, LAST_PENALTY_DAY)
    fix(case, LAST_PENALTY_DAY, NothingDue(ground, SEALED_REASONS))
    fixed = new_events(case)[-1]
    assert isinstance(fixed, PenaltyFixed)
    assert (fixed.amount_euros, fixed.ground, fixed.sealed_reasons) == (0, ground, SEALED_REASONS)
    assert fixed.days == 41


@pytest.mark.parametrize(
    "act",
    [
        lambda case: fix(case, LAST_PENALTY_DAY + ONE_DAY),
        lambda case: give_notice(case, LAST_DAY + ONE_DAY, today=LAST_PENALTY_DAY + ONE_DAY),
    ],
)
def test_a_penalty_is_fixed_once(act: Callable[[DecisionCase], None]):
    """Awb 4:18: against it lies objection, and nothing is added to it afterwards."""
    case = in_default(NOTICED_ON + ONE_DAY)
    fix(case, LAST_PENALTY_DAY + 2 * ONE_DAY)
    with pytest.raises(NotInThisState, match="penalty_fixed"):
        act(case)


def withdrawn(case: DecisionCase, on: date) -> None:
    """The applicant withdraws."""
    case.note_withdrawal(withdrawn_on=on, handling_started=True)


def converted(case: DecisionCase, on: date) -> None:
    """Another case takes its place."""
    case.note_conversion(converted_on=on, to_type=ExemptionType.HARDSHIP, new_case_id=OTHER_CASE)


@pytest.mark.parametrize("end", [withdrawn, converted, refuse_on_other_ground])
def test_every_end_of_a_case_ends_the_default(end: Callable[[DecisionCase, date], None]):
    """Awb 4:17(1): no decision is due any more."""
    case = in_default()
    end(case, FIRST_PENALTY_DAY + 2 * ONE_DAY)
    fix(case, LAST_PENALTY_DAY)
    fixed = new_events(case)[-1]
    assert isinstance(fixed, PenaltyFixed)
    assert fixed.days == 2


def test_a_case_taken_up_again_takes_no_notice_of_what_comes_after_it_was_left_out():
    """Awb 7:11(2): nobody knows what is left of the term then; what came before it was left out still counts."""
    case = a_case_asked_twice_in_vain()
    leave_out(case)
    uphold(case)
    for received_on in (SECOND_LAPSED_ON, date(2026, 4, 21)):
        with pytest.raises(RuleBroken, match="term_unknown"):
            give_notice(settled(case), received_on, today=date(2026, 4, 21))
    give_notice(case, SECOND_LAPSED_ON - ONE_DAY, today=date(2026, 4, 21))


def test_every_refusal_names_an_article():
    """Whoever reads it can look the rule up."""
    case = in_default()
    acts: list[Callable[[], None]] = [
        lambda: give_notice(case, NOTICED_ON),
        lambda: give_notice(case, date.max),
        lambda: fix(case, LAST_PENALTY_DAY),
        lambda: fix(a_case_with_facts(), LAST_PENALTY_DAY),
    ]
    for act in acts:
        with pytest.raises(DomainError) as refused:
            act()
        assert "(Awb 4:1" in refused.value.detail


def test_the_clock_tells_what_a_late_decision_costs():
    """Every date with its rule, and the amount as of the day asked for, that day included."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    give_notice(case, ASKED_ON)
    assert told(case).default is None
    give_notice(case, NOTICED_ON)
    clock = told(case)
    _, premature, noticed, penalty = clock.entries
    assert (premature.step, premature.on) == (ClockStep.PREMATURE_NOTICE, ASKED_ON)
    assert (noticed.step, noticed.rule, noticed.last_day) == (
        ClockStep.NOTICE_OF_DEFAULT,
        "Awb 4:17(3)",
        GRACE_LAST_DAY,
    )
    assert (penalty.step, penalty.on, penalty.last_day) == (
        ClockStep.PENALTY,
        FIRST_PENALTY_DAY,
        LAST_PENALTY_DAY,
    )
    default = clock.default
    assert default is not None
    for today, number, euros in (
        (GRACE_LAST_DAY, 0, 0),
        (FIRST_PENALTY_DAY, 1, 23),
        (FIRST_PENALTY_DAY + 14 * ONE_DAY, 15, 357),
        (date.max, 42, 1442),
    ):
        assert (default.days(today), default.amount(today)) == (number, euros)
    assert (default.last_day, default.fix_by) == (LAST_PENALTY_DAY, date(2026, 5, 12))


def test_the_clock_stops_counting_with_the_decision_and_tells_what_was_fixed():
    """Two days of default; then nothing is due, by a ground of the law."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    give_notice(case, NOTICED_ON)
    decided_on = FIRST_PENALTY_DAY + 2 * ONE_DAY
    refuse_on_other_ground(case, decided_on)
    default = told(case).default
    assert default is not None
    assert (default.last_day, default.amount(date.max)) == (decided_on - ONE_DAY, 46)
    assert default.fix_by == date(2026, 4, 2)
    fix(case, decided_on, NothingDue(LATE_NOTICE, SEALED_REASONS))
    clock = told(case)
    assert clock.default is not None
    assert clock.default.amount(date.max) == 0
    assert (clock.entries[-1].step, clock.entries[-1].rule, clock.entries[-1].amount_euros) == (
        ClockStep.PENALTY_FIXED,
        "Awb 4:17(6); Awb 4:18",
        0,
    )
    _, decided, announced, _ = clock.entries[-4:]
    assert (clock.ended_on, decided.in_time) == (decided_on, False)
    assert (announced.step, announced.on, announced.in_time) == (ClockStep.ANNOUNCED, decided_on, False)


def test_the_two_weeks_that_the_calendar_moved_say_so():
    """A notice of 23 March ends its two weeks on Easter Monday, and so on the Tuesday after it."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    give_notice(case, date(2026, 3, 23))
    noticed = told(case).entries[1]
    assert (noticed.counted_to, noticed.last_day) == (date(2026, 4, 6), date(2026, 4, 7))
    assert noticed.rule == "Awb 4:17(3); Atw 1(1)"


def test_a_decision_within_the_two_weeks_leaves_no_penalty_to_tell():
    """No last day, and nothing to fix."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    give_notice(case, NOTICED_ON)
    refuse_on_other_ground(case, GRACE_LAST_DAY)
    default = told(case).default
    assert default is not None
    assert (default.last_day, default.fix_by, default.amount(date.max)) == (None, None, 0)


def test_a_notice_names_its_channel_and_who_recorded_it():
    """By post, or electronically."""
    case = a_case_with_facts()
    give_notice(case, NOTICED_ON, Channel.POST)
    [noticed] = new_events(case)
    assert isinstance(noticed, NoticeOfDefaultReceived)
    assert (noticed.channel, noticed.noted_by) == (Channel.POST, HANDLER)
