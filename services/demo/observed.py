"""What was found when everything had been played: plain facts, read back from the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.demo.answers import (
    AccessSeen,
    ActSeen,
    AppealSeen,
    CaseSeen,
    DecisionSeen,
    LetterSeen,
    LogSeen,
    ObjectionSeen,
    ProofSeen,
    ReassessmentSeen,
    ThresholdSetSeen,
)
from services.demo.monitor_answers import MonitorSeen
from services.demo.planned import Moment, PlannedCase
from shared.vocabulary import Outcome, Remedy


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything that the services say about one case. Nothing in it is personal."""

    name: str
    """How sentences about the case begin."""
    planned: PlannedCase | None
    """What must have come of it; None: a given vehicle, of which nothing is expected."""
    plate: str
    case: CaseSeen
    letters: tuple[LetterSeen, ...]
    access: Mapping[Moment, AccessSeen] = field(default_factory=dict)
    """The access checks at the moments at which it was asked."""
    renewed_letter_remedies: tuple[Remedy, ...] = ()
    """Remedies that the text of the letter about the renewed decision names."""
    objection: ObjectionSeen | None = None
    handled_by: str | None = None
    """The objection handler."""
    appeal: AppealSeen | None = None
    timeline: tuple[ActSeen, ...] = ()
    """Read for renewed decisions alone."""
    target_id: UUID | None = None
    """The case in which it was said to go on when it was converted."""
    standing: str | None = None
    """Its row in the plan of the second reassessment; None: it is not in that plan."""
    last_standing: str | None = None
    """The same in the plan of the last one, two years later."""

    @property
    def affected(self) -> bool:
        """Whether the plan says that the second set changes the outcome."""
        return self.planned is not None and self.planned.affected

    @property
    def first(self) -> DecisionSeen | None:
        """The decision of the desk."""
        return next((one for one in self.case.decisions if one.replaces_decision_id is None), None)

    @property
    def renewals(self) -> tuple[DecisionSeen, ...]:
        """Decisions taken by a reassessment."""
        return tuple(one for one in self.case.decisions if one.reassessment_id is not None)

    @property
    def replacements(self) -> tuple[DecisionSeen, ...]:
        """Decisions that took the place of another because an objection was upheld for another reason."""
        return tuple(
            one
            for one in self.case.decisions
            if one.replaces_decision_id is not None
            and one.reassessment_id is None
            and one.outcome is not Outcome.REVOKED
        )

    @property
    def last(self) -> DecisionSeen | None:
        """The decision that stands."""
        return self.case.decisions[-1] if self.case.decisions else None


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """Everything that the services say about the second threshold set and what it led to."""

    first_set_id: UUID
    threshold_set: ThresholdSetSeen
    reassessment: ReassessmentSeen
    proof: ProofSeen
    last_proof: ProofSeen | None
    """Of the reassessment under the last set, which renews nothing; None: it was not played that far."""
    approver: str
    finders: Mapping[UUID, str]
    """By objection: who found a threshold wrong in it."""
    rejected: Sequence[ThresholdSetSeen] = ()
    """The sets that were proposed afterwards and rejected."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything that was found."""

    files: Sequence[CaseFile]
    campaign: CampaignFile
    monitor: MonitorSeen
    """Of the days on which the applications of this sample set came in."""
    logs: Sequence[LogSeen]
    received: tuple[date, date]
    """Those days."""
