"""What the services answer, as far as the demo reads it; other fields are passed over."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from shared.vocabulary import ExemptionType, LeftOutReason, Outcome, RefusalGround, Remedy


class AnswerBody(msgspec.Struct, frozen=True, rename="camel"):
    """Base of the answers."""


class ClockSeen(AnswerBody, frozen=True):
    """The business clock."""

    now: datetime


class Committed(AnswerBody, frozen=True):
    """The answer to a command."""

    id: UUID
    version: int
    position: int


class ProblemSeen(AnswerBody, frozen=True):
    """Why a request was not carried out. Its words are not read: only its code is shown."""

    code: str = "unknown"


class ApplicationLineSeen(AnswerBody, frozen=True):
    """One line of the desk's list of applications."""

    case_id: UUID
    version: int
    state: str
    """`received`, `in_handling`, or how it ended."""


class ApplicationPageSeen(AnswerBody, frozen=True):
    """A page of that list."""

    items: tuple[ApplicationLineSeen, ...]
    next: UUID | None = None


class DecisionSeen(AnswerBody, frozen=True):
    """One decision of a case."""

    decision_id: UUID
    outcome: Outcome
    decided_by: str
    remedy: Remedy
    threshold_set_id: UUID | None = None
    """None: no threshold was looked at."""
    refusal_ground: RefusalGround | None = None
    replaces_decision_id: UUID | None = None
    reassessment_id: UUID | None = None
    decides_objection_id: UUID | None = None


class CaseLineSeen(AnswerBody, frozen=True):
    """One line of the desk's list of cases."""

    case_id: UUID
    version: int
    state: str
    vehicle_facts_noted: bool
    advice: Outcome | None = None


class CasePageSeen(AnswerBody, frozen=True):
    """A page of that list."""

    items: tuple[CaseLineSeen, ...]
    next: UUID | None = None


class LeavingOutSeen(AnswerBody, frozen=True):
    """The decision not to deal with an application."""

    decision_id: UUID
    decided_by: str
    reason: LeftOutReason


class CaseSeen(AnswerBody, frozen=True):
    """A case at the desk."""

    case_id: UUID
    state: str
    """`undecided`, `granted`, `refused`, `left_out`, `withdrawn` or `converted`."""
    exemption_type: ExemptionType
    municipality: str | None = None
    advice: Outcome | None = None
    decisions: tuple[DecisionSeen, ...] = ()
    """Oldest first."""
    left_out: LeavingOutSeen | None = None
    converted_to: UUID | None = None


class CountsSeen(AnswerBody, frozen=True):
    """What a preview says that a reassessment would do, by case."""

    reissue: int
    unchanged: int
    for_a_person: int
    would_now_be_refused: int
    pending: int


class CauseSeen(AnswerBody, frozen=True):
    """What led to a threshold set."""

    kind: str
    objection_id: UUID | None = None


class RowSeen(AnswerBody, frozen=True):
    """A row of a threshold set."""

    category: str
    parameter: str
    body: str | None = None


class ThresholdSetSeen(AnswerBody, frozen=True):
    """A threshold set."""

    threshold_set_id: UUID
    state: str
    """`proposed`, `approved`, `rejected`, `in_force` or `replaced`."""
    valid_from: date
    cause: CauseSeen
    plan_digest: str | None = None
    preview: CountsSeen | None = None
    thresholds: tuple[RowSeen, ...] = ()


class ThresholdSetPageSeen(AnswerBody, frozen=True):
    """A page of the threshold sets."""

    items: tuple[ThresholdSetSeen, ...]
    next: UUID | None = None


class ReassessmentLineSeen(AnswerBody, frozen=True):
    """One line of the list of reassessments."""

    reassessment_id: UUID
    threshold_set_id: UUID


class ReassessmentPageSeen(AnswerBody, frozen=True):
    """A page of that list."""

    items: tuple[ReassessmentLineSeen, ...]
    next: UUID | None = None


class ForAPersonSeen(AnswerBody, frozen=True):
    """A case that a reassessment left to a person, and in which row of its table it stands."""

    case_id: UUID
    reason: str


class StandingSeen(AnswerBody, frozen=True):
    """In which row of the table a case stood when the reassessment started."""

    case_id: UUID
    standing: str


class PlanSeen(AnswerBody, frozen=True):
    """The plan of a reassessment, computed anew from the log."""

    cases: tuple[StandingSeen, ...]


class ReassessmentSeen(AnswerBody, frozen=True):
    """A reassessment (herbeoordeling)."""

    reassessment_id: UUID
    state: str
    """`running` or `completed`."""
    considered: int
    reissued: int
    cases_for_a_person: tuple[ForAPersonSeen, ...] = ()


class ChangedSinceSeen(AnswerBody, frozen=True):
    """A case that changed between the start of a reassessment and its turn."""

    case_id: UUID


class ProofSeen(AnswerBody, frozen=True):
    """The independent proof of a reassessment."""

    holds: bool
    affected: tuple[UUID, ...] = ()
    reissued: tuple[UUID, ...] = ()
    changed_since: tuple[ChangedSinceSeen, ...] = ()


class LetterSeen(AnswerBody, frozen=True):
    """A letter without its text."""

    id: UUID
    kind: str
    state: str
    """`drawn_up` or `sent`."""
    decision_id: UUID | None = None
    """The decision that it announces."""
    objection_id: UUID | None = None
    """The objection of whose end it tells."""
    remedy: Remedy | None = None


class LettersSeen(AnswerBody, frozen=True):
    """The letters of a case."""

    items: tuple[LetterSeen, ...]


class LetterTextSeen(AnswerBody, frozen=True):
    """A letter's Dutch text; personal, so it is looked at and never shown or kept."""

    text: str | None = None


class AssessmentSeen(AnswerBody, frozen=True):
    """What a case comes to on the day of a ruling."""

    assessment_id: UUID


class ReconsiderationSeen(AnswerBody, frozen=True):
    """How the reconsideration of a contested decision stands."""

    assessment: AssessmentSeen | None = None


class ObjectionSeen(AnswerBody, frozen=True):
    """An objection as an objection handler sees it."""

    objection_id: UUID
    state: str
    """`pending`, `consequence_found`, or how it ended."""
    attached_decisions: tuple[UUID, ...] = ()
    ruled_in: UUID | None = None
    reconsideration: ReconsiderationSeen | None = None


class AppealSeen(AnswerBody, frozen=True):
    """An appeal as it is registered."""

    appeal_id: UUID
    objection_id: UUID
    state: str


class AppealPageSeen(AnswerBody, frozen=True):
    """A page of the appeals."""

    items: tuple[AppealSeen, ...]
    next: UUID | None = None


class BasisSeen(AnswerBody, frozen=True):
    """On what an access check rests."""

    kind: str
    decision_id: UUID | None = None
    case_id: UUID | None = None


class AccessSeen(AnswerBody, frozen=True):
    """Whether an exemption gives a plate access to the zone."""

    allowed: bool
    basis: BasisSeen


class ActSeen(AnswerBody, frozen=True):
    """An act on a timeline, with the acts that explain it, nearest first."""

    event_id: UUID
    act: str
    of_this_case: bool = True
    because: tuple[UUID, ...] = ()


class TimelineSeen(AnswerBody, frozen=True):
    """The timeline (tijdlijn) of a case."""

    items: tuple[ActSeen, ...]


class AlarmSeen(AnswerBody, frozen=True):
    """Where a log is not what it should be."""

    position: int
    kind: str


class LogSeen(AnswerBody, frozen=True):
    """How far audit has read and verified a log."""

    log: str
    position: int
    head: int
    alarm: AlarmSeen | None = None


class LogsSeen(AnswerBody, frozen=True):
    """All logs."""

    items: tuple[LogSeen, ...]
