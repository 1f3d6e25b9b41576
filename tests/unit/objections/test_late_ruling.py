"""When a decision on an objection comes too late: notices of default and the penalty (Awb 4:16-4:20, 7:14).

The last day to decide is 17 June 2026; from 1 July on, two weeks after it, a penalty runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from services.objections.domain.decision_anew import CourtOrder
from services.objections.domain.handling import Dismissal
from services.objections.domain.late_ruling import LateRulingNoticeReceived, Notice
from services.objections.domain.late_ruling_penalty import (
    LateRulingPenaltyFixed,
    LateRulingPenaltyPaid,
    NothingDue,
)
from services.objections.domain.objection import Objection
from services.objections.domain.ruling_clock import clock_of
from services.objections.domain.ruling_clock_entries import RulingStep
from shared.errors import DomainError, NotInThisState, RuleBroken
from shared.law.terms import Channel
from shared.vocabulary import NothingDueGround
from tests.support.objections import (
    HANDLER,
    OBJECTOR,
    REASSESSMENT,
    RENEWAL,
    RULING_DAY,
    a_refusal,
    an_objection,
    an_objection_with_a_finding,
    asked_to_repair,
    handled,
    written,
)

A_DAY = timedelta(days=1)
AFTER = RULING_DAY + A_DAY
GRACE = date(2026, 7, 2)
FIRST, FORTY_SECOND = date(2026, 7, 3), date(2026, 8, 13)
MANIFEST = NothingDue(NothingDueGround.MANIFESTLY_INADMISSIBLE_OR_UNFOUNDED, written("Neutraal."))


def notice(
    objection: Objection,
    on: date = AFTER,
    *,
    today: date | None = None,
    contested: object = None,
    told: Sequence[date] | None = None,
) -> Objection:
    """The objector gives notice of default, by post."""
    objection.note_notice_of_default(
        Notice(on, Channel.POST, HANDLER),
        contested or a_refusal(),
        told=told_at_once(objection) if told is None else told,
        today=today or on,
    )
    return objection


def dismissed(objection: Objection, on: date) -> Objection:
    """Ruled on that day."""
    objection.rule(Dismissal(written("Neutraal.")), handled(a_refusal(), on=on))
    return objection


def told_at_once(objection: Objection) -> Sequence[date]:
    """Each ruling was announced on its own day."""
    ended = (objection.ended_on, *(state.late.ended_on for state in objection.defaults if state.late))
    return [day for day in ended if day is not None]


def fix(
    objection: Objection,
    on: date,
    nothing_due: NothingDue | None = None,
    told: Sequence[date] | None = None,
) -> LateRulingPenaltyFixed:
    """The penalty is decided on; announced at once, unless other days are named."""
    days = told_at_once(objection) if told is None else told
    objection.fix_penalty(nothing_due, a_refusal(), told=days, decided_on=on, decided_by=HANDLER)
    fixed = objection.pending()[-1]
    assert isinstance(fixed, LateRulingPenaltyFixed)
    return fixed


def pay(objection: Objection, euros: int, on: date) -> None:
    """It was paid, and recorded on the same day."""
    objection.pay_penalty(euros, paid_on=on, recorded_by=HANDLER, today=on)


def latest(objection: Objection) -> LateRulingNoticeReceived:
    """The notice as it was recorded last."""
    found = [event for event in objection.pending() if isinstance(event, LateRulingNoticeReceived)]
    return found[-1]


def code_of(act: Callable[[], object]) -> tuple[type[DomainError], str]:
    """The refusal of an act."""
    with pytest.raises(DomainError) as raised:
        act()
    return type(raised.value), raised.value.code


@pytest.mark.parametrize("given", [an_objection, an_objection_with_a_finding])
def test_after_two_weeks_a_penalty_runs_for_forty_two_days(given: Callable[[], Objection]) -> None:
    """Awb 4:17(1), (3): also while a finding stands, because the term runs on."""
    received = latest(notice(given()))
    assert (received.term_last_day, received.premature) == (RULING_DAY, False)
    assert (received.grace_last_day, received.first_penalty_day) == (GRACE, FIRST)
    assert received.last_penalty_day == FORTY_SECOND


@pytest.mark.parametrize(("on", "premature"), [(RULING_DAY, True), (AFTER, False)])
def test_a_notice_before_the_term_has_ended_has_no_effect(on: date, *, premature: bool) -> None:
    """Awb 4:17(3): it is kept, and the last day still belongs to the term."""
    objection = notice(an_objection(), on)
    assert latest(objection).premature is premature
    if premature:
        assert code_of(lambda: fix(objection, FORTY_SECOND + A_DAY)) == (NotInThisState, "not_in_default")


def test_the_term_counts_with_all_that_made_it_longer() -> None:
    """Awb 7:10: with a committee, and adjourned."""
    objection = an_objection()
    objection.announce_committee(handled(a_refusal()))
    objection.adjourn_ruling(date(2026, 8, 10), handled(a_refusal()))
    assert latest(notice(objection, date(2026, 8, 10))).premature
    assert latest(notice(objection, date(2026, 8, 11))).term_last_day == date(2026, 8, 10)


def test_while_the_term_is_suspended_a_notice_is_premature_until_it_appears_otherwise() -> None:
    """Awb 7:10(2), 4:17(3): what came to repair in time is entered later, and the term had ended by then."""
    objection = asked_to_repair(an_objection(), date(2026, 6, 10), date(2026, 7, 31))
    given = notice(objection, date(2026, 6, 25))
    assert latest(given).premature
    objection.repair_defect(date(2026, 6, 12), None, a_refusal())
    recorded = latest(objection)
    assert (recorded.premature, recorded.received_on) == (False, date(2026, 6, 25))
    assert recorded.term_last_day == RULING_DAY + A_DAY


def test_nobody_knows_whether_it_is_late_before_the_decision_was_announced() -> None:
    """Awb 7:10(1): the term has not begun."""
    unknown = a_refusal(announced_on=None, remedy_last_day=None)
    assert code_of(lambda: notice(an_objection(), contested=unknown)) == (
        NotInThisState,
        "ruling_term_not_known",
    )


@pytest.mark.parametrize(
    ("on", "today", "code"),
    [
        (date(2026, 4, 9), AFTER, "notice_out_of_time"),
        (AFTER, RULING_DAY, "notice_out_of_time"),
        (AFTER, AFTER, "in_default_already"),
        (AFTER + A_DAY, AFTER + A_DAY, "in_default_already"),
    ],
)
def test_a_notice_has_effect_once(on: date, today: date, code: str) -> None:
    """Awb 4:17(3): after the objection, not in the future, and not beside one that has effect."""
    objection = notice(an_objection())
    assert code_of(lambda: notice(objection, on, today=today))[1] == code


def test_an_earlier_notice_that_is_found_takes_the_place_of_a_later_one() -> None:
    """Awb 4:17(3)."""
    objection = notice(an_objection(), AFTER + 5 * A_DAY)
    received = latest(notice(objection, AFTER, today=AFTER + 6 * A_DAY))
    assert (received.in_the_place_of, received.first_penalty_day) == (AFTER + 5 * A_DAY, FIRST)


def test_what_comes_when_no_decision_is_due_any_more_has_no_place() -> None:
    """Awb 4:17(1); one that came before and is entered afterwards has."""
    ruled_on = FIRST + 3 * A_DAY
    objection = dismissed(an_objection(), ruled_on)
    assert code_of(lambda: notice(objection, ruled_on)) == (NotInThisState, "nothing_due_any_more")
    late = latest(notice(objection, AFTER, today=ruled_on))
    assert late.ended_on == ruled_on
    assert fix(objection, ruled_on).days == 3


@pytest.mark.parametrize(
    ("ruled_on", "days", "euros"), [(FIRST + A_DAY, 1, 23), (FIRST + 15 * A_DAY, 15, 357)]
)
def test_the_ruling_ends_the_default_and_the_amount_is_computed(
    ruled_on: date, days: int, euros: int
) -> None:
    """Awb 4:17(2), 4:18: the day of the ruling does not count."""
    fixed = fix(dismissed(notice(an_objection()), ruled_on), ruled_on + A_DAY)
    assert (fixed.days, fixed.amount_euros, fixed.ground) == (days, euros, None)
    assert (fixed.first_day, fixed.last_day) == (FIRST, ruled_on - A_DAY)
    assert fixed.contestable.late_on_objection == fixed.originator_id
    assert fixed.contestable.penalty_euros == euros


def test_the_default_runs_until_the_ruling_was_announced() -> None:
    """Awb 3:41, 4:17(1): the letter left three days after the ruling, and its day does not count."""
    objection = dismissed(notice(an_objection()), FIRST + A_DAY)
    fixed = fix(objection, FIRST + 5 * A_DAY, told=[AFTER, FIRST + 4 * A_DAY, FORTY_SECOND])
    assert (fixed.days, fixed.last_day) == (4, FIRST + 3 * A_DAY)


def test_until_the_ruling_was_announced_no_penalty_is_fixed_but_after_the_forty_second_day() -> None:
    """Awb 3:41(1), 4:17(1): days can be added still; an earlier letter is about another ruling."""
    objection = dismissed(notice(an_objection()), FIRST + A_DAY)
    refused = code_of(lambda: fix(objection, FORTY_SECOND, told=[AFTER]))
    assert refused == (RuleBroken, "ruling_not_announced")
    assert fix(objection, FORTY_SECOND + A_DAY, told=[AFTER]).amount_euros == 1442


@pytest.mark.parametrize(("told", "effect"), [((), True), ((FIRST + A_DAY,), False)])
def test_a_notice_between_the_ruling_and_its_letter_has_effect(told: Sequence[date], effect: bool) -> None:
    """Awb 3:40, 4:17(3): nothing had effect yet when it came."""
    objection = dismissed(an_objection(), FIRST)
    if effect:
        assert not latest(notice(objection, FIRST + A_DAY, told=told)).premature
    else:
        assert code_of(lambda: notice(objection, FIRST + A_DAY, told=told))[1] == "nothing_due_any_more"


def test_the_renewed_decision_ends_it_on_the_day_on_which_it_was_taken() -> None:
    """Awb 4:17(1), 7:11: the campaign's decision is the ruling."""
    objection = notice(an_objection_with_a_finding())
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER, ruled_on=FIRST + 2 * A_DAY)
    assert fix(objection, FIRST + 5 * A_DAY).days == 2


def test_without_a_ruling_it_is_fixed_after_the_forty_second_day() -> None:
    """Awb 4:18: not while it runs; the objection itself is still to be decided on."""
    objection = notice(an_objection())
    assert code_of(lambda: fix(objection, FORTY_SECOND)) == (RuleBroken, "penalty_runs")
    assert fix(objection, FORTY_SECOND + A_DAY).amount_euros == 1442
    assert code_of(lambda: fix(objection, FORTY_SECOND + A_DAY)) == (NotInThisState, "penalty_fixed")
    assert code_of(lambda: notice(objection, RULING_DAY + A_DAY, today=FORTY_SECOND)) == (
        NotInThisState,
        "penalty_fixed",
    )


def test_within_the_two_weeks_a_ruling_costs_nothing() -> None:
    """Awb 4:17(3)."""
    objection = dismissed(notice(an_objection()), GRACE)
    assert code_of(lambda: fix(objection, GRACE)) == (RuleBroken, "no_day_of_default")


def test_nothing_is_due_on_a_ground_of_the_law() -> None:
    """Awb 4:17(6): with reasons, and the days are told all the same."""
    fixed = fix(dismissed(notice(an_objection()), FIRST + 4 * A_DAY), FIRST + 5 * A_DAY, MANIFEST)
    assert (fixed.amount_euros, fixed.ground, fixed.days) == (0, MANIFEST.ground, 4)
    assert fixed.sealed_reasons == MANIFEST.reasons


def test_it_is_paid_whole_and_once() -> None:
    """Awb 4:87(1)."""
    objection = dismissed(notice(an_objection()), FIRST + A_DAY)
    today = FIRST + 2 * A_DAY
    assert code_of(lambda: pay(objection, 23, today)) == (NotInThisState, "penalty_not_fixed")
    fix(objection, today)
    assert code_of(lambda: pay(objection, 22, today)) == (RuleBroken, "amount_differs")
    assert code_of(lambda: pay(objection, 23, FIRST)) == (RuleBroken, "payment_out_of_time")
    pay(objection, 23, today)
    assert isinstance(objection.pending()[-1], LateRulingPenaltyPaid)
    assert code_of(lambda: pay(objection, 23, today)) == (NotInThisState, "penalty_not_due")


def test_fixed_anew_at_a_higher_amount_the_difference_is_due() -> None:
    """Awb 4:18, 7:11(2): what was paid counts."""
    objection = dismissed(notice(an_objection()), FIRST + A_DAY)
    fixed = fix(objection, FIRST + A_DAY)
    pay(objection, 23, FIRST + A_DAY)
    objection.fix_penalty_anew(
        fixed.decision_id, 46, objection_id=REASSESSMENT, on=FIRST + 9 * A_DAY, by=HANDLER
    )
    pay(objection, 23, FIRST + 9 * A_DAY)


def test_after_a_court_s_order_there_is_another_term_and_another_default() -> None:
    """Awb 8:72(4), 4:17: the penalty of the first one is still to be fixed, and first."""
    objection = dismissed(notice(an_objection()), FIRST + A_DAY)
    court_day = date(2026, 11, 2)
    objection.order_decision_anew(CourtOrder(REASSESSMENT, date(2026, 10, 1), court_day))
    assert latest(notice(objection, court_day)).premature
    again = latest(notice(objection, court_day + A_DAY))
    assert (again.term_last_day, again.in_the_place_of) == (court_day, None)
    assert fix(objection, court_day + 2 * A_DAY).days == 1
    assert code_of(lambda: fix(objection, court_day + 2 * A_DAY)) == (RuleBroken, "penalty_runs")


def test_the_clock_tells_every_date_of_it_with_its_article() -> None:
    """Awb 4:17, 4:18, 4:87, 7:14."""
    objection = notice(an_objection(), RULING_DAY)
    dismissed(notice(objection), FIRST + A_DAY)
    fix(objection, FIRST + A_DAY)
    pay(objection, 23, FIRST + 2 * A_DAY)
    history = [(AFTER, event) for event in objection.pending()]
    clock = clock_of(history, a_refusal())
    told = {entry.step: (entry.on, entry.last_day, entry.amount_euros, entry.rule) for entry in clock.entries}
    assert told[RulingStep.PREMATURE_NOTICE] == (RULING_DAY, None, None, "Awb 4:17(3); Awb 7:14")
    assert told[RulingStep.NOTICE_OF_DEFAULT] == (AFTER, GRACE, None, "Awb 4:17(3); Awb 7:14")
    assert told[RulingStep.PENALTY] == (FIRST, FORTY_SECOND, None, "Awb 4:17(1); Awb 7:14")
    assert told[RulingStep.PENALTY_FIXED] == (FIRST + A_DAY, None, 23, "Awb 4:18")
    assert told[RulingStep.PENALTY_PAID] == (FIRST + 2 * A_DAY, None, 23, "Awb 4:87(1)")
    assert clock.ended_on == AFTER


def test_who_withdrew_is_owed_nothing_from_that_day_on() -> None:
    """Awb 6:21, 4:17(1): what was due before stays due."""
    objection = notice(an_objection())
    objection.withdraw(by=OBJECTOR, on=FIRST + 2 * A_DAY)
    assert fix(objection, FIRST + 2 * A_DAY).days == 2
