"""What becomes of a penalty that was fixed: paid, and fixed anew on objection (Awb 4:18, 4:19, 4:87)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.decisions.domain.case_clock import CaseClock, clock_of
from services.decisions.domain.clock_entries import ClockStep
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.notice_of_default import NothingDue, Notice, PenaltyFixed
from services.decisions.domain.penalty import NewPenalty, PenaltyFixedAnew, PenaltyPaid
from services.decisions.domain.recovery import (
    PenaltyRecoveryDecided,
    PenaltyRecoveryRevoked,
    UpheldAgainstRecovery,
    last_day_to_recover,
)
from shared.errors import NotInThisState, RuleBroken
from shared.law.terms import Channel
from shared.vocabulary import NothingDueGround
from tests.support.cases import (
    CASE,
    HANDLER,
    OBJECTION,
    OBJECTION_HANDLER,
    a_case_with_facts,
    an_application,
    new_events,
    settled,
)
from tests.support.proceedings import SEALED_REASONS, SEALED_RULING, fix_penalty, give_notice

FIXED_ON = date(2026, 6, 1)
PAID_ON = date(2026, 6, 22)
A_DAY = timedelta(days=1)
WHOLE = 1442


def a_penalty(nothing_due: NothingDue | None = None) -> DecisionCase:
    """A case in default for forty-two days, of which the penalty was fixed."""
    case = a_case_with_facts()
    assert case.last_day is not None
    notice = Notice(case.last_day + A_DAY, Channel.POST, HANDLER)
    give_notice(case, notice.received_on, notice.channel)
    fix_penalty(case, FIXED_ON, nothing_due)
    return settled(case)


def pay(case: DecisionCase, amount: int = WHOLE, on: date = PAID_ON) -> None:
    """The desk records a payment on the day after it."""
    case.pay_penalty(amount, paid_on=on, recorded_by=HANDLER, today=PAID_ON + A_DAY)


def fix_anew(case: DecisionCase, amount: int) -> None:
    """An objection on it is upheld."""
    case.fix_penalty_anew(NewPenalty(OBJECTION, amount, PAID_ON + A_DAY, OBJECTION_HANDLER, SEALED_RULING))


def told(case: DecisionCase) -> CaseClock:
    """The clock of a case of which every event is new."""
    return clock_of((event.event_id, event) for event in new_events(case))


def test_a_penalty_is_paid_whole():
    """Awb 4:87(1): the amount that was fixed, by the decision that fixed it."""
    case = a_penalty()
    penalty = case.default.penalty
    pay(case)
    [paid] = new_events(case)
    assert isinstance(paid, PenaltyPaid)
    assert penalty is not None
    assert (paid.decision_id, paid.amount_euros, paid.paid_on) == (penalty.decision_id, WHOLE, PAID_ON)


@pytest.mark.parametrize("amount", [WHOLE - 1, WHOLE + 1])
def test_another_amount_is_refused(amount: int):
    """Awb 4:18: nothing else is due."""
    with pytest.raises(RuleBroken, match="amount_differs"):
        pay(a_penalty(), amount)


@pytest.mark.parametrize("on", [FIXED_ON - A_DAY, PAID_ON + 2 * A_DAY])
def test_it_is_paid_after_it_was_fixed_and_recorded_afterwards(on: date):
    """A slip of the pen is refused."""
    with pytest.raises(RuleBroken, match="payment_out_of_time"):
        pay(a_penalty(), on=on)


def test_what_is_not_due_is_not_paid():
    """Not fixed yet, nothing due on a ground of Awb 4:17(6), or paid already."""
    with pytest.raises(NotInThisState, match="penalty_not_fixed"):
        pay(a_case_with_facts())
    nothing = NothingDue(NothingDueGround.UNREASONABLY_LATE_NOTICE, SEALED_REASONS)
    with pytest.raises(NotInThisState, match="penalty_not_due"):
        pay(a_penalty(nothing))
    paid = a_penalty()
    pay(paid)
    with pytest.raises(NotInThisState, match="penalty_not_due"):
        pay(paid)


def test_a_penalty_fixed_anew_leaves_the_rest_to_be_paid():
    """Awb 4:19, 7:11(2): another decision, and what was paid of the first counts."""
    nothing = NothingDue(NothingDueGround.UNREASONABLY_LATE_NOTICE, SEALED_REASONS)
    case = a_penalty(nothing)
    fix_anew(case, 500)
    fixed = new_events(case)[-1]
    assert isinstance(fixed, PenaltyFixedAnew)
    assert (fixed.amount_euros, fixed.objection_id, fixed.decided_by) == (500, OBJECTION, OBJECTION_HANDLER)
    case.pay_penalty(500, paid_on=PAID_ON + A_DAY, recorded_by=HANDLER, today=PAID_ON + A_DAY)
    fix_anew(case, WHOLE)
    with pytest.raises(RuleBroken, match="amount_differs"):
        pay(case, WHOLE, PAID_ON + A_DAY)
    pay(case, WHOLE - 500, PAID_ON + A_DAY)


def test_without_a_penalty_there_is_nothing_to_fix_anew():
    """What a ruling says of it has crossed nothing here."""
    with pytest.raises(NotInThisState, match="penalty_not_fixed"):
        fix_anew(a_case_with_facts(), 500)


def test_several_applicants_each_get_their_share_also_of_what_is_fixed_anew():
    """Awb 4:17(7): divided equally; of one applicant, or of nothing, there are no shares."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application(applicants=3))
    notice = Notice(date(2026, 4, 1), Channel.POST, HANDLER)
    give_notice(case, notice.received_on, notice.channel)
    fix_penalty(case, FIXED_ON)
    fix_anew(case, 300)
    shares = [
        event.share_cents for event in new_events(case) if isinstance(event, PenaltyFixed | PenaltyFixedAnew)
    ]
    assert shares == [48_067, 10_000]
    assert penalty_fixed_of(a_case_of_two_without_penalty()).share_cents is None


def a_case_of_two_without_penalty() -> DecisionCase:
    """Two applied together, and gave notice unreasonably late."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application(applicants=2))
    notice = Notice(date(2026, 4, 1), Channel.POST, HANDLER)
    give_notice(case, notice.received_on, notice.channel)
    nothing = NothingDue(NothingDueGround.UNREASONABLY_LATE_NOTICE, SEALED_REASONS)
    fix_penalty(case, FIXED_ON, nothing)
    return case


def penalty_fixed_of(case: DecisionCase) -> PenaltyFixed:
    """The decision on the penalty."""
    fixed = new_events(case)[-1]
    assert isinstance(fixed, PenaltyFixed)
    return fixed


def test_the_clock_tells_what_became_of_it():
    """Each with its article; paid until more is due."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    notice = Notice(date(2026, 4, 1), Channel.POST, HANDLER)
    give_notice(case, notice.received_on, notice.channel)
    fix_penalty(case, FIXED_ON)
    pay(case)
    clock = told(case)
    assert clock.default is not None
    assert (clock.default.paid_on, clock.default.amount(PAID_ON)) == (PAID_ON, WHOLE)
    last = clock.entries[-1]
    assert (last.step, last.on, last.rule) == (ClockStep.PENALTY_PAID, PAID_ON, "Awb 4:87(1)")
    fix_anew(case, WHOLE + 1)
    clock = told(case)
    assert clock.default is not None
    assert (clock.default.paid_on, clock.default.amount(PAID_ON)) == (None, WHOLE + 1)


def recover(case: DecisionCase, amount: int = 100, on: date = PAID_ON + A_DAY) -> None:
    """The desk asks it back."""
    case.recover_penalty(amount, SEALED_RULING, decided_on=on, decided_by=HANDLER)


def test_what_was_paid_and_not_due_is_asked_back():
    """Awb 4:20: a decision of its own, with reasons, that goes by the id of its event and stands in the clock."""
    case = a_penalty()
    pay(case)
    recover(case)
    recovered = new_events(case)[-1]
    assert isinstance(recovered, PenaltyRecoveryDecided)
    assert (recovered.amount_euros, recovered.decision_id) == (100, recovered.event_id)
    assert case.default.penalty is not None
    assert (case.default.penalty.recovered_euros, case.default.penalty.due_euros) == (100, 0)


def test_an_upheld_objection_revokes_that_it_is_asked_back():
    """Awb 4:20, 7:11(2): that decision alone, and once; what was asked back can be asked back anew."""
    case = a_penalty()
    pay(case)
    recover(case)
    recover(case, 20)
    first, _ = (event for event in new_events(case) if isinstance(event, PenaltyRecoveryDecided))
    upheld = UpheldAgainstRecovery(
        OBJECTION, first.decision_id, PAID_ON + A_DAY, OBJECTION_HANDLER, SEALED_RULING
    )
    case.revoke_recovery(upheld)
    case.revoke_recovery(upheld)
    [revoked] = (event for event in new_events(case) if isinstance(event, PenaltyRecoveryRevoked))
    assert (revoked.amount_euros, revoked.objection_id) == (100, OBJECTION)
    assert case.default.penalty is not None
    assert case.default.penalty.recovered_euros == 20
    recover(case, WHOLE - 20)


def test_nothing_is_asked_back_of_what_was_not_paid():
    """Nor more than was, together with what was asked back before."""
    case = a_penalty()
    with pytest.raises(NotInThisState, match="penalty_not_paid"):
        recover(case)
    pay(case)
    recover(case, WHOLE - 100)
    with pytest.raises(RuleBroken, match="more_than_paid"):
        recover(case, 101)
    recover(case, 100)


def test_it_is_asked_back_within_five_years_after_it_was_fixed():
    """Awb 4:20: the last day included; that it was fixed anew later begins no other five years."""
    last_day = FIXED_ON.replace(year=FIXED_ON.year + 5)
    case = a_penalty()
    pay(case)
    fix_anew(case, WHOLE + 1)
    recover(case, 1, last_day)
    with pytest.raises(RuleBroken, match="recovery_too_late"):
        recover(case, 1, last_day + A_DAY)
    assert last_day_to_recover(date(2024, 2, 29)) == date(2029, 2, 28)
