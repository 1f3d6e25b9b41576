"""Interim relief as far as the desk registers it, in every course (Awb 8:81 to 8:87)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from services.objections.domain.appeal_instance import Instance
from services.objections.domain.court_ruling import CourtOutcome, CourtRuling
from services.objections.domain.interim_relief import (
    Granting,
    InterimRelief,
    InterimReliefGranted,
    InterimReliefLapsed,
    Lapsing,
    Refusing,
    ReliefContent,
    ReliefLapse,
    ReliefOutcome,
    ReliefState,
    Withdrawing,
)
from shared.errors import RuleBroken
from shared.vocabulary import ExemptionType
from tests.support.courses import ALLOWED, Course, steps_taken
from tests.support.objections import CASE, NEXT_RENEWAL, OBJECTION, REFUSAL, RENEWAL, a_refusal, written
from tests.support.state_diagrams import diagrams

ASKED, RULED = date(2026, 7, 1), date(2026, 7, 8)
WORDS = written("Het bestreden besluit wordt geschorst.")
AS_IF = ReliefContent.AS_IF_GRANTED
OUTCOMES: dict[str, Callable[[date], ReliefOutcome]] = {
    "granted": lambda on: Granting(on, WORDS, AS_IF),
    "refused": lambda on: Refusing(on, WORDS),
    "withdrawn": Withdrawing,
    "lapsed": lambda on: Lapsing(on, ReliefLapse.LIFTED),
}


def requested() -> InterimRelief:
    """A request of which the court told."""
    return InterimRelief.request(
        id=NEXT_RENEWAL,
        case_id=CASE,
        objection_id=OBJECTION,
        decision_id=REFUSAL,
        requested_on=ASKED,
        court_reference=None,
    )


def test_what_is_granted_has_its_content_and_its_day() -> None:
    """Awb 8:85(1): the judge can name a last day, which is not past."""
    relief = requested()
    relief.note(Granting(RULED, WORDS, ReliefContent.SUSPENDED, RULED))
    event = relief.pending()[-1]
    assert isinstance(event, InterimReliefGranted)
    assert (event.content, event.last_day) == (ReliefContent.SUSPENDED, RULED)
    with pytest.raises(RuleBroken) as raised:
        requested().note(Granting(RULED, WORDS, AS_IF, ASKED))
    assert raised.value.code == "relief_over"


@pytest.mark.parametrize("standing", [RENEWAL, None])
def test_what_is_told_is_the_decision_that_stands(standing: UUID | None) -> None:
    """Awb 8:81: the contested one, or what came in its place since."""
    relief = requested()
    relief.note(Granting(RULED, WORDS, ReliefContent.SUSPENDED), None, standing)
    event = relief.pending()[-1]
    assert isinstance(event, InterimReliefGranted)
    assert event.decision_id == (standing or REFUSAL)


@pytest.mark.parametrize(("ended_on", "lapses"), [(RULED, True), (ASKED, False)])
def test_it_lapses_with_the_proceedings(ended_on: date, lapses: bool) -> None:
    """Awb 8:85(2): what was granted before they ended; nothing of a request without a ruling."""
    relief, asked = requested(), requested()
    relief.note(Granting(RULED, WORDS, AS_IF))
    for each in (relief, asked):
        each.lapse_with(ended_on, ReliefLapse.COURT_RULED)
    assert asked.state is ReliefState.REQUESTED
    assert isinstance(relief.pending()[-1], InterimReliefLapsed) is lapses


@pytest.mark.parametrize(
    ("granted_on", "last_day", "today", "lapses"),
    [
        (RULED, None, date(2026, 8, 20), True),
        (RULED, None, date(2026, 8, 19), False),
        (date(2026, 8, 13), None, date(2026, 9, 1), False),
        (RULED, date(2026, 8, 1), date(2026, 9, 1), False),
    ],
    ids=["unused", "post can still come", "granted after it", "over by itself"],
)
def test_it_lapses_once_nobody_appealed(
    granted_on: date, last_day: date | None, today: date, lapses: bool
) -> None:
    """Awb 8:85(2)(a): once nothing that was posted in the term can arrive any more (Awb 6:9(2))."""
    relief = requested()
    relief.note(Granting(granted_on, WORDS, AS_IF, last_day))
    relief.lapse_unused(date(2026, 8, 12), today)
    event = relief.pending()[-1]
    assert isinstance(event, InterimReliefLapsed) is lapses
    if isinstance(event, InterimReliefLapsed):
        assert (event.lapsed_on, event.because) == (date(2026, 8, 19), ReliefLapse.TERM_UNUSED)


def test_a_court_can_let_it_lapse_later_than_with_its_ruling() -> None:
    """Awb 8:85(2)(c)."""
    relief = requested()
    relief.note(Granting(RULED, WORDS, AS_IF))
    relief.lapse_with(date(2026, 7, 20), ReliefLapse.COURT_RULED, date(2026, 9, 1))
    event = relief.pending()[-1]
    assert isinstance(event, InterimReliefLapsed)
    assert event.lapsed_on == date(2026, 9, 1)
    with pytest.raises(RuleBroken) as raised:
        CourtRuling(RULED, WORDS, CourtOutcome.DISMISSED, relief_until=RULED).check(Instance.DISTRICT_COURT)
    assert raised.value.code == "relief_not_later"


def test_relief_for_a_day_exemption_has_a_day() -> None:
    """Awb 8:85(1): that of the exemption, or the last one that the judge named; a suspension needs none."""
    unknown = a_refusal(exemption_type=ExemptionType.DAY)
    with pytest.raises(RuleBroken) as raised:
        requested().note(Granting(RULED, WORDS, AS_IF), unknown)
    assert raised.value.code == "relief_without_day"
    for granting, contested in (
        (Granting(RULED, WORDS, AS_IF, RULED), unknown),
        (Granting(RULED, WORDS, ReliefContent.SUSPENDED), unknown),
        (Granting(RULED, WORDS, AS_IF), a_refusal(exemption_type=ExemptionType.DAY, day=RULED)),
    ):
        relief = requested()
        relief.note(granting, contested)
        assert relief.state is ReliefState.GRANTED


class CourseOfRelief(Course):
    """One request; the model is what became of it, and since when."""

    @initialize()
    def asked(self) -> None:
        """The court tells of it."""
        self.state, self.since = "requested", ASKED
        self.relief = requested()
        self.begin_with(self.relief)

    @rule(outcome=st.sampled_from(sorted(OUTCOMES)), later=st.integers(-1, 9))
    def something_becomes_of_it(self, outcome: str, later: int) -> None:
        """Ruled on or withdrawn once; only what was granted lapses, once."""
        on = ASKED + timedelta(days=later)
        code = (
            ALLOWED if self.state == ("granted" if outcome == "lapsed" else "requested") else "relief_state"
        )
        if code is ALLOWED and on < self.since:
            code = "relief_day"
        if self.tried(lambda: self.relief.note(OUTCOMES[outcome](on)), code):
            self.state, self.since = outcome, on

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """As it was registered last."""
        assert self.relief.state.value == self.state


def test_every_course_of_interim_relief() -> None:
    """Every declared step was taken, and no other one; what is refused names `relief_state` or `relief_day`."""
    declared = set(diagrams()["Interim relief"])
    assert steps_taken(CourseOfRelief, declared, acts=8) == declared
