"""The clock of an objection: every date of the term to decide, with its article and its act (Awb 7:10)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.handling import Dismissal
from services.objections.domain.objection import Objection
from services.objections.domain.repair import RepairEnding
from services.objections.domain.ruling_clock import RulingClock, clock_of
from services.objections.domain.ruling_clock_entries import RulingStep
from tests.support.objections import (
    ANNOUNCED,
    LAST_DAY,
    OBJECTOR,
    RENEWAL,
    RULING_DAY,
    TODAY,
    a_refusal,
    an_objection,
    asked_to_repair,
    handled,
    written,
)

A_DAY = timedelta(days=1)


def told(
    objection: Objection, contested: ContestedDecision | None = None, effective_on: date = TODAY
) -> RulingClock:
    """The clock of what was recorded, every act on that day unless it says another."""
    history = ((effective_on, event) for event in objection.pending())
    return clock_of(history, contested or a_refusal())


def steps(clock: RulingClock) -> list[RulingStep]:
    """What happened to the term, in order."""
    return [entry.step for entry in clock.entries]


def test_the_term_begins_when_the_objection_term_has_ended() -> None:
    """Awb 7:10(1): announced on 24 March, to object until 6 May, to decide until 17 June."""
    clock = told(an_objection())
    announced, started = clock.entries
    assert (announced.step, announced.on, announced.last_day) == (
        RulingStep.OBJECTION_TERM,
        ANNOUNCED,
        LAST_DAY,
    )
    assert (announced.rule, announced.event_id) == ("Awb 6:7; Awb 6:8(1)", None)
    assert (started.step, started.on, started.rule) == (RulingStep.STARTED, LAST_DAY + A_DAY, "Awb 7:10(1)")
    assert (started.counted_to, started.last_day, started.provisional) == (RULING_DAY, RULING_DAY, False)
    assert clock.term is not None
    assert (clock.term.last_day, clock.days_left(TODAY), clock.days_left(date(2026, 6, 19))) == (
        RULING_DAY,
        28,
        -2,
    )


def test_a_term_that_is_not_known_has_no_dates() -> None:
    """Before the announcement; a committee can be told of already."""
    unknown = a_refusal(announced_on=None, remedy_last_day=None)
    objection = an_objection()
    objection.announce_committee(handled(unknown))
    clock = told(objection, unknown)
    assert (clock.term, clock.days_left(TODAY), steps(clock)) == (None, None, [RulingStep.COMMITTEE])
    assert clock.entries[0].last_day is None


def test_every_act_is_told_with_its_article() -> None:
    """Committee, request, repair, adjournment, consent: each with the last day that it leaves."""
    objection = an_objection()
    objection.announce_committee(handled(a_refusal(), on=date(2026, 5, 8)))
    asked_to_repair(objection, date(2026, 5, 11), date(2026, 5, 26))
    objection.repair_defect(date(2026, 5, 19), None, a_refusal())
    objection.adjourn_ruling(date(2026, 9, 1), handled(a_refusal()))
    objection.agree_postponement(date(2026, 10, 1), TODAY, handled(a_refusal()))
    _, _, committee, suspended, resumed, adjourned, postponed = told(objection).entries
    acts = objection.pending()
    assert (committee.rule, committee.last_day) == ("Awb 7:10(1); Awb 7:13(2)", date(2026, 7, 29))
    assert committee.event_id == acts[1].event_id
    assert (suspended.rule, suspended.on) == ("Awb 6:6; Awb 7:10(2)", date(2026, 5, 12))
    assert (resumed.rule, resumed.because, resumed.on) == (
        "Awb 7:10(1); Awb 7:10(2)",
        RepairEnding.REPAIRED,
        date(2026, 5, 19),
    )
    assert (resumed.counted_to, resumed.last_day) == (date(2026, 8, 5), date(2026, 8, 5))
    assert (adjourned.rule, adjourned.last_day) == ("Awb 7:10(3)", date(2026, 9, 1))
    assert (postponed.rule, postponed.last_day) == ("Awb 7:10(4)", date(2026, 10, 1))
    assert postponed.event_id == acts[-1].event_id


def test_a_last_day_on_a_free_day_names_the_rule_that_moved_it() -> None:
    """Three days suspended end on Saturday 20 June, so that Monday the 22nd is the last day."""
    objection = asked_to_repair(an_objection())
    objection.repair_defect(TODAY + 4 * A_DAY, None, a_refusal())
    resumed = told(objection).entries[-1]
    assert (resumed.counted_to, resumed.last_day) == (date(2026, 6, 20), date(2026, 6, 22))
    assert resumed.rule.endswith("; Atw 1(1)")


def test_while_it_is_suspended_nobody_knows_the_days_left() -> None:
    """Awb 7:10(2); after the lapse they are known again."""
    objection = asked_to_repair(an_objection())
    clock = told(objection)
    assert (clock.suspended_from, clock.days_left(TODAY)) == (TODAY + A_DAY, None)
    objection.lapse_repair_term(date(2026, 6, 4), a_refusal())
    clock = told(objection)
    assert (clock.entries[-1].because, clock.entries[-1].on) == (RepairEnding.LAPSED, date(2026, 6, 4))
    assert (clock.suspended_from, clock.days_left(date(2026, 6, 4))) == (None, 27)


@pytest.mark.parametrize(("on", "in_time"), [(RULING_DAY, True), (RULING_DAY + A_DAY, False)])
def test_a_ruling_ends_the_clock_in_time_or_not(on: date, in_time: bool) -> None:
    """A term of order: what comes after it is a ruling as well."""
    objection = an_objection()
    objection.rule(Dismissal(written("Ongegrond.")), handled(a_refusal(), on=on))
    clock = told(objection, effective_on=on)
    assert (clock.entries[-1].step, clock.entries[-1].in_time) == (RulingStep.RULED, in_time)
    assert (clock.ended_on, clock.days_left(on)) == (on, None)


def test_the_renewed_decision_rules_on_the_day_of_its_effect() -> None:
    """While the term is suspended it is in time."""
    objection = asked_to_repair(an_objection())
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by="reviewer-1")
    clock = told(objection, effective_on=date(2026, 9, 1))
    assert (clock.ended_on, clock.entries[-1].in_time, clock.suspended_from) == (
        date(2026, 9, 1),
        True,
        None,
    )


def test_a_withdrawal_ends_it_without_a_ruling() -> None:
    """Awb 6:21: neither in time nor late."""
    objection = an_objection()
    objection.withdraw(by=OBJECTOR, on=TODAY)
    ended = told(objection).entries[-1]
    assert (ended.step, ended.on, ended.in_time) == (RulingStep.WITHDRAWN, TODAY, None)


def test_nothing_recorded_has_no_clock() -> None:
    """It is an error of the caller."""
    with pytest.raises(ValueError, match="without its founding event"):
        clock_of([], None)
