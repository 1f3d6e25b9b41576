"""Whether an objection or appeal runs in a case, as objections tells it: meanwhile nobody in it is erased.

What an objection or appeal is about is needed to decide on it, by the authority and by the court, to which the documents
are sent (Awb 7:11, 8:42): there is no right to erasure as long (GDPR 17(3)(b), (e)). It has a stream of its own beside the
application, so that what others tell moves no version that somebody names.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID, uuid5

from shared.errors import RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent


class ProceedingsKind(StrEnum):
    """What runs."""

    OBJECTION = "objection"
    """Bezwaar."""
    APPEAL = "appeal"
    """Beroep of hoger beroep."""


class ProceedingsFollowed(FoundingEvent):
    """The first objection or appeal in a case was heard of."""

    TOPIC = "applications.ProceedingsFollowed"

    case_id: UUID


class ProceedingsPendingNoted(Event):
    """An objection or appeal in the case is pending (aanhangig), for the first time or again (Awb 6:4, 8:1, 8:72(4))."""

    TOPIC = "applications.ProceedingsPendingNoted"

    proceedings_id: UUID
    """Of the objection or the appeal."""
    kind: ProceedingsKind
    noted_on: date
    """Legal day."""

    def apply(self, aggregate: ProceedingsOfCase) -> None:
        aggregate.pending_ones = aggregate.pending_ones | {self.proceedings_id}


class ProceedingsEndNoted(Event):
    """An objection or appeal in the case has ended."""

    TOPIC = "applications.ProceedingsEndNoted"

    proceedings_id: UUID
    noted_on: date
    """Legal day."""

    def apply(self, aggregate: ProceedingsOfCase) -> None:
        aggregate.pending_ones = aggregate.pending_ones - {self.proceedings_id}


class ProceedingsOfCase(Aggregate):
    """The objections and appeals of one case, as far as they are pending."""

    TOPIC = "applications.ProceedingsOfCase"

    case_id: UUID
    pending_ones: frozenset[UUID] = frozenset()

    @classmethod
    def follow(cls, case_id: UUID) -> Self:
        """Begin to follow those of a case."""
        return cls.found(ProceedingsFollowed, id=proceedings_id_of(case_id), case_id=case_id)

    def note_pending(self, proceedings_id: UUID, kind: ProceedingsKind, on: date) -> None:
        """Note that it is pending; nothing when that was noted."""
        if proceedings_id not in self.pending_ones:
            self.trigger_event(ProceedingsPendingNoted, proceedings_id=proceedings_id, kind=kind, noted_on=on)

    def note_end(self, proceedings_id: UUID, on: date) -> None:
        """Note that it has ended; nothing of one that is not pending."""
        if proceedings_id in self.pending_ones:
            self.trigger_event(ProceedingsEndNoted, proceedings_id=proceedings_id, noted_on=on)

    def require_none(self) -> None:
        """Raise RuleBroken `proceedings_pending` while an objection or appeal runs."""
        if self.pending_ones:
            raise RuleBroken(
                "proceedings_pending",
                "an objection or appeal runs in this case: its data are needed until it has ended "
                "(GDPR 17(3)(b), (e); Awb 7:11, 8:42)",
            )


def proceedings_id_of(case_id: UUID) -> UUID:
    """The id of their stream."""
    return uuid5(case_id, "proceedings")
