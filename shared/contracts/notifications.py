"""What the notifications service publishes."""

from __future__ import annotations

from datetime import date
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
