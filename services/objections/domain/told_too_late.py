"""A committee, or an adjournment, of which the objector was told after the term had ended (te laat meegedeeld).

Who is told of a committee within the six weeks has it decided in twelve (Awb 7:10(1), 7:13(2)); an adjournment is told
before the term ends (Awb 7:10(3), (5)). The day of the letter counts. Told later, neither moves the last day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from services.objections.domain.admissibility import Receipt
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.ruling_term import (
    CommitteeAnnounced,
    RulingAdjourned,
    TermChanges,
    ruling_term,
)
from shared.eventlog.aggregate import Event
from shared.law.ruling_terms import PutOff

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class LateStep(StrEnum):
    """What was told too late."""

    COMMITTEE = "committee"
    ADJOURNMENT = "adjournment"


class StepToldTooLate(Event):
    """The letter about a committee or an adjournment left after the term had ended: it moves no last day."""

    TOPIC = "objections.StepToldTooLate"

    case_id: UUID
    decision_id: UUID
    """The contested decision."""
    step: LateStep
    told_by: UUID
    """The act that does not hold."""
    told_on: date
    """The day on which its letter was sent."""
    put_off: PutOff | None
    """Of an adjournment: the day that it named."""
    decide_before: date
    """The last day as it is without it."""
    provisional: bool

    def apply(self, aggregate: Objection) -> None:
        aggregate.term_changes = self.left_of(aggregate.term_changes)

    def left_of(self, changes: TermChanges) -> TermChanges:
        """The changes without what was told too late."""
        return changes.without(self.put_off)


Told = CommitteeAnnounced | RulingAdjourned


def put_off_by(told: Told) -> PutOff | None:
    """The day that an adjournment named; None: a committee names none."""
    return PutOff(told.adjourned_on, told.decide_before) if isinstance(told, RulingAdjourned) else None


def without_what_came_too_late(
    told: Told, on: date, changes: TermChanges, receipt: Receipt, contested: ContestedDecision | None
) -> TermChanges | None:
    """What is left when that step was told on that day; None: it holds, or moves nothing any more.

    A suspended term has not ended, and one of which the end is not known yet has not either.
    """
    left = changes.without(put_off_by(told))
    term = ruling_term(receipt, contested, left)
    if left == changes or term is None or changes.set_by_court or changes.suspended_from is not None:
        return None
    last_day = term.deadline() if isinstance(told, RulingAdjourned) else term.statutory()
    return left if on > last_day.last_day else None
