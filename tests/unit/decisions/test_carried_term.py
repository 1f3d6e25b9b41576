"""A conversion keeps the day of receipt, and with it what befell the decision term since (Awb 4:14(3), 4:15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from services.decisions.domain.carried_term import DEFAULT_GOES_OVER
from services.decisions.domain.case_clock import CaseClock, clock_of
from services.decisions.domain.clock_entries import ClockStep
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.suspension import KindOfSuspension
from shared.errors import NotInThisState, RuleBroken
from shared.vocabulary import ExemptionType, SuspensionKind
from tests.support.cases import CASE, an_application, new_events, settled
from tests.support.proceedings import (
    ASKED_ON,
    SECOND_ASKED_ON,
    ask,
    extend,
    fix_penalty,
    give_notice,
    lapse,
    leave_out,
    refuse_on_other_ground,
    suspend,
    uphold,
)

NEW_CASE = UUID(int=4711)
FIVE_WEEKS = timedelta(weeks=5)
LAST_DAY = date(2026, 3, 2)
LATER = date(2026, 4, 7)
"""The same after thirty-five suspended days, over Easter."""
CONVERTED_ON = date(2026, 3, 20)


def opened() -> DecisionCase:
    """Received on 5 January 2026."""
    return DecisionCase.start_decision_term(case_id=CASE, application=an_application())


def asked_in_vain() -> DecisionCase:
    """Asked on 12 January, of which the term lapsed on 16 February."""
    case = opened()
    ask(case, term=FIVE_WEEKS)
    lapse(case, term=FIVE_WEEKS)
    assert case.last_day == LATER
    return case


def converted(
    case: DecisionCase,
    on: date = CONVERTED_ON,
    received_on: date | None = None,
    default_goes_over: bool = DEFAULT_GOES_OVER,
) -> DecisionCase:
    """The case in which it goes on."""
    to_type = ExemptionType.LONG_DELIVERY_TIME
    application = an_application(to_type)
    if received_on is not None:
        application = replace(application, received_on=received_on)
    case.note_conversion(
        converted_on=on,
        to_type=to_type,
        new_case_id=NEW_CASE,
        new_received_on=application.received_on,
        default_goes_over=default_goes_over,
    )
    return DecisionCase.start_decision_term(case_id=NEW_CASE, application=application, converted=case)


def told(case: DecisionCase) -> CaseClock:
    """Its clock."""
    return clock_of((event.event_id, event) for event in new_events(case))


def refusal(act: object) -> str:
    """The code of the rule that forbids it."""
    with pytest.raises(RuleBroken) as broken:
        act()  # type: ignore[operator]  # a lambda of the test
    return broken.value.code


def test_the_new_case_has_the_suspended_days():
    """Its term has not passed at its birth: it can be extended and suspended, and a notice is premature until then."""
    new = converted(asked_in_vain())
    assert new.last_day == LATER
    clock = told(new)
    assert (clock.last_day, clock.suspended_from, clock.days_left(CONVERTED_ON)) == (LATER, None, 18)
    give_notice(new, CONVERTED_ON, today=CONVERTED_ON)
    assert [notice.received_on for notice in new.default.premature] == [CONVERTED_ON]
    extend(new, date(2026, 5, 1), on=CONVERTED_ON)
    assert new.last_day == date(2026, 5, 1)


def test_the_clock_says_what_came_over():
    """With the days, by the act that began the new case."""
    started, suspended, resumed = told(converted(asked_in_vain())).entries
    assert (started.step, started.rule, started.last_day) == (
        ClockStep.STARTED,
        "Awb 4:13(2); Awb 4:15; Atw 1(1)",
        LATER,
    )
    assert started.counted_to == date(2026, 4, 6)
    assert [(each.step, each.because, each.on) for each in (suspended, resumed)] == [
        (ClockStep.CARRIED_OVER, "suspended", date(2026, 1, 13)),
        (ClockStep.CARRIED_OVER, "resumed", date(2026, 2, 17)),
    ]


def test_a_later_suspension_comes_on_top():
    """Of the new case itself."""
    new = converted(asked_in_vain())
    ask(new, on=CONVERTED_ON)
    lapse(new, on=CONVERTED_ON)
    assert new.last_day == date(2026, 4, 20)
    assert told(new).last_day == new.last_day


def test_what_suspends_it_still_ends_with_the_conversion():
    """The request and what else goes on: each day counts once, and nothing is waited for in the new case."""
    case = opened()
    ask(case)
    suspend(case, KindOfSuspension(SuspensionKind.INFORMATION_FROM_ABROAD, ASKED_ON))
    new = converted(case, on=date(2026, 1, 20))
    assert (new.suspended_from, new.suspended_otherwise) == (None, ())
    assert new.last_day == LAST_DAY + timedelta(days=8)


def test_a_request_of_the_same_day_has_suspended_nothing():
    """It would have from the day after."""
    case = opened()
    ask(case)
    assert converted(case, on=ASKED_ON).last_day == LAST_DAY


def test_the_day_that_was_named_stands():
    """Awb 4:14(3): the authority's own, told while the term ran."""
    case = asked_in_vain()
    extend(case, date(2026, 4, 20), on=LAST_DAY)
    new = converted(case)
    assert new.last_day == date(2026, 4, 20)
    clock = told(new)
    assert (clock.entries[0].rule, clock.entries[-1].because) == ("Awb 4:14(3)", "extended")
    assert clock.entries[-1].last_day == date(2026, 4, 20)


def test_a_second_conversion_carries_all_of_it():
    """What came over goes over again."""
    assert converted(converted(asked_in_vain()), on=CONVERTED_ON + timedelta(days=1)).last_day == LATER


def test_with_another_day_of_receipt_the_term_is_its_own():
    """The days belong to the application whose receipt counts."""
    new = converted(asked_in_vain(), received_on=CONVERTED_ON)
    assert (new.suspensions, new.last_day) == ((), date(2026, 5, 18))


def test_a_case_without_any_of_it_starts_as_before():
    """Eight weeks, and nothing is said of another case."""
    [started] = new_events(converted(opened(), on=ASKED_ON))
    assert started.carried_over is None
    assert started.last_day == LAST_DAY


def test_no_term_is_known_where_leaving_out_was_revoked_before():
    """Awb 7:11(2): no source says what is left of it, in the new case neither."""
    case = opened()
    for number, on in ((1, ASKED_ON), (2, SECOND_ASKED_ON)):
        ask(case, number, on)
        lapse(case, number, on)
    leave_out(case)
    uphold(case)
    new = converted(case, on=date(2026, 6, 1))
    assert told(new).days_left(date(2026, 6, 1)) is None
    assert refusal(lambda: extend(new, date(2026, 9, 1), on=date(2026, 6, 1))) == "term_unknown"
    assert refusal(lambda: give_notice(new, date(2026, 6, 2), today=date(2026, 6, 2))) == "term_unknown"


# What a late decision costs goes on with the request to decide on (Awb 4:17; ADR 0014)

NOTICED, GRACE = date(2026, 3, 9), date(2026, 3, 23)
FIRST_PENALTY_DAY, LAST_PENALTY_DAY = date(2026, 3, 24), date(2026, 5, 4)
IN_DEFAULT_ON = date(2026, 3, 27)
"""The fourth day of the penalty."""


def in_default() -> DecisionCase:
    """The applicant gave notice a week after the term had ended."""
    case = opened()
    give_notice(case, NOTICED)
    return case


def refused(act: Callable[[], object]) -> str:
    """The code of the state that forbids it."""
    with pytest.raises(NotInThisState) as raised:
        act()
    return raised.value.code


def test_a_running_penalty_goes_on_in_the_new_case_and_runs_once() -> None:
    """Awb 4:17(1): from the day after the two weeks of the one notice, until the decision in the new case."""
    old = in_default()
    new = converted(old, on=IN_DEFAULT_ON)
    assert (new.default.standing, new.default.fixed) == (old.default.standing, False)
    clock = told(new)
    assert clock.default is not None
    assert (clock.default.standing.first_day, clock.default.grace_last_day) == (FIRST_PENALTY_DAY, GRACE)
    assert clock.default.days(date(2026, 4, 2)) == 10
    assert told(old).default is None
    refuse_on_other_ground(new, on=date(2026, 4, 3))
    fix_penalty(new, on=date(2026, 4, 3))
    assert new.default.penalty is not None
    assert new.default.penalty.amount_euros == 10 * 23


def test_the_old_case_has_no_penalty_of_its_own() -> None:
    """Neither fixed there, nor begun by a notice that is recorded there afterwards."""
    old = in_default()
    converted(old, on=IN_DEFAULT_ON)
    assert refused(lambda: fix_penalty(old, on=IN_DEFAULT_ON)) == "default_went_over"
    assert refused(lambda: give_notice(old, NOTICED, today=IN_DEFAULT_ON)) == "default_went_over"


def test_a_second_notice_begins_no_second_penalty() -> None:
    """Awb 4:17(3): the first one has effect already, in the new case as in the old one."""
    new = converted(in_default(), on=IN_DEFAULT_ON)
    assert refused(lambda: give_notice(new, date(2026, 4, 1))) == "in_default_already"


def test_a_penalty_that_was_fixed_stays_where_it_was_and_none_runs_again() -> None:
    """Awb 4:17(1), 4:18: forty-two days at most for one request."""
    old = in_default()
    fix_penalty(old, on=LAST_PENALTY_DAY + timedelta(days=1))
    new = converted(settled(old), on=date(2026, 5, 8))
    assert refused(lambda: give_notice(new, date(2026, 5, 11))) == "penalty_fixed"
    assert refused(lambda: fix_penalty(new, on=date(2026, 7, 1))) == "penalty_fixed"
    clock = told(new)
    assert (clock.default, clock.entries[-1].because) == (None, "penalty_fixed")


def test_a_premature_notice_comes_over_as_what_it_was() -> None:
    """Awb 4:17(3): it came before the term had ended, and is without effect in the new case too."""
    early = opened()
    give_notice(early, ASKED_ON)
    new = converted(early, on=NOTICED)
    assert ([one.received_on for one in new.default.premature], new.default.standing) == ([ASKED_ON], None)
    give_notice(new, date(2026, 3, 12))
    assert new.default.standing is not None


def test_where_the_day_of_receipt_is_not_kept_the_default_stays_behind() -> None:
    """Agreed otherwise, it is another request to decide on: what is due for the first one is due there."""
    old = in_default()
    new = converted(old, on=IN_DEFAULT_ON, received_on=IN_DEFAULT_ON)
    assert new.default.standing is None
    fix_penalty(old, on=IN_DEFAULT_ON)
    assert old.default.fixed


def test_that_it_goes_over_is_a_choice() -> None:
    """SYNTHETIC (ADR 0014): chosen otherwise, a new notice is given in the new case."""
    old = in_default()
    new = converted(old, on=IN_DEFAULT_ON, default_goes_over=False)
    assert new.default.standing is None
    fix_penalty(old, on=IN_DEFAULT_ON)
    give_notice(new, date(2026, 4, 1))


def test_a_default_that_a_decision_ended_does_not_come_back() -> None:
    """Awb 3:41(1): the application was left out, which was announced; revoked on objection no term is known."""
    case = opened()
    for number, on in ((1, ASKED_ON), (2, SECOND_ASKED_ON)):
        ask(case, number, on)
        lapse(case, number, on)
    leave_out(case)
    uphold(case)
    case.note_conversion(
        converted_on=date(2026, 6, 1),
        to_type=ExemptionType.LONG_DELIVERY_TIME,
        new_case_id=NEW_CASE,
        new_received_on=case.received_on,
    )
    assert not case.default_went_over


ORDERED_ON, BY = date(2026, 4, 21), date(2026, 5, 5)


@pytest.mark.parametrize("heard_of_later", [False, True])
def test_the_day_of_a_court_goes_over(heard_of_later: bool) -> None:
    """Awb 8:55d(1): what it ordered is to decide on the application; also where the order crossed the conversion."""
    old = opened()

    def order() -> None:
        old.note_court_term(appeal_id=UUID(int=1), sent_on=ORDERED_ON, last_day=BY)

    def convert() -> None:
        old.note_conversion(
            converted_on=ORDERED_ON,
            to_type=ExemptionType.LONG_DELIVERY_TIME,
            new_case_id=NEW_CASE,
            new_received_on=old.received_on,
        )

    for act in (convert, order) if heard_of_later else (order, convert):
        act()
    application = an_application(ExemptionType.LONG_DELIVERY_TIME)
    new = DecisionCase.start_decision_term(case_id=NEW_CASE, application=application, converted=old)
    clock = told(new)
    assert (clock.last_day, clock.entries[-1].step) == (BY, ClockStep.ORDERED_BY_COURT)
    assert new.court_term is not None


def test_what_was_left_out_is_what_the_court_ordered() -> None:
    """A decision was taken: taken up again, the day of the court is none any more."""
    case = opened()
    for number, on in ((1, ASKED_ON), (2, SECOND_ASKED_ON)):
        ask(case, number, on)
        lapse(case, number, on)
    case.note_court_term(appeal_id=UUID(int=1), sent_on=ORDERED_ON, last_day=BY)
    leave_out(case)
    assert case.court_term is None
