"""Whatever is done with a reassessment, in whatever order: a small model of the campaign's rules agrees.

The model: it goes on chunk by chunk until somebody stops it or nothing is left; stopped it does nothing but go on,
and who drift stopped a reviewer alone lets go on; at its end it has done what its chunks have done.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from services.decisions.domain.reassessment import Drift, ForAPerson, Reassessment, ReassessmentCompleted
from tests.support.cases import COUNTS, OBJECTION, OLD_SET, POLICY, REASSESSMENT, REVIEWER, TYPE, under
from tests.support.courses import ALLOWED, Course, steps_taken
from tests.support.state_diagrams import diagrams


@dataclass
class Model:
    """A campaign as its operator sees it."""

    stopped_by: str | None
    """`drift`, `person`, or nobody."""
    ended: bool = False
    considered: int = 0
    renewed: int = 0
    for_a_person: int = 0

    @property
    def state(self) -> str:
        """Where it stands."""
        if self.ended:
            return "completed"
        return "paused" if self.stopped_by else "running"

    @property
    def stands_still(self) -> str | None:
        """The code of what only a running one does."""
        return ALLOWED if self.state == "running" else f"reassessment_{self.state}"


class CourseOfAReassessment(Course):
    """One campaign from its start."""

    @initialize(
        drift=st.none() | st.integers(0, 4), admitted=st.none() | st.integers(0, 4), acts=st.integers(0, 12)
    )
    def started(self, drift: int | None, admitted: int | None, acts: int) -> None:
        """More cases otherwise than approved than the proposal admits stop it before it begins."""
        measured = None if drift is None else Drift(1, 2, drift, admitted, COUNTS)
        too_large = drift is not None and admitted is not None and drift > admitted
        self.model = Model("drift" if too_large else None)
        self.acts_before_the_end = acts
        self.campaign = Reassessment.start(
            reassessment_id=REASSESSMENT,
            thresholds=under(),
            replaces_set_id=OLD_SET,
            exemption_type=TYPE,
            policy_version=POLICY.version,
            approved_by=REVIEWER,
            drift=measured,
            objection_id=OBJECTION,
        )
        self.begin_with(self.campaign)

    @rule()
    def somebody_stops_it(self) -> None:
        """Between two chunks."""
        if self.tried(lambda: self.campaign.pause(paused_by=REVIEWER), self.model.stands_still):
            self.model.stopped_by = "person"

    @rule(as_reviewer=st.booleans())
    def somebody_lets_it_go_on(self, as_reviewer: bool) -> None:
        """A reviewer judges whether a drift is acceptable."""
        model = self.model
        code = ALLOWED if model.state == "paused" else "reassessment_not_paused"
        if code is ALLOWED and model.stopped_by == "drift" and not as_reviewer:
            code = "reviewer_needed"
        if self.tried(lambda: self.campaign.resume(resumed_by=REVIEWER, as_reviewer=as_reviewer), code):
            model.stopped_by = None

    @rule(renewed=st.integers(0, 3), for_a_person=st.integers(0, 2), nothing=st.integers(0, 3))
    def a_chunk_is_done(self, renewed: int, for_a_person: int, nothing: int) -> None:
        """Some renewed, some left to a person, some left as they are."""
        model, considered = self.model, renewed + for_a_person + nothing

        def record() -> None:
            self.campaign.record_chunk(
                upto_case_id=UUID(int=model.considered + considered),
                considered=considered,
                reissued=renewed,
                for_a_person=[
                    ForAPerson(UUID(int=number), "facts_unknown") for number in range(for_a_person)
                ],
            )

        if self.tried(record, model.stands_still):
            model.considered += considered
            model.renewed += renewed
            model.for_a_person += for_a_person

    @precondition(lambda self: self.campaign.version > self.acts_before_the_end or self.model.stopped_by)
    @rule()
    def nothing_is_left(self) -> None:
        """The end states what its chunks have done."""
        model = self.model
        if self.tried(lambda: self.campaign.complete(digest="0" * 64), model.stands_still):
            model.ended = True
            ended = self.campaign.pending()[-1]
            assert isinstance(ended, ReassessmentCompleted)
            assert (ended.considered, ended.reissued, ended.for_a_person) == (
                model.considered,
                model.renewed,
                model.for_a_person,
            )
            assert ended.objection_id == OBJECTION

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """And for the same reason."""
        assert self.campaign.state.value == self.model.state
        assert self.campaign.paused == self.model.stopped_by


def test_every_course_of_a_reassessment() -> None:
    """Every declared step was taken, and no other one."""
    declared = set(diagrams()["A reassessment"])
    assert steps_taken(CourseOfAReassessment, declared) == declared
