"""What else is noted on a case because a renewal must know it: appeals, findings given up, erasure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from services.decisions.domain.case_file import PendingObjection, with_pending
from shared.eventlog.aggregate import Event

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


class ConsequenceEnd(StrEnum):
    """Why a threshold consequence no longer stands."""

    SET_REJECTED = "set_rejected"
    RETRACTED = "retracted"
    """By the objection handler, who rules on the objection without waiting for a new set."""


class ThresholdConsequenceEndNoted(Event):
    """The finding no longer stands: the objection is an ordinary pending one again (Awb 7:10, 7:11)."""

    TOPIC = "decisions.ThresholdConsequenceEndNoted"
    objection_id: UUID
    because: ConsequenceEnd

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.objections = with_pending(aggregate.objections, PendingObjection(self.objection_id))


class PendingAppealNoted(Event):
    """An appeal (beroep) is pending at the court; a renewal is sent there without delay (Awb 6:19(3))."""

    TOPIC = "decisions.PendingAppealNoted"
    appeal_id: UUID
    lodged_on: date

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.appeals = (*aggregate.appeals, self.appeal_id)


class AppealEndNoted(Event):
    """The proceedings at the court ended."""

    TOPIC = "decisions.AppealEndNoted"
    appeal_id: UUID
    ending: str

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.appeals = tuple(appeal for appeal in aggregate.appeals if appeal != self.appeal_id)


class PersonErasureNoted(Event):
    """The person's keys were destroyed (gewist): nobody can be written to any more (GDPR 17)."""

    TOPIC = "decisions.PersonErasureNoted"
    erased_on: date

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.erased = True
