"""What is noted on a case because a renewal must know it: objections, findings, appeals, erasure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NotRequired, TypedDict
from uuid import UUID

import msgspec

from services.decisions.domain.carried_term import CourtTerm
from services.decisions.domain.case_file import PendingObjection, PendingObjections, with_pending, without
from shared.eventlog.aggregate import Event

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


class PendingObjectionNoted(Event):
    """An objection against the decision is pending; a renewed decision will be covered by it (Awb 6:19).

    Again, when a court annulled the decision on it and ordered a new one (Awb 8:72(4)).
    """

    TOPIC = "decisions.PendingObjectionNoted"
    objection_id: UUID
    received_on: date
    within_term: bool | None = None
    """False: it came late (Awb 6:9); None: its term was not known, or nobody said."""
    heard_on: date | None = None
    """Of one that is pending again: the day of the hearing before the annulled ruling, if there was one."""
    of_another: bool = False
    """Another interested party objects: it can be decided on again, and covers no renewal (Awb 1:2, 6:19)."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.objections = self.beside(aggregate.objections)
        aggregate.objections_decided = tuple(
            one for one in aggregate.objections_decided if one != self.objection_id
        )

    def pending(self) -> PendingObjection:
        """The objection as it stands from here on."""
        return PendingObjection(self.objection_id, late=self.within_term is False, heard_on=self.heard_on)

    def beside(self, objections: PendingObjections) -> PendingObjections:
        """With what was pending already; that of another leaves the applicant a remedy of their own (Awb 6:19)."""
        return objections if self.of_another else with_pending(objections, self.pending())


class ObjectorHeardNoted(Event):
    """The objector was heard (Awb 7:2): a renewal that decides on the objection says so (Awb 7:12(1))."""

    TOPIC = "decisions.ObjectorHeardNoted"
    objection_id: UUID
    held_on: date | None
    """None: facts came up after the hearing, on which nobody was heard yet (Awb 7:9)."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.objections = heard(aggregate.objections, self)


class ThresholdConsequenceNoted(Event):
    """The objection handler found the objection justified because a threshold is wrong.

    The renewal of this case will be the decision on the objection, decided by `found_by` (Awb 7:11, 10:3).
    """

    TOPIC = "decisions.ThresholdConsequenceNoted"
    objection_id: UUID
    found_by: str
    vehicle_category: str
    parameter: str
    decide_before: date | None

    def apply(self, aggregate: DecisionCase) -> None:
        found = PendingObjection(self.objection_id, self.found_by)
        aggregate.objections = with_pending(aggregate.objections, found)


class ObjectionTold(TypedDict):
    """An objection that is pending, as the objections service tells it (see `PendingObjectionNoted`)."""

    objection_id: UUID
    received_on: date
    within_term: NotRequired[bool | None]
    heard_on: NotRequired[date | None]
    of_another: NotRequired[bool]


class FoundConsequence(TypedDict):
    """A finding, as the objections service tells it."""

    objection_id: UUID
    found_by: str
    vehicle_category: str
    parameter: str
    decide_before: date | None


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


class ObjectionEndNoted(Event):
    """The proceedings on the objection ended."""

    TOPIC = "decisions.ObjectionEndNoted"
    objection_id: UUID
    ruling: str

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.objections = without(aggregate.objections, self.objection_id)


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


class CourtTermNoted(Event):
    """A court ordered to decide on the application, which is late, by a day that nothing moves (Awb 8:55d(1))."""

    TOPIC = "decisions.CourtTermNoted"
    appeal_id: UUID
    sent_on: date
    """The day on which the court sent its ruling."""
    last_day: date

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.court_term = CourtTerm(self.appeal_id, self.sent_on, self.last_day)


def heard(objections: PendingObjections, fact: ObjectorHeardNoted) -> PendingObjections:
    """The objections, of which the objector of one was heard."""
    return tuple(
        msgspec.structs.replace(one, heard_on=fact.held_on) if one.objection_id == fact.objection_id else one
        for one in objections
    )


class PersonErasureNoted(Event):
    """The person's keys were destroyed (gewist): nobody can be written to any more (GDPR 17)."""

    TOPIC = "decisions.PersonErasureNoted"
    erased_on: date

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.erased = True
