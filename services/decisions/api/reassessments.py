"""For reviewers and auditors: reassessments, their progress and their proof."""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from fastapi import Path, Response

from services.decisions.api.national_scope import there_for
from services.decisions.api.threshold_set_view import CountsView, PlanView
from services.decisions.authorisation import AUTHORISATION
from services.decisions.domain.reassessment import PauseCause, Reassessment
from services.decisions.projections.reassessments import (
    StoredReassessment,
    for_a_person,
    reassessment,
    reassessments_after,
)
from services.decisions.projections.replay import Replay
from shared.errors import NotThere
from shared.eventlog.log import EventLog
from shared.runtime.api import Reading, ServiceRouter, View
from shared.runtime.pages import Page, Paging

"""Who pauses a reassessment has to see how it stands, and at which version."""
ReassessmentId = Annotated[UUID, Path(alias="reassessmentId")]


class ReassessmentLine(View):
    """One reassessment; `startedPosition` is its P: every case recorded before it was considered."""

    reassessment_id: UUID
    threshold_set_id: UUID
    started_position: int
    state: str

    @classmethod
    def of(cls, stored: StoredReassessment) -> Self:
        """From the table's row."""
        return cls.model_validate(stored, from_attributes=True)


class ForAPersonView(View):
    """A case left to a person, with the reason as a code."""

    case_id: UUID
    reason: str


class DriftView(View):
    """How far the plan at the entry into force differs from the approved one."""

    approved_position: int
    measured_position: int
    cases: int
    max_cases: int | None
    counts: CountsView
    """Of the plan at the measured position."""


class ReassessmentView(ReassessmentLine):
    """A reassessment with its counts so far."""

    paused_because: PauseCause | None
    drift: DriftView | None

    considered: int
    reissued: int
    cases_for_a_person: list[ForAPersonView]
    digest: str | None
    """SHA-256 over the reissued case ids in order; null while running."""


class ChangedSinceView(View):
    """A case that changed after P, with the event that changed it."""

    case_id: UUID
    event_id: UUID


class ProofView(View):
    """The independent proof: three sets found in three ways, and whether they fit."""

    holds: bool
    affected: list[UUID]
    reissued: list[UUID]
    changed_since: list[ChangedSinceView]
    missed: list[UUID]
    unfounded: list[UUID]
    repeated: list[UUID]


def routes(log: EventLog, replay: Replay) -> ServiceRouter:
    """Routes on reassessments."""
    router = ServiceRouter(AUTHORISATION, tag="reassessments")

    @router.query("/reassessments", response_model=Page[ReassessmentLine])
    def reassessments(request: Reading, paging: Paging) -> Page[ReassessmentLine]:
        """Reassessments, oldest first."""
        national = request.principal.national
        with log.read() as connection:
            found = reassessments_after(connection, paging.after, paging.rows) if national else []
        return Page[ReassessmentLine].of(
            found, paging, ReassessmentLine.of, lambda stored: stored.reassessment_id
        )

    @router.query("/reassessments/{reassessmentId}", response_model=ReassessmentView)
    def one_reassessment(request: Reading, reassessment_id: ReassessmentId) -> Response:
        """One reassessment with its counts and the cases it leaves to a person."""
        there_for(request.principal, "reassessment_not_found")
        with log.read() as connection:
            stored = reassessment(connection, reassessment_id)
            left = for_a_person(connection, reassessment_id)
        if stored is None:
            raise NotThere("reassessment_not_found", "there is no such reassessment")
        recorded = log.load(Reassessment, reassessment_id)
        view = ReassessmentView(
            **ReassessmentLine.of(stored).model_dump(),
            paused_because=recorded.paused,
            drift=DriftView.model_validate(recorded.drift, from_attributes=True) if recorded.drift else None,
            considered=recorded.considered,
            reissued=recorded.reissued,
            cases_for_a_person=[ForAPersonView(case_id=case_id, reason=reason) for case_id, reason in left],
            digest=stored.digest,
        )
        return request.versioned(view, stored.version)

    @router.query("/reassessments/{reassessmentId}/plan", response_model=PlanView)
    def plan(request: Reading, reassessment_id: ReassessmentId) -> PlanView:
        """Every case with how it stood under the set at the campaign's start; also who is marked for renewal."""
        there_for(request.principal, "reassessment_not_found")
        return PlanView.of(replay.plan_at_start(reassessment_id))

    @router.query("/reassessments/{reassessmentId}/proof", response_model=ProofView)
    def proof(request: Reading, reassessment_id: ReassessmentId) -> ProofView:
        """Affected, reissued and changed since, each from the log in its own way."""
        there_for(request.principal, "reassessment_not_found")
        return ProofView.model_validate(replay.proof(reassessment_id), from_attributes=True)

    return router
