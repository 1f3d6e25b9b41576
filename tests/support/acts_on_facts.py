"""Acts on the facts of a case, in whatever order, beside a small model of what the law says of them (Awb 3:2, 4:7).

The case is about a distance per day: up to 300 kilometres an emission-free van is to be had.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.hearing import NotHeard
from services.decisions.domain.threshold_set import ThresholdsInForce
from services.decisions.domain.thresholds import Parameter
from shared.vocabulary import NotHeardGround
from tests.support.cases import OLD_LIMIT, in_force, row
from tests.support.hearings import ask_views, establish, give_views, withdraw
from tests.support.proceedings import SEALED_REASONS

if TYPE_CHECKING:
    from tests.unit.decisions.test_case_never_goes_wrong import Model

ONE_DAY: Final = timedelta(days=1)
LIMIT_KM: Final = 300
ALLOWED = None
URGENT: Final = NotHeard(NotHeardGround.URGENT, SEALED_REASONS)


def thresholds() -> ThresholdsInForce:
    """Up to what payload and distance an emission-free van is to be had."""
    return in_force(row(OLD_LIMIT), row(LIMIT_KM, Parameter.DAILY_RANGE))


@dataclass
class Views:
    """What the applicant was asked last."""

    about: int | None
    """The distance that was put to the applicant; None: nothing differed."""
    asked_on: date
    until: date
    given: bool = False

    def over(self, today: date) -> bool:
        """Whether there is nothing to wait for."""
        return self.given or today > self.until


@dataclass
class Facts:
    """The distance as each knows it, and what was asked about it."""

    payload_kg: int
    stated: int | None
    established: int | None = None
    views: Views | None = None
    assessed_on: int | None = None
    """The differing distance that the standing assessment refuses on; None: it refuses on none."""

    @property
    def used(self) -> int | None:
        """What the criteria read."""
        return self.stated if self.established is None else self.established

    @property
    def differing(self) -> int | None:
        """What the desk established otherwise than the applicant supplied it."""
        supplied = self.stated is not None and self.established is not None
        return self.established if supplied and self.established != self.stated else None

    @property
    def refused(self) -> bool:
        """Whether an emission-free van is to be had."""
        return self.payload_kg <= OLD_LIMIT and (self.used is None or self.used <= LIMIT_KM)

    def assess(self) -> None:
        """The desk assesses."""
        self.assessed_on = self.differing if self.refused else None

    def hearing(self, today: date, *, due: bool, about: int | None, unheard: bool) -> str | None:
        """Awb 4:7, 4:11: whether a refusal can be taken today, when one is due on facts that differ."""
        if unheard and not due:
            return "no_hearing_due"
        views = self.views if self.views and about in (None, self.views.about) else None
        if views is not None and views.over(today):
            return "applicant_was_heard" if unheard else ALLOWED
        if unheard or not due:
            return ALLOWED
        return "views_term_runs" if views is not None else "applicant_not_heard"


class ActsOnFacts:
    """The rules; a machine on a case has them beside its own."""

    case: DecisionCase
    model: Model
    tried: Callable[[Callable[[], object], str | None], bool]

    @rule(km=st.sampled_from([200, 250, 400]))
    def the_desk_establishes(self, km: int) -> None:
        """Awb 3:2: a distance that was not recorded already."""
        model, facts = self.model, self.model.facts
        code = model.open() or ("fact_stands" if km == facts.used else ALLOWED)
        if self.tried(lambda: establish(self.case, model.today, daily_range_km=km), code):
            facts.established, model.assessed = km, False

    @rule()
    def the_desk_withdraws_it(self) -> None:
        """What the applicant states counts again."""
        model, facts = self.model, self.model.facts
        code = model.open() or (ALLOWED if facts.established is not None else "fact_not_established")
        if self.tried(lambda: withdraw(self.case, "daily_range_km", on=model.today), code):
            facts.established, model.assessed = None, False

    @rule(days=st.integers(12, 20))
    def the_desk_asks_for_views(self, days: int) -> None:
        """Awb 4:7: not the same again while it can still be answered; fourteen days at least."""
        model, facts = self.model, self.model.facts
        views, until = facts.views, model.today + days * ONE_DAY
        code = model.open()
        if (
            code is ALLOWED
            and views
            and facts.differing in (None, views.about)
            and not views.over(model.today)
        ):
            code = "views_asked"
        if code is ALLOWED and days < 14:
            code = "views_term_too_short"
        if self.tried(lambda: ask_views(self.case, until, model.today), code):
            facts.views = Views(facts.differing, model.today, until)

    @precondition(lambda self: self.model.facts.views is not None)
    @rule(later=st.integers(-1, 1))
    def the_term_for_views_passes(self, later: int) -> None:
        """Until about its last day."""
        self.model.today = max(self.model.today, self.model.facts.views.until + later * ONE_DAY)

    @rule(came=st.integers(-3, 1))
    def views_come(self, came: int) -> None:
        """Awb 4:9: since they were asked, today at the latest."""
        model, views = self.model, self.model.facts.views
        received_on = model.today + came * ONE_DAY
        code = model.open()
        if code is ALLOWED and views is None:
            code = "views_not_asked"
        elif code is ALLOWED and views is not None and not views.asked_on <= received_on <= model.today:
            code = "views_out_of_time"
        if self.tried(lambda: give_views(self.case, received_on, model.today), code) and views is not None:
            views.given = True

    @invariant()
    def the_facts_agree_with_the_model(self) -> None:
        """What is stated, established and read, and what can be heard on."""
        facts, case = self.model.facts, self.case
        assert case.facts.daily_range_km == facts.used
        assert case.stated.daily_range_km == facts.stated
        assert case.established.daily_range_km == facts.established
        assert (case.assessed is not None) == self.model.assessed
