"""Whatever the court tells of an appeal, in whatever order: it ends once, and not before it was lodged (Awb 8:1, 8:70)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from services.objections.domain.appeal import Appeal, InadmissibleAppeal, Withdrawal
from services.objections.domain.appeal_instance import Appellant, Filing, Instance, RemedyTerm
from services.objections.domain.court_fee import FeeStep
from services.objections.domain.court_ruling import CourtOutcome, CourtRuling
from services.objections.domain.posting import PostingJudgement
from shared.law.terms import Channel
from tests.support.courses import ALLOWED, Course, refusal_of, steps_taken
from tests.support.objections import CASE, NEXT_RENEWAL, OBJECTION, REFUSAL, written
from tests.support.state_diagrams import diagrams

LODGED_ON = date(2026, 7, 1)
ENDINGS = {
    "withdrawn": Withdrawal,
    "inadmissible": InadmissibleAppeal,
    "ruled": lambda on: CourtRuling(on, written("Ongegrond."), CourtOutcome.DISMISSED),
}
FEE_REFUSED = {
    (None, FeeStep.PAID): "fee_not_levied",
    (None, FeeStep.REPAID): "fee_not_levied",
    (FeeStep.LEVIED, FeeStep.LEVIED): "fee_levied",
    (FeeStep.LEVIED, FeeStep.REPAID): "fee_not_to_repay",
    (FeeStep.PAID, FeeStep.LEVIED): "fee_levied",
    (FeeStep.PAID, FeeStep.PAID): "fee_paid",
    (FeeStep.REPAID, FeeStep.LEVIED): "fee_levied",
    (FeeStep.REPAID, FeeStep.PAID): "fee_paid",
    (FeeStep.REPAID, FeeStep.REPAID): "fee_not_to_repay",
}


class CourseOfAnAppeal(Course):
    """One appeal at either court; the model is its end, or that it has none yet, and the last step of its fee."""

    @initialize(instance=st.sampled_from(sorted(Instance)))
    def lodged(self, instance: Instance) -> None:
        """The court tells of it."""
        self.state, self.fee, self.judged = "pending", None, False
        self.instance = instance
        self.appeal = Appeal.lodge(
            id=NEXT_RENEWAL,
            case_id=CASE,
            objection_id=OBJECTION,
            decision_id=REFUSAL,
            lodged_on=LODGED_ON,
            court_reference=None,
            filing=Filing(
                instance,
                appellant=Appellant.OBJECTOR,
                channel=Channel.POST,
                term=RemedyTerm(last_day=LODGED_ON - timedelta(days=1)),
            ),
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

    @rule(in_time=st.booleans())
    def its_posting_is_judged(self, in_time: bool) -> None:
        """While it is pending, once: it came by post on the day after the term (Awb 6:9(2))."""
        code = ALLOWED if self.state == "pending" else "appeal_state"
        if code is ALLOWED and self.judged:
            code = "posting_known"
        judgement = PostingJudgement(in_time, written("Beoordeeld."))
        if self.tried(lambda: self.appeal.judge_posting(judgement, "handler-1", LODGED_ON), code):
            self.judged = True

    @rule(later=st.integers(-2, 30))
    def its_hearing_is_told(self, later: int) -> None:
        """While it is pending, for a day after it was lodged; a later one takes its place (Awb 8:56)."""
        code = ALLOWED if self.state == "pending" else "appeal_state"
        if code is ALLOWED and later < 0:
            code = "heard_before_lodged"
        self.tried(lambda: self.appeal.note_hearing(LODGED_ON + timedelta(days=later)), code)

    @rule(step=st.sampled_from(sorted(FeeStep)))
    def its_fee(self, step: FeeStep) -> None:
        """Levied, paid and paid back, in that order and each once, whatever became of the appeal."""
        code = FEE_REFUSED.get((self.fee, step), ALLOWED)
        if self.tried(lambda: self.appeal.note_fee(step, LODGED_ON, 194), code):
            self.fee = step

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """Pending, or as it ended first; only the ruling of a district court can be contested (Awb 8:104)."""
        assert self.appeal.state.value == self.state
        ruled = self.state in {"inadmissible", "ruled"} and self.instance is Instance.DISTRICT_COURT
        assert refusal_of(self.appeal.contested_ruling) == (ALLOWED if ruled else "no_ruling_to_contest")


def test_every_course_of_an_appeal() -> None:
    """Every declared step was taken, and no other one."""
    declared = set(diagrams()["An appeal"])
    assert steps_taken(CourseOfAnAppeal, declared, acts=12) == declared
