"""What was found when everything had been played: plain facts, read back from the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.demo.answers import (
    AccessSeen,
    ActSeen,
    CaseSeen,
    DecisionSeen,
    LetterSeen,
    LogSeen,
    ObjectionSeen,
    ProofSeen,
    ReassessmentSeen,
    ThresholdSetSeen,
)
from services.demo.plan import PlannedCase
from shared.vocabulary import Remedy


@dataclass(frozen=True, slots=True)
class AccessOver:
    """The access check for one plate at three moments."""

    before: AccessSeen
    """Before anybody had applied."""
    announced: AccessSeen
    """After the letters about the first decisions."""
    renewed: AccessSeen
    """After the letters about the renewed decisions."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything that the services say about one case. Nothing in it is personal."""

    name: str
    """How sentences about the case begin."""
    planned: PlannedCase | None
    """What must have come of it; None: a given vehicle, of which nothing is expected."""
    case: CaseSeen
    letters: tuple[LetterSeen, ...]
    access: AccessOver
    renewed_letter_remedies: tuple[Remedy, ...] = ()
    """Remedies that the text of the letter about the renewed decision names."""
    objection: ObjectionSeen | None = None
    timeline: tuple[ActSeen, ...] = ()
    """Read for renewed decisions alone."""

    @property
    def affected(self) -> bool:
        """Whether the plan says that the second set changes the outcome."""
        return self.planned is not None and self.planned.affected

    @property
    def first(self) -> DecisionSeen | None:
        """The decision of the desk."""
        return next((one for one in self.case.decisions if one.reassessment_id is None), None)

    @property
    def renewals(self) -> tuple[DecisionSeen, ...]:
        """Decisions taken by a reassessment."""
        return tuple(one for one in self.case.decisions if one.reassessment_id is not None)

    def standing_on(self, *, renewed: bool) -> DecisionSeen | None:
        """The decision that stood after the first letters, or after those about renewed decisions."""
        return self.renewals[-1] if renewed and self.renewals else self.first


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """Everything that the services say about the second threshold set and what it led to."""

    first_set_id: UUID
    threshold_set: ThresholdSetSeen
    reassessment: ReassessmentSeen
    proof: ProofSeen
    approver: str
    finders: Mapping[UUID, str]
    """By objection: who found a threshold wrong in it."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything that was found."""

    files: Sequence[CaseFile]
    campaign: CampaignFile
    logs: Sequence[LogSeen]
