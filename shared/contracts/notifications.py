"""What the notifications service publishes."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.contracts.envelope import TYPE_PREFIX, Contract


class LetterSent(Contract, frozen=True):
    """A letter was sent. For a decision this is its announcement (bekendmaking, Awb 3:41).

    The remedy term starts on the day after `sent_on` (Awb 6:8).
    """

    TYPE = TYPE_PREFIX + "letter-sent.v1"

    letter_id: UUID
    case_id: UUID
    decision_id: UUID
    sent_on: date
    remedy_last_day: date | None = None
    """Last day for objection or appeal as the letter states it; None when none is needed."""
    channel: str | None = None
    """By which way it left: `paper` or `email`; None in a message from before that was told."""


class ToldInTime(StrEnum):
    """Steps that only hold when the letter which tells of them leaves in time, as `StepLetterSent.kind` names them."""

    DECISION_TERM_EXTENDED = "decision_term_extended"
    """Awb 4:14(3): before the decision term has ended."""
    COMMITTEE_ANNOUNCED = "committee_announced"
    """Awb 7:13(2), 7:10(1): within the six weeks to decide that it makes twelve."""
    RULING_ADJOURNED = "ruling_adjourned"
    """Awb 7:10(3), (5): before the term to decide has ended."""


class StepLetterSent(Contract, frozen=True):
    """A letter about a step of the proceedings was sent; of a decision on a penalty it is the announcement."""

    TYPE = TYPE_PREFIX + "step-letter-sent.v1"

    letter_id: UUID
    case_id: UUID
    told_by: UUID
    """Id of the event that recorded the step: of a decision on a penalty, the id of that decision."""
    sent_on: date
    remedy_last_day: date | None = None
    """Last day for an objection as the letter states it; None where the step is no decision."""
    kind: str | None = None
    """What it tells of (see `ToldInTime` for what turns on its day); None in a message from before that was told."""
    channel: str | None = None
    """By which way it left: `paper` or `email`; None in a message from before that was told."""


class ObjectionLetterSent(Contract, frozen=True):
    """A letter about the end of an objection was sent; of a ruling it is the announcement (Awb 7:12(2))."""

    TYPE = TYPE_PREFIX + "objection-letter-sent.v1"

    letter_id: UUID
    case_id: UUID
    objection_id: UUID
    sent_on: date
    remedy_last_day: date | None = None
    """Last day for appeal as the letter states it; None for a confirmed withdrawal."""


class LetterSentOnPaper(Contract, frozen=True):
    """A letter that had left by e-mail came back and was sent by post.

    Of a decision this counts as its announcement (Awb 3:41) from here on, in the addressee's favour alone: a
    term that runs from it ends later, never earlier.
    """

    TYPE = TYPE_PREFIX + "letter-sent-on-paper.v1"

    letter_id: UUID
    case_id: UUID
    decision_id: UUID | None
    """The decision that the letter announces; None for a letter about an objection, or a step that is no decision."""
    sent_on: date
    remedy_last_day: date | None = None
    """Last day for objection or appeal as the letter on paper states it; None when none is needed."""
    told_by: UUID | None = None
    """Of a letter about a step: the event that recorded the step."""
    set_last_day: date | None = None
    """Of a letter that sets a term: its last day as the letter on paper states it; None: it sets none."""
