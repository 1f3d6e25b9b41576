"""Whoever claims, releases or hands over a case, in whatever order: one person has it in hand, or nobody."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from services.decisions.domain.case_claim import CaseClaim
from services.decisions.domain.case_file import CaseState
from shared.eventlog.aggregate import Aggregate
from tests.support.cases import DECIDED_ON
from tests.support.courses import ALLOWED, BEGINNING, Course, steps_taken

PEOPLE = st.sampled_from(["case-handler-1", "case-handler-2", "case-handler-3"])
ON_THE_MERITS = {CaseState.GRANTED, CaseState.REFUSED, CaseState.REVOKED}
STATES = st.sampled_from([CaseState.UNDECIDED, CaseState.UNDECIDED, *CaseState])


class CourseOfAClaim(Course):
    """The claims on one case; the model is who has it."""

    @initialize()
    def opened(self) -> None:
        """Nobody has it."""
        self.held_by: str | None = None
        self.claim = CaseClaim.open(UUID(int=1))
        self.begin_with(self.claim)

    def state_of(self, aggregate: Aggregate) -> str:
        """Two states, of which no diagram is drawn: a claim is no legal act."""
        return "free" if vars(aggregate)["claimed_by"] is None else "claimed"

    @rule(by=PEOPLE, state=STATES)
    def somebody_claims(self, by: str, state: CaseState) -> None:
        """An undecided case that nobody else has."""
        code = over(state) or (ALLOWED if self.held_by in {None, by} else "claimed_by_another")
        if self.tried(lambda: self.claim.claim(state=state, by=by, on=DECIDED_ON), code):
            self.held_by = by

    @rule(by=PEOPLE, state=STATES, as_reviewer=st.booleans())
    def somebody_releases(self, by: str, state: CaseState, as_reviewer: bool) -> None:
        """The own one, or as a reviewer another's."""
        code = over(state) or (ALLOWED if self.held_by else "case_not_claimed")
        if code is ALLOWED and by != self.held_by and not as_reviewer:
            code = "claim_of_another"
        if self.tried(
            lambda: self.claim.release(state=state, by=by, as_reviewer=as_reviewer, on=DECIDED_ON), code
        ):
            self.held_by = None

    @rule(holder=PEOPLE, to=PEOPLE, state=STATES)
    def a_reviewer_hands_it_over(self, holder: str, to: str, state: CaseState) -> None:
        """From who has it."""
        code = over(state) or (ALLOWED if self.held_by == holder else "claim_not_held")
        if self.tried(
            lambda: self.claim.hand_over(
                state=state, claimed_by=holder, to=to, by="reviewer-1", on=DECIDED_ON
            ),
            code,
        ):
            self.held_by = to

    @invariant()
    def who_has_it_has_it(self) -> None:
        """By the last of these acts."""
        assert self.claim.claimed_by == self.held_by


def over(state: CaseState) -> str | None:
    """Nobody has in hand what is decided or ended otherwise."""
    if state is CaseState.UNDECIDED:
        return ALLOWED
    return "already_decided" if state in ON_THE_MERITS else "case_ended"


def test_every_course_of_a_claim() -> None:
    """These are the steps there are; who claims again what is in the own hand, takes none."""
    steps = {
        (BEGINNING, "free", "CaseClaimOpened"),
        ("free", "claimed", "CaseClaimed"),
        ("claimed", "free", "CaseReleased"),
        ("claimed", "claimed", "CaseHandedOver"),
    }
    assert steps_taken(CourseOfAClaim, steps) == steps
