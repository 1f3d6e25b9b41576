"""The decision term is extended in time: to a day of the authority's own, on top of which later suspensions come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.decisions.domain.case_clock import clock_of
from services.decisions.domain.clock_entries import ClockStep
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.notice_of_default import NoticeOfDefaultReceived
from services.decisions.domain.term_extension import LONGEST, DecisionTermExtended, ExtensionToldTooLate
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.terms import Extension
from shared.vocabulary import LeftOutReason
from tests.support.cases import (
    CASE,
    HANDLER,
    a_case_just_opened,
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
    extend,
    give_notice,
    lapse,
    leave_out,
    refuse_on_other_ground,
    supplement,
    uphold,
)

LAST_DAY = date(2026, 3, 2)
NEW_LAST_DAY = date(2026, 4, 5)
"""Easter Sunday: no statute moves a day that the authority names."""
ONE_DAY = timedelta(days=1)
LATER_STILL = NEW_LAST_DAY + 14 * ONE_DAY


def test_the_term_runs_until_the_day_that_was_named():
    """Awb 4:14(3); also when that is a free day, since Atw 1(1) is about terms that a statute sets."""
    case = a_case_with_facts()
    extend(case, NEW_LAST_DAY)
    [extended] = new_events(case)
    assert isinstance(extended, DecisionTermExtended)
    assert (extended.previous_last_day, extended.last_day) == (LAST_DAY, NEW_LAST_DAY)
    assert (extended.extended_on, extended.extended_by) == (ASKED_ON, HANDLER)
    assert extended.sealed_reasons == SEALED_REASONS
    assert case.last_day == NEW_LAST_DAY


@pytest.mark.parametrize("on", [LAST_DAY, LAST_DAY - ONE_DAY])
def test_the_last_day_itself_is_in_time(on: date):
    """Awb 4:14(3): the applicant is told before the term has ended."""
    case = a_case_with_facts()
    extend(case, NEW_LAST_DAY, on)
    assert case.last_day == NEW_LAST_DAY


def test_a_term_that_has_ended_is_not_extended():
    """Awb 4:14(3): on the day after the last one nothing is left to extend."""
    with pytest.raises(RuleBroken, match="term_has_ended"):
        extend(a_case_with_facts(), NEW_LAST_DAY, LAST_DAY + ONE_DAY)


@pytest.mark.parametrize("new_last_day", [LAST_DAY, LAST_DAY - ONE_DAY, date.min])
def test_an_extension_is_to_a_later_day(new_last_day: date):
    """Awb 4:14(3): a term that ends on the same day or earlier is no extension."""
    with pytest.raises(RuleBroken, match="not_a_later_day"):
        extend(a_case_with_facts(), new_last_day)


def test_more_than_a_year_is_not_reasonable():
    """Awb 4:14(3): the new term is a reasonable one; the limit itself is SYNTHETIC."""
    extend(a_case_with_facts(), ASKED_ON + LONGEST)
    for beyond in (ASKED_ON + LONGEST + ONE_DAY, date.max):
        with pytest.raises(RuleBroken, match="term_too_long"):
            extend(a_case_with_facts(), beyond)


def test_it_can_be_extended_again_before_the_new_day_ends():
    """The named day is the last one of the term, until another is named in time."""
    case = a_case_with_facts()
    extend(case, NEW_LAST_DAY)
    extend(case, NEW_LAST_DAY + 7 * ONE_DAY, NEW_LAST_DAY)
    assert case.last_day == NEW_LAST_DAY + 7 * ONE_DAY
    with pytest.raises(RuleBroken, match="term_has_ended"):
        extend(case, NEW_LAST_DAY + 30 * ONE_DAY, NEW_LAST_DAY + 8 * ONE_DAY)


def test_what_is_suspended_later_comes_on_top_of_the_named_day():
    """Awb 4:15: asked after the extension, supplemented on the eighth day after that: seven days longer."""
    case = a_case_with_facts()
    extend(case, NEW_LAST_DAY, ASKED_ON)
    asked_on = ASKED_ON + 10 * ONE_DAY
    ask(case, on=asked_on)
    supplement(case, asked_on + 8 * ONE_DAY)
    assert case.last_day == NEW_LAST_DAY + 7 * ONE_DAY


def test_what_was_suspended_before_is_in_the_named_day():
    """A suspension that ended before the notice changes nothing of the day that was then named."""
    case = a_case_with_facts()
    ask(case)
    supplement(case, date(2026, 1, 20))
    extend(case, NEW_LAST_DAY, date(2026, 1, 20))
    asked_on = date(2026, 2, 2)
    ask(case, 2, asked_on)
    supplement(case, asked_on + 3 * ONE_DAY)
    assert case.last_day == NEW_LAST_DAY + 2 * ONE_DAY


def test_a_suspended_term_is_extended_and_only_days_after_the_notice_add():
    """A suspended term has not ended, also when its last day as it was before has passed."""
    case = a_case_with_facts()
    asked_on = date(2026, 2, 27)
    ask(case, on=asked_on)
    told_on = date(2026, 3, 6)
    extend(case, NEW_LAST_DAY, told_on)
    assert case.suspended_from == asked_on + ONE_DAY
    lapse(case, on=asked_on)
    assert case.last_day == NEW_LAST_DAY + 7 * ONE_DAY  # suspended until and including 13 March


def test_while_it_is_suspended_the_new_day_lies_after_every_day_suspended_so_far():
    """Fourteen suspended days are won already: to name a day within them would shorten the term."""
    case = a_case_with_facts()
    ask(case, term=timedelta(weeks=4))
    told_on = ASKED_ON + 14 * ONE_DAY
    with pytest.raises(RuleBroken, match="not_a_later_day"):
        extend(case, LAST_DAY + 14 * ONE_DAY, told_on)
    extend(case, LAST_DAY + 15 * ONE_DAY, told_on)


def test_a_request_that_came_after_the_term_keeps_nothing_open():
    """Awb 4:15: a term that has ended cannot be suspended any more, nor then be extended."""
    case = a_case_with_facts()
    ask(case, on=LAST_DAY + ONE_DAY)
    with pytest.raises(RuleBroken, match="term_has_ended"):
        extend(case, NEW_LAST_DAY, LAST_DAY + 3 * ONE_DAY)


def test_a_decided_case_has_no_term_to_extend():
    """Nothing is due any more."""
    case = a_case_with_facts()
    refuse_on_other_ground(case)
    with pytest.raises(NotInThisState, match="already_decided"):
        extend(settled(case), NEW_LAST_DAY)


def test_of_a_case_that_was_taken_up_again_no_term_is_known():
    """Awb 7:11(2): no source that we know says what is left of the term then."""
    case = a_case_asked_twice_in_vain()
    leave_out(case, LeftOutReason.NO_RESPONSE)
    uphold(case)
    with pytest.raises(RuleBroken, match="term_unknown"):
        extend(settled(case), date(2026, 6, 1), date(2026, 4, 21))


def test_the_clock_tells_the_extension_and_what_comes_after_it():
    """The named day stands as it is, and a later last day follows from it and from Awb 4:15."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    extend(case, NEW_LAST_DAY)
    asked_on = ASKED_ON + 10 * ONE_DAY
    ask(case, on=asked_on)
    supplement(case, asked_on + 8 * ONE_DAY)
    clock = clock_of((event.event_id, event) for event in new_events(case))
    started, extended, suspended, resumed, _ = clock.entries
    assert [one.step for one in (started, extended, suspended)] == [
        ClockStep.STARTED,
        ClockStep.EXTENDED,
        ClockStep.SUSPENDED,
    ]
    assert (extended.rule, extended.on, extended.last_day, extended.provisional) == (
        "Awb 4:14(3)",
        ASKED_ON,
        NEW_LAST_DAY,
        False,
    )
    assert (resumed.rule, resumed.last_day) == ("Awb 4:14(3); Awb 4:15(1)(a)", NEW_LAST_DAY + 7 * ONE_DAY)
    assert resumed.counted_to == resumed.last_day == clock.last_day


def test_a_case_without_facts_can_be_extended_too():
    """The register's silence is one reason to do so."""
    case = a_case_just_opened()
    extend(case, NEW_LAST_DAY)
    assert case.last_day == NEW_LAST_DAY


def told(case: DecisionCase, on: date) -> list[Event]:
    """The letter about the latest extension leaves on that day; what that records."""
    extended = [event for event in new_events(case) if isinstance(event, DecisionTermExtended)][-1]
    before = len(new_events(case))
    case.note_extension_told(extended, on)
    return new_events(case)[before:]


def test_an_extension_that_is_told_on_the_last_day_holds():
    """Awb 4:14(3): before the term has ended; nothing is recorded."""
    case = a_case_with_facts()
    extend(case, NEW_LAST_DAY, LAST_DAY)
    assert told(case, LAST_DAY) == []
    assert case.last_day == NEW_LAST_DAY


def test_an_extension_that_is_told_after_the_term_does_not_hold():
    """Awb 4:14(3): the term has ended, once; a notice that came meanwhile has had effect (Awb 4:17(3))."""
    case = a_case_with_facts()
    extend(case, NEW_LAST_DAY, LAST_DAY)
    give_notice(case, LAST_DAY + ONE_DAY)
    late, noticed = told(case, LAST_DAY + 2 * ONE_DAY)
    assert isinstance(late, ExtensionToldTooLate)
    assert (late.named_last_day, late.last_day, late.remaining) == (NEW_LAST_DAY, LAST_DAY, None)
    assert isinstance(noticed, NoticeOfDefaultReceived)
    assert (noticed.premature, noticed.term_last_day) == (False, LAST_DAY)
    assert (case.last_day, case.extension) == (LAST_DAY, None)
    assert told(case, LAST_DAY + 2 * ONE_DAY) == []


def test_an_extension_told_too_late_leaves_the_one_before_it():
    """Awb 4:14(3): what was told in time holds."""
    case = a_case_with_facts()
    extend(case, NEW_LAST_DAY)
    extend(case, NEW_LAST_DAY + 14 * ONE_DAY, NEW_LAST_DAY)
    [late] = told(case, NEW_LAST_DAY + ONE_DAY)
    assert isinstance(late, ExtensionToldTooLate)
    assert late.last_day == case.last_day == NEW_LAST_DAY
    assert case.extension == Extension(ASKED_ON, NEW_LAST_DAY)


def extended_twice(second_on: date) -> tuple[DecisionCase, list[DecisionTermExtended]]:
    """Before it was heard when the letter about the first extension left."""
    case = a_case_with_facts()
    extend(case, NEW_LAST_DAY, LAST_DAY)
    extend(case, LATER_STILL, second_on)
    return case, [event for event in new_events(case) if isinstance(event, DecisionTermExtended)]


def test_what_extends_a_term_that_had_ended_falls_with_the_extension_that_was_told_too_late():
    """Awb 4:14(3): the second was recorded while the message about the first was under way."""
    case, (first, second) = extended_twice(LAST_DAY + 2 * ONE_DAY)
    case.note_extension_told(first, LAST_DAY + ONE_DAY)
    late = new_events(case)[-1]
    assert isinstance(late, ExtensionToldTooLate)
    assert (late.named_last_day, late.remaining, late.last_day) == (NEW_LAST_DAY, None, LAST_DAY)
    assert (case.extension, case.earlier_extensions, case.last_day) == (None, (), LAST_DAY)
    case.note_extension_told(second, LAST_DAY + 2 * ONE_DAY)
    assert new_events(case)[-1] is late


@pytest.mark.parametrize(("told_on", "last_day"), [(LAST_DAY, LATER_STILL), (LAST_DAY + ONE_DAY, LAST_DAY)])
def test_what_extended_it_while_it_ran_stands_until_its_own_letter_is_heard_of(told_on: date, last_day: date):
    """Awb 4:14(3): its letter is held against the term without the first."""
    case, (first, second) = extended_twice(LAST_DAY)
    case.note_extension_told(first, LAST_DAY + ONE_DAY)
    late = new_events(case)[-1]
    assert isinstance(late, ExtensionToldTooLate)
    assert (late.remaining, case.last_day) == (second.extension, LATER_STILL)
    case.note_extension_told(second, told_on)
    assert case.last_day == last_day


def test_an_extension_of_a_suspended_term_is_told_in_time():
    """Awb 4:15(1)(a): a suspended term has not ended."""
    case = a_case_with_facts()
    ask(case, on=LAST_DAY - ONE_DAY)
    extend(case, NEW_LAST_DAY, LAST_DAY)
    assert told(case, LAST_DAY + 3 * ONE_DAY) == []


def test_nothing_is_told_of_an_extension_once_the_case_was_decided():
    """Awb 4:13: no term runs any more."""
    case = a_case_with_facts()
    extend(case, NEW_LAST_DAY, LAST_DAY)
    refuse_on_other_ground(case, LAST_DAY)
    assert told(case, LAST_DAY + 2 * ONE_DAY) == []


def test_the_clock_says_that_an_extension_came_too_late():
    """Awb 4:14(3): with the last day as it is without it."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    extend(case, NEW_LAST_DAY, LAST_DAY)
    told(case, LAST_DAY + ONE_DAY)
    clock = clock_of((event.event_id, event) for event in new_events(case))
    entry = clock.entries[-1]
    assert (entry.step, entry.on, entry.rule) == (
        ClockStep.EXTENSION_TOLD_TOO_LATE,
        LAST_DAY + ONE_DAY,
        "Awb 4:14(3)",
    )
    assert entry.last_day == clock.last_day == LAST_DAY
