"""Whatever is done with a threshold set, in whatever order: a small model of the campaign's rules agrees.

The model: one person proposes, everybody can look, another one approves what was looked at last, and it counts from
its day. What is compared with can change in between: the set in force, and the policy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from services.decisions.domain.row_changes import RowPlace
from services.decisions.domain.threshold_proposal import Cause, CauseKind, Proposal
from services.decisions.domain.threshold_set import ThresholdSet
from services.decisions.domain.thresholds import ThresholdRow
from shared.vocabulary import VehicleCategory
from tests.support.cases import (
    CASE,
    COUNTS,
    NEW_SET,
    OBJECTION,
    OBJECTION_HANDLER,
    OLD_SET,
    PROPOSER,
    REASSESSED_ON,
    REVIEWER,
    TYPE,
    row,
)
from tests.support.courses import ALLOWED, Course, refusal_of, steps_taken
from tests.support.state_diagrams import diagrams

VANS, TRUCKS = row(1200), row(9000, category=VehicleCategory.N2)
IN_FORCE = {"vans": (VANS,), "vans and trucks": (VANS, TRUCKS)}
PEOPLE = st.sampled_from([PROPOSER, OBJECTION_HANDLER, REVIEWER, "reviewer-2"])
DIGESTS = st.sampled_from(["a" * 64, "b" * 64])


@dataclass
class Model:
    """A set as those see it who work with it."""

    valid_from: date
    barred: set[str]
    drops_trucks: bool
    """Whether the proposer said that the row for trucks falls away."""
    state: str = "proposed"
    today: date = REASSESSED_ON
    trucks_in_force: bool = False
    set_in_force: UUID = OLD_SET
    policy: str = "2026"
    seen: tuple[str, UUID, str] | None = None
    """What the last look compared: the plan, the set in force and the policy."""
    approved_by: str | None = None

    def must_be(self, state: str) -> str | None:
        """The code of what cannot be done in another state."""
        return ALLOWED if self.state == state else f"threshold_set_{self.state}"

    @property
    def rows_fall_away(self) -> str | None:
        """Exactly the rows fall away of which the proposer said so."""
        if self.trucks_in_force and not self.drops_trucks:
            return "threshold_removal_unconfirmed"
        return "threshold_not_removed" if self.drops_trucks and not self.trucks_in_force else ALLOWED


def proposing(proposal: Proposal, in_force: tuple[ThresholdRow, ...], today: date) -> ThresholdSet:
    """The proposer hands in a set."""
    return ThresholdSet.propose(
        proposal,
        set_id=NEW_SET,
        exemption_type=TYPE,
        in_force=in_force,
        proposed_by=PROPOSER,
        today=today,
    )


class CourseOfAThresholdSet(Course):
    """One set, and the world around it."""

    @initialize(
        later=st.integers(0, 4), found=st.booleans(), drops_trucks=st.booleans(), patience=st.integers(0, 20)
    )
    def proposed(self, later: int, found: bool, drops_trucks: bool, patience: int) -> None:
        """A set for vans is proposed: for its own sake, or because of a finding on an objection."""
        cause = Cause(CauseKind.PERIODIC)
        if found:
            cause = Cause(CauseKind.OBJECTION, OBJECTION, CASE, OBJECTION_HANDLER)
        valid_from = REASSESSED_ON + timedelta(days=later)
        removes = (RowPlace.of(TRUCKS),) if drops_trucks else ()
        self.model = Model(
            valid_from,
            {PROPOSER, OBJECTION_HANDLER} if found else {PROPOSER},
            drops_trucks,
            trucks_in_force=drops_trucks,
        )
        in_force = IN_FORCE["vans and trucks" if drops_trucks else "vans"]
        proposal = Proposal([row(800)], valid_from, cause, removes=removes)
        self.threshold_set = proposing(proposal, in_force, REASSESSED_ON)
        self.begin_with(self.threshold_set)
        self.acts, self.patience = 0, patience

    @rule(days=st.integers(1, 2))
    def days_pass(self, days: int) -> None:
        """Time goes on."""
        self.model.today += timedelta(days=days)

    @rule(later=st.integers(-1, 1), doubled=st.booleans(), drops_trucks=st.booleans())
    def another_is_proposed(self, later: int, doubled: bool, drops_trucks: bool) -> None:
        """Valid from today or later, one value for a place, and no row falls away unsaid."""
        model = self.model
        code = "threshold_stated_twice" if doubled else ALLOWED
        if later < 0:
            code = "valid_from_in_the_past"
        elif code is ALLOWED and drops_trucks != model.trucks_in_force:
            code = "threshold_not_removed" if drops_trucks else "threshold_removal_unconfirmed"
        proposal = Proposal(
            [row(800)] * (2 if doubled else 1),
            model.today + timedelta(days=later),
            Cause(CauseKind.PERIODIC),
            removes=(RowPlace.of(TRUCKS),) if drops_trucks else (),
        )
        in_force = IN_FORCE["vans and trucks" if model.trucks_in_force else "vans"]
        assert refusal_of(lambda: proposing(proposal, in_force, model.today)) == code

    @precondition(lambda self: self.acts > self.patience)
    @rule(number=st.integers(1, 3), trucks=st.booleans())
    def another_set_enters(self, number: int, trucks: bool) -> None:
        """What this one would take the place of."""
        self.model.set_in_force, self.model.trucks_in_force = UUID(int=number), trucks

    @precondition(lambda self: self.acts > self.patience)
    @rule(policy=st.sampled_from(["2026", "2027"]))
    def the_policy_changes(self, policy: str) -> None:
        """Or changes back."""
        self.model.policy = policy

    @rule(digest=DIGESTS)
    def somebody_looks(self, digest: str) -> None:
        """At what the set would do, while nobody has said yes or no to it."""
        model = self.model
        code = model.must_be("proposed") or model.rows_fall_away

        def look() -> None:
            self.threshold_set.record_preview(
                at_position=1,
                as_of=model.today,
                policy_version=model.policy,
                replaces_set_id=model.set_in_force,
                plan_digest=digest,
                counts=COUNTS,
                in_force=IN_FORCE["vans and trucks" if model.trucks_in_force else "vans"],
            )

        if self.tried(look, code):
            model.seen = (digest, model.set_in_force, model.policy)

    @rule(by=PEOPLE, digest=st.none() | DIGESTS)
    def somebody_approves(self, by: str, digest: str | None) -> None:
        """Somebody else, the plan that was seen last (or one by name), compared with what still is there."""
        model = self.model
        digest = digest or (model.seen[0] if model.seen else "c" * 64)
        code = model.must_be("proposed")
        if code is ALLOWED and by in model.barred:
            code = "approver_barred"
        if code is ALLOWED and (model.seen is None or model.seen[0] != digest):
            code = "plan_not_previewed"
        if code is ALLOWED and model.seen != (digest, model.set_in_force, model.policy):
            code = "preview_outdated"

        def approve() -> None:
            self.threshold_set.approve(
                plan_digest=digest,
                approved_by=by,
                set_in_force=model.set_in_force,
                policy_version=model.policy,
            )

        if self.tried(approve, code):
            model.state, model.approved_by = "approved", by

    @precondition(lambda self: self.acts > self.patience)
    @rule(by=PEOPLE)
    def somebody_rejects(self, by: str) -> None:
        """As long as nobody has approved it."""

        def reject() -> None:
            self.threshold_set.reject(reasons="not yet", rejected_by=by, rejected_on=self.model.today)

        if self.tried(reject, self.model.must_be("proposed")):
            self.model.state = "rejected"

    @rule()
    def its_day_comes(self) -> None:
        """Approved, and valid by then."""
        model = self.model
        code = model.must_be("approved")
        if code is ALLOWED and model.today < model.valid_from:
            code = "not_valid_yet"

        def enter() -> None:
            self.threshold_set.enter_into_force(on=model.today, replaces_set_id=model.set_in_force)

        if self.tried(enter, code):
            model.state = "in_force"

    def tried(self, act: Callable[[], object], code: str | None) -> bool:
        """Each try makes it more likely that somebody loses patience."""
        self.acts += 1
        return super().tried(act, code)

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """And nobody approved the own proposal or finding."""
        assert self.threshold_set.state.value == self.model.state
        assert self.threshold_set.approved_by == self.model.approved_by not in self.model.barred


def test_every_course_of_a_threshold_set() -> None:
    """Every declared step was taken, and no other one."""
    declared = set(diagrams()["A threshold set"])
    assert steps_taken(CourseOfAThresholdSet, declared, courses=150) == declared
