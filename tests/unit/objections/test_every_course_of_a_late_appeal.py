"""Whatever is told of an appeal against not deciding, in whatever order: it ends once, and its decision counts once.

Awb 6:12, 6:20, 8:55d, 8:70.
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from services.objections.domain.late_appeal import (
    LateAppeal,
    LateAppealNotice,
    LateAppealRuling,
    LateAppealState,
    LateAppealWithdrawal,
)
from shared.law.court_orders import OrderedDecision
from tests.support.courses import ALLOWED, Course, steps_taken
from tests.support.objections import CASE, NEXT_RENEWAL, RENEWAL, written
from tests.support.state_diagrams import diagrams

LODGED_ON = date(2026, 7, 16)
RULINGS = (LateAppealState.INADMISSIBLE, LateAppealState.DISMISSED, LateAppealState.UPHELD)


class CourseOfALateAppeal(Course):
    """One such appeal; the model is its end, and whether the decision was taken after all."""

    @initialize()
    def lodged(self) -> None:
        """The court tells of it."""
        self.state, self.taken_on = "pending", None
        self.appeal = LateAppeal.lodge(
            id=NEXT_RENEWAL,
            case_id=CASE,
            objection_id=None,
            municipality=None,
            notice=LateAppealNotice(LODGED_ON),
            decided_on=None,
        )
        self.begin_with(self.appeal)

    @rule(later=st.integers(-1, 2))
    def it_is_withdrawn(self, later: int) -> None:
        """While it is pending, not before it was lodged."""
        on = LODGED_ON + timedelta(days=later)
        if self.tried(lambda: self.appeal.end(LateAppealWithdrawal(on)), self.refused_on(on)):
            self.state = "withdrawn"

    @rule(later=st.integers(-1, 2))
    def a_hearing_is_told(self, later: int) -> None:
        """While it is pending, on a day after it was lodged."""
        on = LODGED_ON + timedelta(days=later)
        code = self.refused_on(on)
        code = "heard_before_lodged" if code == "ended_before_lodged" else code
        self.tried(lambda: self.appeal.note_hearing(on), code)

    @rule(outcome=st.sampled_from(RULINGS), later=st.integers(-1, 2), term=st.sampled_from([None, 0, 14]))
    def the_court_rules(self, outcome: LateAppealState, later: int, term: int | None) -> None:
        """Only one that is upheld orders something, by a day after the ruling was sent."""
        on = LODGED_ON + timedelta(days=later)
        order = OrderedDecision(on, on + timedelta(days=term), 100, 15_000) if term is not None else None
        code = self.refused_on(on)
        if code is ALLOWED and order is not None and outcome is not LateAppealState.UPHELD:
            code = "nothing_ordered"
        if code is ALLOWED and term == 0:
            code = "court_term_over"
        ruling = LateAppealRuling(on, outcome, written("Uitspraak."), order)
        if self.tried(lambda: self.appeal.end(ruling), code):
            self.state = outcome.value

    @rule(later=st.integers(0, 20))
    def the_decision_is_taken(self, later: int) -> None:
        """The first one counts, while the appeal or its order is about it."""
        on = LODGED_ON + timedelta(days=later)
        self.appeal.note_decision(RENEWAL, on)
        if self.taken_on is None and self.state in {"pending", "upheld"}:
            self.taken_on = on

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """As it ended first, with the day of the first decision."""
        assert (self.appeal.state.value, self.appeal.taken_on) == (self.state, self.taken_on)

    def refused_on(self, on: date) -> str | None:
        """Why it does not end on that day."""
        if self.state != "pending":
            return "appeal_state"
        return "ended_before_lodged" if on < LODGED_ON else ALLOWED


def test_every_course_of_an_appeal_against_not_deciding() -> None:
    """Every declared step was taken, and no other one."""
    declared = set(diagrams()["An appeal against not deciding"])
    assert steps_taken(CourseOfALateAppeal, declared, acts=8) == declared
