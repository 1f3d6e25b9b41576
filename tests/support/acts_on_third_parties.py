"""Acts on third parties, in whatever order, beside a small model of what the law says of them (Awb 4:8 to 4:11, 3:43)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.third_parties import all_heard
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import NotHeardGround
from tests.support.cases import CASE, HANDLER
from tests.support.proceedings import SEALED_REASONS

if TYPE_CHECKING:
    from tests.unit.decisions.test_case_never_goes_wrong import Model

ONE_DAY: Final = timedelta(days=1)
ALLOWED = None
EITHER: Final = st.integers(1, 2)


@dataclass
class Other:
    """Somebody who may object, and the question to them that counts."""

    asked_on: date | None = None
    until: date | None = None
    silent: bool = True
    """Nothing was said since that question."""
    left: bool = False
    """There is a reason not to hear them, since that question."""
    said_something: bool = False

    def can_answer(self, today: date) -> bool:
        """The term runs, and they may yet use it."""
        return self.until is not None and today <= self.until and self.silent

    def keeps_waiting(self, today: date) -> str | None:
        """Why it cannot be decided today."""
        if self.left or not self.silent:
            return ALLOWED
        if self.until is None:
            return "third_party_not_heard"
        return "third_party_term_runs" if today <= self.until else ALLOWED


def first_who_waits(others: list[Other], today: date) -> str | None:
    """Whether anybody keeps the decision waiting."""
    return next((code for one in others if (code := one.keeps_waiting(today))), ALLOWED)


def lessor(number: int) -> Sealed:
    """Name and address of that one."""
    return Sealed(CASE, SealedKind.APPLICANT, b"lessor %d" % number)


class ActsOnThirdParties:
    """The rules; a machine on a case has them beside its own."""

    case: DecisionCase
    model: Model
    tried: Callable[[Callable[[], object], str | None], bool]

    @precondition(lambda self: len(self.model.others) < 2)
    @rule()
    def a_third_party_is_noted(self) -> None:
        """From now on it waits for them."""
        model = self.model

        def note() -> None:
            person = lessor(len(model.others) + 1)
            self.case.note_third_party(person, reasons=SEALED_REASONS, noted_on=model.today, noted_by=HANDLER)

        if self.tried(note, model.open()):
            model.others.append(Other())

    @precondition(lambda self: self.model.others)
    @rule(number=EITHER, days=st.integers(13, 16))
    def a_third_party_is_asked(self, number: int, days: int) -> None:
        """Awb 4:8(1): not while they can answer already, unless a reason not to hear them has come between."""
        model, until, other = self.model, self.model.today + days * ONE_DAY, self._other(number)
        code = self._noted(other)
        if code is ALLOWED and other is not None and other.can_answer(model.today) and not other.left:
            code = "third_party_asked"
        if code is ALLOWED and days < 14:
            code = "third_party_term_too_short"

        def ask() -> None:
            self.case.ask_views_of_third_party(
                number, SEALED_REASONS, views_until=until, asked_on=model.today, asked_by=HANDLER
            )

        if self.tried(ask, code) and other is not None:
            other.asked_on, other.until, other.silent, other.left = model.today, until, True, False

    @precondition(lambda self: any(one.until for one in self.model.others))
    @rule(later=st.integers(-1, 1))
    def the_term_of_a_third_party_passes(self, later: int) -> None:
        """Until about the last one."""
        last = max(one.until for one in self.model.others if one.until)
        self.model.today = max(self.model.today, last + later * ONE_DAY)

    @precondition(lambda self: self.model.others)
    @rule(number=EITHER, came=st.integers(-3, 1))
    def a_third_party_gives_views(self, number: int, came: int) -> None:
        """Awb 4:9: since they were asked, today at the latest."""
        model, received_on, other = self.model, self.model.today + came * ONE_DAY, self._other(number)
        code = self._noted(other)
        if code is ALLOWED and other is not None and other.asked_on is None:
            code = "third_party_not_asked"
        elif code is ALLOWED and other is not None and other.asked_on is not None:
            in_time = other.asked_on <= received_on <= model.today
            code = ALLOWED if in_time else "third_party_views_out_of_time"

        def hear() -> None:
            self.case.note_views_of_third_party(
                number,
                SEALED_REASONS,
                manner=ViewsManner.WRITTEN,
                received_on=received_on,
                today=model.today,
                noted_by=HANDLER,
            )

        if self.tried(hear, code) and other is not None:
            other.silent, other.said_something = False, True

    @precondition(lambda self: self.model.others)
    @rule(number=EITHER, because=st.sampled_from([NotHeardGround.URGENT, NotHeardGround.MINOR_DEVIATION]))
    def a_third_party_is_left_unheard(self, number: int, because: NotHeardGround) -> None:
        """Awb 4:11: not of who could give views, and never because a deviation is minor (4:7(2))."""
        model, other = self.model, self._other(number)
        code = self._noted(other)
        if code is ALLOWED and other is not None:
            if other.until is not None and not other.can_answer(model.today):
                code = "third_party_was_heard"
            elif because is NotHeardGround.MINOR_DEVIATION:
                code = "no_minor_deviation"

        def leave() -> None:
            self.case.leave_third_party_unheard(
                number, because, reasons=SEALED_REASONS, noted_on=model.today, noted_by=HANDLER
            )

        if self.tried(leave, code) and other is not None:
            other.left = True

    @invariant()
    def third_parties_agree_with_the_model(self) -> None:
        """How many there are, whether one is waited for, and that noting one is handling."""
        others, case = self.model.others, self.case
        assert len(case.third_parties) == len(others)
        waits = first_who_waits(others, self.model.today) is not ALLOWED
        assert all_heard(case.third_parties, self.model.today) is not waits
        assert case.handled or not others

    def told(self) -> tuple[Sealed, ...]:
        """Who gave views at any time, and hears what was decided (Awb 3:43(1))."""
        others = enumerate(self.model.others, 1)
        return tuple(lessor(number) for number, one in others if one.said_something)

    def _other(self, number: int) -> Other | None:
        others = self.model.others
        return others[number - 1] if number <= len(others) else None

    def _noted(self, other: Other | None) -> str | None:
        return self.model.open() or (ALLOWED if other is not None else "third_party_not_noted")
