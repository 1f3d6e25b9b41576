"""A reassessment (herbeoordeling): what a new threshold set means for every recorded case.

`disposition` is the one rule; the preview and the campaign both go through it, and the proof
folds the log with it again. The aggregate records what the campaign did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

import msgspec

from services.decisions.domain.case_file import (
    CaseState,
    DecisionGrounds,
    Holder,
    PendingObjection,
    PendingObjections,
    governing,
)
from services.decisions.domain.criteria import Assessment, assess
from services.decisions.domain.decision_case import DecisionReissued, validity_of
from services.decisions.domain.policy import Policy
from services.decisions.domain.threshold_set import PreviewCounts
from services.decisions.domain.thresholds import CaseFacts, ThresholdRow
from shared.errors import NotInThisState
from shared.eventlog.aggregate import NO_INSTANT, Aggregate, Event, FoundingEvent, event_id
from shared.vocabulary import ExemptionType, Outcome, RefusalGround, Remedy


class Disposition(StrEnum):
    """What the campaign does with a case, and how it is counted."""

    REISSUE = "reissue"
    UNCHANGED = "unchanged"
    FOR_A_PERSON = "for_a_person"
    WOULD_NOW_BE_REFUSED = "would_now_be_refused"
    PENDING = "pending"


class RecordedCase(msgspec.Struct, frozen=True):
    """The latest recorded state of a case, as far as a reassessment reads it."""

    case_id: UUID
    version: int
    state: CaseState
    exemption_type: ExemptionType
    holder: Holder
    facts: CaseFacts | None = None
    """The facts on which the last decision was taken."""
    decision_id: UUID | None = None
    threshold_set_id: UUID | None = None
    valid_until: date | None = None
    refusal_ground: RefusalGround | None = None
    objections: PendingObjections = ()


class NewThresholds(msgspec.Struct, frozen=True):
    """The set under which cases are reassessed, and the day as of which."""

    threshold_set_id: UUID
    rows: tuple[ThresholdRow, ...]
    on: date


def disposition(case: RecordedCase, thresholds: NewThresholds, policy: Policy) -> Disposition:
    """What the new thresholds mean for one case: the table of the campaign, row by row."""
    if case.state is CaseState.UNDECIDED:
        return Disposition.PENDING
    if case.facts is None or case.refusal_ground is RefusalGround.OTHER:
        return Disposition.UNCHANGED
    advice = assess(case.facts, thresholds.rows, policy, thresholds.on).advice
    if case.state is CaseState.GRANTED:
        running = case.valid_until is not None and thresholds.on <= case.valid_until
        return (
            Disposition.WOULD_NOW_BE_REFUSED
            if running and advice is Outcome.REFUSED
            else Disposition.UNCHANGED
        )
    match advice:
        case Outcome.GRANTED:
            return Disposition.REISSUE
        case None:
            return Disposition.FOR_A_PERSON
        case _:
            return Disposition.UNCHANGED


def reissue(
    case: RecordedCase, thresholds: NewThresholds, policy: Policy, campaign: Campaign, decided_on: date
) -> DecisionReissued:
    """The renewed decision for an affected case, ready to be stored as the next event of its stream.

    The remedy follows the proceedings: none pending: objection; pending: covered by it (Awb 6:19);
    this renewal being the decision on the objection: appeal (Awb 7:11, 8:1), and then the objection
    handler who recorded the finding decides, not the approver (Awb 10:3).
    """
    if case.facts is None or case.decision_id is None:
        raise ValueError("only a decided case can be reissued")
    assessment: Assessment = assess(case.facts, thresholds.rows, policy, thresholds.on)
    objection = governing(case.objections)
    found_by = objection.found_by if objection else None
    return DecisionReissued(
        originator_id=case.case_id,
        originator_version=case.version + 1,
        timestamp=NO_INSTANT,
        decision_id=event_id("decisions", case.case_id, case.version + 1),
        replaces_decision_id=case.decision_id,
        reassessment_id=campaign.reassessment_id,
        decided_on=decided_on,
        decided_by=found_by or campaign.approved_by,
        exemption_type=case.exemption_type,
        grounds=DecisionGrounds(case.facts, assessment.criteria, policy.version, thresholds.threshold_set_id),
        valid_until=validity_of(case.facts, policy, decided_on),
        remedy=remedy_of_renewal(objection),
        decides_objection_id=objection.objection_id if objection and found_by else None,
        holder=case.holder,
    )


def remedy_of_renewal(objection: PendingObjection | None) -> Remedy:
    """The remedy against a renewed decision, by the proceedings that run (Awb 6:19, 7:1, 8:1)."""
    if objection is None:
        return Remedy.OBJECTION
    return Remedy.APPEAL if objection.found_by else Remedy.COVERED_BY_PENDING_OBJECTION


def count(dispositions: Iterable[Disposition]) -> PreviewCounts:
    """How many cases of each disposition."""
    found = list(dispositions)
    return PreviewCounts(**{kind.value: found.count(kind) for kind in Disposition})


def plan_digest(
    thresholds: NewThresholds, policy_version: str, at_position: int, plan: Iterable[tuple[UUID, Disposition]]
) -> str:
    """SHA-256 that names a plan: set, policy, valid-from, position and every case with its outcome."""
    digest = hashlib.sha256()
    head = (str(thresholds.threshold_set_id), policy_version, thresholds.on.isoformat(), at_position)
    for part in (head, *sorted((str(case_id), str(outcome)) for case_id, outcome in plan)):
        digest.update(msgspec.json.encode(part) + b"\n")
    return digest.hexdigest()


class Campaign(msgspec.Struct, frozen=True):
    """Who stands behind a reassessment: its id and the approver, decider of record of the renewals."""

    reassessment_id: UUID
    approved_by: str


class ForAPerson(msgspec.Struct, frozen=True):
    """A case that the campaign leaves to a person, with the reason as a stable code."""

    case_id: UUID
    reason: str


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

    def apply(self, aggregate: Reassessment) -> None:
        aggregate.thresholds = NewThresholds(self.threshold_set_id, self.rows, self.as_of)
        aggregate.policy_version = self.policy_version
        aggregate.campaign = Campaign(self.originator_id, self.approved_by)


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


class ReassessmentCompleted(Event):
    """The closing sweep found nothing left; `digest` is over the reissued case ids in order."""

    TOPIC = "decisions.ReassessmentCompleted"
    considered: int
    reissued: int
    for_a_person: int
    digest: str

    def apply(self, aggregate: Reassessment) -> None:
        aggregate.completed = True


class Reassessment(Aggregate):
    """One campaign, from its start to its completion."""

    TOPIC = "decisions.Reassessment"

    thresholds: NewThresholds | None = None
    policy_version: str = ""
    campaign: Campaign | None = None
    considered: int = 0
    reissued: int = 0
    for_a_person: int = 0
    completed: bool = False

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
    ) -> Self:
        """Start a campaign together with the entry into force of its set."""
        return cls.found(
            ReassessmentStarted,
            id=reassessment_id,
            threshold_set_id=thresholds.threshold_set_id,
            replaces_set_id=replaces_set_id,
            exemption_type=exemption_type,
            rows=thresholds.rows,
            policy_version=policy_version,
            as_of=thresholds.on,
            approved_by=approved_by,
        )

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
        )

    def _must_be_running(self) -> None:
        if self.completed:
            raise NotInThisState("reassessment_completed", "the reassessment is completed")
