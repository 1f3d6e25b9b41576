"""Whatever the court tells of an appeal, in whatever order: it ends once, and not before it was lodged (Awb 8:1, 8:70)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from services.objections.domain.appeal import (
    Appeal,
    CourtOutcome,
    CourtRuling,
    InadmissibleAppeal,
    Withdrawal,
)
from tests.support.courses import ALLOWED, Course, steps_taken
from tests.support.objections import CASE, NEXT_RENEWAL, OBJECTION, REFUSAL, written
from tests.support.state_diagrams import diagrams

LODGED_ON = date(2026, 7, 1)
ENDINGS = {
    "withdrawn": Withdrawal,
    "inadmissible": InadmissibleAppeal,
    "ruled": lambda on: CourtRuling(on, written("Ongegrond."), CourtOutcome.DISMISSED),
}


class CourseOfAnAppeal(Course):
    """One appeal; the model is its end, or that it has none yet."""

    @initialize()
    def lodged(self) -> None:
        """The court tells of it."""
        self.state = "pending"
        self.appeal = Appeal.lodge(
            id=NEXT_RENEWAL,
            case_id=CASE,
            objection_id=OBJECTION,
            decision_id=REFUSAL,
            lodged_on=LODGED_ON,
            court_reference=None,
        )
        self.begin_with(self.appeal)

    @rule(end=st.sampled_from(sorted(ENDINGS)), later=st.integers(-2, 2))
    def it_ends(self, end: str, later: int) -> None:
        """Once, on the day of its lodging at the earliest."""
        code = ALLOWED if self.state == "pending" else "appeal_state"
        if code is ALLOWED and later < 0:
            code = "ended_before_lodged"
        if self.tried(lambda: self.appeal.end(ENDINGS[end](LODGED_ON + timedelta(days=later))), code):
            self.state = end

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """Pending, or as it ended first."""
        assert self.appeal.state.value == self.state


def test_every_course_of_an_appeal() -> None:
    """Every declared step was taken, and no other one."""
    declared = set(diagrams()["An appeal"])
    assert steps_taken(CourseOfAnAppeal, declared, acts=8) == declared
