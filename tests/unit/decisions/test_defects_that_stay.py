"""Leaving out what stayed incomplete: a supplement that does not suffice, a signature that did not come (Awb 4:5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.reporting import ReportingCategory, ReportingRule, opened, recategorised
from shared.errors import RuleBroken
from shared.vocabulary import LeftOutReason, StatedFacts
from tests.support.cases import CASE, a_case_with_facts, an_application, new_events
from tests.support.proceedings import ASKED_ON, SEALED_REASONS, TWO_WEEKS, ask, lapse, leave_out, supplement

INSUFFICIENT = LeftOutReason.INSUFFICIENT
NOT_SIGNED = LeftOutReason.NOT_SIGNED
WORK, RANGE, SIGNATURE = "work_in_zone", "daily_range", "signature"
ONE_DAY = timedelta(days=1)
FOUR_WEEKS = timedelta(weeks=4)
LAPSED_ON = ASKED_ON + TWO_WEEKS


def asked(*items: str) -> DecisionCase:
    """A case of which the applicant was asked that on 12 January, until the 26th."""
    case = a_case_with_facts()
    ask(case, items=items)
    return case


def supplemented(*items: str, on: date = ASKED_ON + 3 * ONE_DAY) -> DecisionCase:
    """The same, with a supplement."""
    case = asked(*items)
    supplement(case, on)
    return case


def unsigned() -> DecisionCase:
    """A case that came on paper without a signature."""
    return DecisionCase.start_decision_term(case_id=CASE, application=an_application(signed=False))


def test_a_supplement_that_does_not_suffice_is_left_out_item_by_item() -> None:
    """Awb 4:5(1), 3:46: a person says of each item why."""
    case = supplemented(WORK, RANGE)
    leave_out(case, INSUFFICIENT, LAPSED_ON, (WORK,))
    left_out = new_events(case)[-1]
    assert isinstance(left_out, LeftOutOfConsideration)
    assert [(each.item, each.sealed_words) for each in left_out.on_items] == [(WORK, SEALED_REASONS)]
    assert case.state is CaseState.LEFT_OUT


def silent() -> DecisionCase:
    """Asked, and nothing came."""
    case = asked(WORK)
    lapse(case)
    return case


REFUSED: dict[str, tuple[Callable[[], DecisionCase], tuple[str, ...], str]] = {
    "never asked": (a_case_with_facts, (WORK,), "completion_not_requested"),
    "the term runs": (lambda: asked(WORK), (WORK,), "completion_term_runs"),
    "nothing came": (silent, (WORK,), "no_supplement_to_judge"),
    "no item named": (lambda: supplemented(WORK), (), "items_not_judged"),
    "an item twice": (lambda: supplemented(WORK), (WORK, WORK), "items_not_judged"),
    "an item that was not asked": (lambda: supplemented(WORK), (RANGE,), "item_not_asked"),
    "a signature that is there": (lambda: supplemented(SIGNATURE), (SIGNATURE,), "signature_not_missing"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_supplement_is_not_found_insufficient_without_what_the_law_asks(why: str) -> None:
    """Awb 4:5(1), 3:46."""
    make, items, code = REFUSED[why]
    with pytest.raises(RuleBroken, match=code):
        leave_out(make(), INSUFFICIENT, LAPSED_ON, items)


def test_what_is_about_the_whole_application_is_not_judged_item_by_item() -> None:
    """A signature that did not come is one thing."""
    case = unsigned()
    ask(case, items=(SIGNATURE, WORK))
    lapse(case)
    with pytest.raises(RuleBroken, match="items_not_judged"):
        leave_out(case, NOT_SIGNED, LAPSED_ON, (WORK,))


@pytest.mark.parametrize("items", [(), (WORK,)], ids=["as a whole", "item by item"])
def test_of_wrong_data_it_can_be_said_which_are_wrong(items: tuple[str, ...]) -> None:
    """Awb 3:46."""
    case = supplemented(WORK, RANGE)
    leave_out(case, LeftOutReason.WRONG_DATA, LAPSED_ON, items)
    left_out = new_events(case)[-1]
    assert isinstance(left_out, LeftOutOfConsideration)
    assert tuple(each.item for each in left_out.on_items) == items


@pytest.mark.parametrize(
    ("items", "code"), [((WORK, WORK), "items_not_judged"), ((RANGE,), "item_not_asked")]
)
def test_wrong_data_are_named_once_and_of_what_was_asked(items: tuple[str, ...], code: str) -> None:
    """As with a supplement that does not suffice."""
    with pytest.raises(RuleBroken, match=code):
        leave_out(supplemented(WORK), LeftOutReason.WRONG_DATA, LAPSED_ON, items)


@pytest.mark.parametrize("reacted", [False, True], ids=["silent", "something else came"])
def test_a_signature_that_did_not_come_is_left_out(reacted: bool) -> None:
    """Awb 4:2(1), 4:5(1): one request suffices in law."""
    case = unsigned()
    ask(case, items=(SIGNATURE,))
    if reacted:
        supplement(case, ASKED_ON + ONE_DAY)
    else:
        lapse(case)
    leave_out(case, NOT_SIGNED, LAPSED_ON)
    assert case.state is CaseState.LEFT_OUT


def test_a_signature_is_asked_first() -> None:
    """Awb 4:5(1)."""
    case = unsigned()
    ask(case, items=(WORK,))
    lapse(case)
    with pytest.raises(RuleBroken, match="item_not_asked"):
        leave_out(case, NOT_SIGNED, LAPSED_ON)


def test_who_signed_after_all_is_not_left_out_for_that() -> None:
    """Awb 4:2(1): also one that came after the term."""
    case = unsigned()
    ask(case, items=(SIGNATURE,))
    lapse(case)
    case.supplement_stated_facts(supplemented_on=LAPSED_ON + ONE_DAY, stated=StatedFacts(), signed=True)
    with pytest.raises(RuleBroken, match="signature_not_missing"):
        leave_out(case, NOT_SIGNED, LAPSED_ON + ONE_DAY)


def late(case: DecisionCase) -> None:
    """The timer notes the lapse, then something comes."""
    lapse(case)
    supplement(case, LAPSED_ON + timedelta(weeks=2))


def late_before_the_timer(case: DecisionCase) -> None:
    """Something comes after the term, before the timer noted that it lapsed."""
    supplement(case, LAPSED_ON + ONE_DAY)


def in_two_parts(case: DecisionCase) -> None:
    """The second part comes after the first had ended the request."""
    supplement(case, ASKED_ON + 2 * ONE_DAY)
    supplement(case, ASKED_ON + 6 * ONE_DAY)


def asked_again(number: int, on: date, *items: str) -> Callable[[DecisionCase], None]:
    """The first request lapses unused; a second one, on that day, is answered the day after."""

    def act(case: DecisionCase) -> None:
        lapse(case)
        ask(case, number, on, items=items)
        supplement(case, on + ONE_DAY)

    return act


LAST_DAY = LAPSED_ON + FOUR_WEEKS
FOUR_WEEKS_OF: dict[str, tuple[Callable[[DecisionCase], None], date | None]] = {
    "a supplement in the term": (lambda case: supplement(case, ASKED_ON + ONE_DAY), ASKED_ON + ONE_DAY),
    "a supplement on its last day": (lambda case: supplement(case, LAPSED_ON), LAPSED_ON),
    "a supplement after it": (late, LAPSED_ON),
    "a supplement after it, the lapse not noted": (late_before_the_timer, LAPSED_ON),
    "a supplement in two parts": (in_two_parts, ASKED_ON + 2 * ONE_DAY),
    "the same asked again on the last day": (asked_again(2, LAST_DAY, WORK), LAST_DAY + ONE_DAY),
    "the same asked again a day later": (asked_again(2, LAST_DAY + ONE_DAY, WORK), None),
    "the same among others a day later": (asked_again(2, LAST_DAY + ONE_DAY, RANGE, WORK), None),
    "something else asked a day later": (asked_again(2, LAST_DAY + ONE_DAY, RANGE), LAST_DAY + 2 * ONE_DAY),
    "it is not known what was asked": (asked_again(2, LAST_DAY + ONE_DAY), None),
}
"""From which day the four weeks of Awb 4:5(4) are counted; None: no leaving out any more."""


@pytest.mark.parametrize("course", FOUR_WEEKS_OF)
def test_the_four_weeks_are_counted_once_for_each_request(course: str) -> None:
    """Awb 4:5(4): from the supplement, or from the end of the term without one; nothing later revives them."""
    act, counted_from = FOUR_WEEKS_OF[course]
    if counted_from is not None:
        act(in_time := asked(WORK))
        leave_out(in_time, LeftOutReason.WRONG_DATA, counted_from + FOUR_WEEKS)
        assert in_time.state is CaseState.LEFT_OUT
    act(case := asked(WORK))
    day = (counted_from or LAST_DAY) + FOUR_WEEKS + ONE_DAY
    with pytest.raises(RuleBroken, match="leaving_out_too_late"):
        leave_out(case, LeftOutReason.WRONG_DATA, day)


@pytest.mark.parametrize("reason", [INSUFFICIENT, NOT_SIGNED])
def test_a_defect_that_stayed_is_counted_under_a_reason_of_letter_4(reason: LeftOutReason) -> None:
    """The letter names no such reason: under which of its own it is counted is a parameter (SYNTHETIC)."""
    case = unsigned()
    founded = case.pending()[0]
    ask(case, items=(SIGNATURE,))
    supplement(case, ASKED_ON + ONE_DAY)
    leave_out(case, reason, LAPSED_ON, (SIGNATURE,) if reason is INSUFFICIENT else ())
    event = case.pending()[-1]
    reported = recategorised(opened(founded), event)
    assert reported.category is ReportingCategory.WRONG_DATA
    rule = ReportingRule(defect_that_stayed_counts_as=ReportingCategory.NO_RESPONSE)
    assert recategorised(opened(founded), event, rule).category is ReportingCategory.NO_RESPONSE
