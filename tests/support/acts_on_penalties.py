"""Paying a penalty that was fixed, and asking back what was not due, beside a small model of it (Awb 4:18, 4:20, 4:87)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from services.decisions.domain.decision_case import DecisionCase
from tests.support.cases import HANDLER
from tests.support.proceedings import SEALED_REASONS

if TYPE_CHECKING:
    from tests.unit.decisions.test_case_never_goes_wrong import Model

ONE_DAY: Final = timedelta(days=1)
ALLOWED = None


@dataclass
class Fixed:
    """A penalty that was fixed, in whole euros."""

    on: date
    euros: int
    paid: int = 0
    back: int = 0

    def last_day_to_recover(self) -> date:
        """Five years on, by the calendar (Awb 4:20)."""
        years = self.on.year + 5
        leap_day = (self.on.month, self.on.day) == (2, 29)
        return date(years, 2, 28) if leap_day else date(years, self.on.month, self.on.day)


class ActsOnPenalties:
    """The rules; a machine on a case has them beside its own."""

    case: DecisionCase
    model: Model
    tried: Callable[[Callable[[], object], str | None], bool]

    @precondition(lambda self: self.model.noticed_on is not None)
    @rule(came=st.integers(-1, 1), more=st.sampled_from([0, 0, 0, 1]))
    def the_penalty_is_paid(self, came: int, more: int) -> None:
        """Awb 4:87(1): all that is due, after it was fixed and today at the latest."""
        model, penalty, paid_on = self.model, self.model.penalty, self.model.today + came * ONE_DAY
        due = penalty.euros - penalty.paid if penalty else 0
        code = ALLOWED
        if penalty is None:
            code = "penalty_not_fixed"
        elif due == 0:
            code = "penalty_not_due"
        elif not penalty.on <= paid_on <= model.today:
            code = "payment_out_of_time"
        elif more:
            code = "amount_differs"

        def pay() -> None:
            self.case.pay_penalty(due + more, paid_on=paid_on, recorded_by=HANDLER, today=model.today)

        if self.tried(pay, code) and penalty is not None:
            penalty.paid += due

    @precondition(lambda self: self.model.noticed_on is not None)
    @rule(euros=st.sampled_from([1, 23, 1500]), years_later=st.sampled_from([None, None, 0, 1]))
    def the_penalty_is_asked_back(self, euros: int, years_later: int | None) -> None:
        """Awb 4:20: no more than was paid and is left of it; today, on the last day of the five years, or after it."""
        penalty, on = self.model.penalty, self.model.today
        code = ALLOWED
        if penalty is None or penalty.paid == 0:
            code = "penalty_not_paid"
        else:
            if years_later is not None:
                on = penalty.last_day_to_recover() + years_later * ONE_DAY
            if euros > penalty.paid - penalty.back:
                code = "more_than_paid"
            elif on > penalty.last_day_to_recover():
                code = "recovery_too_late"

        def recover() -> None:
            self.case.recover_penalty(euros, SEALED_REASONS, decided_on=on, decided_by=HANDLER)

        if self.tried(recover, code) and penalty is not None:
            penalty.back += euros

    @invariant()
    def the_penalty_agrees_with_the_model(self) -> None:
        """What was fixed, paid and asked back; never more back than was paid."""
        known, penalty = self.case.default.penalty, self.model.penalty
        assert (known is None) == (penalty is None)
        if known is not None and penalty is not None:
            assert (known.amount_euros, known.paid_euros, known.recovered_euros) == (
                penalty.euros,
                penalty.paid,
                penalty.back,
            )
            assert known.recovered_euros <= known.paid_euros
