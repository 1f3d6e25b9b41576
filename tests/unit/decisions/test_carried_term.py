"""A conversion keeps the day of receipt, and with it what befell the decision term since (Awb 4:14(3), 4:15)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from services.decisions.domain.case_clock import CaseClock, clock_of
from services.decisions.domain.clock_entries import ClockStep
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.suspension import KindOfSuspension
from shared.errors import RuleBroken
from shared.vocabulary import ExemptionType, SuspensionKind
from tests.support.cases import CASE, an_application, new_events
from tests.support.proceedings import (
    ASKED_ON,
    SECOND_ASKED_ON,
    ask,
    extend,
    give_notice,
    lapse,
    leave_out,
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


def converted(case: DecisionCase, on: date = CONVERTED_ON, received_on: date | None = None) -> DecisionCase:
    """The case in which it goes on."""
    to_type = ExemptionType.LONG_DELIVERY_TIME
    case.note_conversion(converted_on=on, to_type=to_type, new_case_id=NEW_CASE)
    application = an_application(to_type)
    if received_on is not None:
        application = replace(application, received_on=received_on)
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
