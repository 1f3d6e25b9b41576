"""A reassessment (herbeoordeling): the campaign that decides again under a new threshold set.

The aggregate records what the campaign did; what it does with a case is `disposition`'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

import msgspec

from services.decisions.domain.disposition import NewThresholds
from services.decisions.domain.threshold_set import PreviewCounts
from services.decisions.domain.thresholds import ThresholdRow
from shared.errors import NotInThisState, NotYours
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.vocabulary import ExemptionType

TYPE: Final = ExemptionType.NOT_AVAILABLE_EMISSION_FREE
"""The only type whose criteria read thresholds: what a reassessment goes through."""


class ReassessmentState(StrEnum):
    """How far a reassessment has come."""

    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"


class Campaign(msgspec.Struct, frozen=True):
    """Who stands behind a reassessment: its id and the approver, decider of record of the renewals."""

    reassessment_id: UUID
    approved_by: str


class ForAPerson(msgspec.Struct, frozen=True):
    """A case that the campaign leaves to a person, with the reason as a stable code."""

    case_id: UUID
    reason: str


class Drift(msgspec.Struct, frozen=True):
    """How far the plan at the entry into force differs from the plan that was approved."""

    approved_position: int
    """Log position of the approved plan (P0)."""
    measured_position: int
    """Log position of the plan it was compared with, the last before the entry into force."""
    cases: int
    """Cases that are disposed of otherwise."""
    max_cases: int | None
    """What the proposal admits (`maxDrift`); None: any number."""
    counts: PreviewCounts
    """Of the plan at the measured position."""

    @property
    def too_large(self) -> bool:
        """Whether a reviewer has to look before anybody's decision is renewed."""
        return self.max_cases is not None and self.cases > self.max_cases


class PauseCause(StrEnum):
    """Why a reassessment is paused."""

    DRIFT = "drift"
    """The plan differs from the approved one by more cases than the proposal admits."""
    PERSON = "person"


class ReassessmentStarted(FoundingEvent):
    """Started at this event's own log position P: every case recorded before it is considered."""

    TOPIC = "decisions.ReassessmentStarted"
    threshold_set_id: UUID
    replaces_set_id: UUID | None
    exemption_type: ExemptionType
    rows: tuple[ThresholdRow, ...]
    policy_version: str
    as_of: date
    approved_by: str
    drift: Drift | None = None
    """None: not measured, as with reassessments from before it was."""
    objection_id: UUID | None = None
    """The objection with the finding that caused the set; None: a periodic set, or an older reassessment."""

    def apply(self, aggregate: Reassessment) -> None:
        aggregate.objection_id = self.objection_id
        aggregate.thresholds = NewThresholds(self.threshold_set_id, self.rows, self.as_of)
        aggregate.policy_version = self.policy_version
        aggregate.campaign = Campaign(self.originator_id, self.approved_by)
        aggregate.drift = self.drift


class ReassessmentChunkDone(Event):
    """A chunk of refused cases was considered, up to and including `upto_case_id`."""

    TOPIC = "decisions.ReassessmentChunkDone"
    upto_case_id: UUID
    considered: int
    reissued: int
    for_a_person: tuple[ForAPerson, ...]

    def apply(self, aggregate: Reassessment) -> None:
        aggregate.considered += self.considered
        aggregate.reissued += self.reissued
        aggregate.for_a_person += len(self.for_a_person)


class ReassessmentPaused(Event):
    """Paused (gepauzeerd): no further decision is renewed until somebody resumes it."""

    TOPIC = "decisions.ReassessmentPaused"
    cause: PauseCause
    paused_by: str

    def apply(self, aggregate: Reassessment) -> None:
        aggregate.paused = self.cause


class ReassessmentResumed(Event):
    """Resumed (hervat): it goes on where it stood."""

    TOPIC = "decisions.ReassessmentResumed"
    resumed_by: str

    def apply(self, aggregate: Reassessment) -> None:
        aggregate.paused = None


class ReassessmentCompleted(Event):
    """The closing sweep found nothing left; `digest` is over the reissued case ids in order."""

    TOPIC = "decisions.ReassessmentCompleted"
    considered: int
    reissued: int
    for_a_person: int
    digest: str
    threshold_set_id: UUID | None = None
    objection_id: UUID | None = None
    """The objection with the finding that caused the set, where one did."""

    def apply(self, aggregate: Reassessment) -> None:
        aggregate.completed = True


class Reassessment(Aggregate):
    """One campaign, from its start to its completion."""

    TOPIC = "decisions.Reassessment"

    thresholds: NewThresholds | None = None
    policy_version: str = ""
    campaign: Campaign | None = None
    drift: Drift | None = None
    objection_id: UUID | None = None
    considered: int = 0
    reissued: int = 0
    for_a_person: int = 0
    paused: PauseCause | None = None
    completed: bool = False

    @property
    def state(self) -> ReassessmentState:
        """Where it stands."""
        if self.completed:
            return ReassessmentState.COMPLETED
        return ReassessmentState.RUNNING if self.paused is None else ReassessmentState.PAUSED

    @classmethod
    def start(
        cls,
        *,
        reassessment_id: UUID,
        thresholds: NewThresholds,
        replaces_set_id: UUID | None,
        exemption_type: ExemptionType,
        policy_version: str,
        approved_by: str,
        drift: Drift | None = None,
        objection_id: UUID | None = None,
    ) -> Self:
        """Start a campaign together with the entry into force of its set; paused when the drift is too large."""
        started = cls.found(
            ReassessmentStarted,
            id=reassessment_id,
            threshold_set_id=thresholds.threshold_set_id,
            replaces_set_id=replaces_set_id,
            exemption_type=exemption_type,
            rows=thresholds.rows,
            policy_version=policy_version,
            as_of=thresholds.on,
            approved_by=approved_by,
            drift=drift,
            objection_id=objection_id,
        )
        if drift is not None and drift.too_large:
            started.trigger_event(ReassessmentPaused, cause=PauseCause.DRIFT, paused_by=approved_by)
        return started

    def pause(self, *, paused_by: str) -> None:
        """Stop between two chunks. Raises NotInThisState when paused or completed."""
        self._must_be_running()
        self.trigger_event(ReassessmentPaused, cause=PauseCause.PERSON, paused_by=paused_by)

    def resume(self, *, resumed_by: str, as_reviewer: bool) -> None:
        """Go on. Raises NotInThisState when not paused, NotYours when drift paused it and no reviewer resumes."""
        if self.paused is None:
            raise NotInThisState("reassessment_not_paused", "the reassessment is not paused")
        if self.paused is PauseCause.DRIFT and not as_reviewer:
            raise NotYours("reviewer_needed", "a reviewer judges whether the drift is acceptable")
        self.trigger_event(ReassessmentResumed, resumed_by=resumed_by)

    def record_chunk(
        self, *, upto_case_id: UUID, considered: int, reissued: int, for_a_person: Sequence[ForAPerson]
    ) -> None:
        """Record what was done with one chunk."""
        self._must_be_running()
        self.trigger_event(
            ReassessmentChunkDone,
            upto_case_id=upto_case_id,
            considered=considered,
            reissued=reissued,
            for_a_person=tuple(for_a_person),
        )

    def complete(self, *, digest: str) -> None:
        """Record the end, once the closing sweep has found nothing."""
        self._must_be_running()
        self.trigger_event(
            ReassessmentCompleted,
            considered=self.considered,
            reissued=self.reissued,
            for_a_person=self.for_a_person,
            digest=digest,
            threshold_set_id=self.thresholds.threshold_set_id if self.thresholds else None,
            objection_id=self.objection_id,
        )

    def _must_be_running(self) -> None:
        if self.completed:
            raise NotInThisState("reassessment_completed", "the reassessment is completed")
        if self.paused:
            raise NotInThisState("reassessment_paused", "the reassessment is paused")


TRANSITIONS: Final[Mapping[type[Event], tuple[frozenset[ReassessmentState], ReassessmentState]]] = {
    ReassessmentPaused: (frozenset({ReassessmentState.RUNNING}), ReassessmentState.PAUSED),
    ReassessmentResumed: (frozenset({ReassessmentState.PAUSED}), ReassessmentState.RUNNING),
    ReassessmentChunkDone: (frozenset({ReassessmentState.RUNNING}), ReassessmentState.RUNNING),
    ReassessmentCompleted: (frozenset({ReassessmentState.RUNNING}), ReassessmentState.COMPLETED),
}
"""Which act takes a reassessment from which state to which; the state diagram is made from this."""
