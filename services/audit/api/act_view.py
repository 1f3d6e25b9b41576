"""Recorded acts as an auditor reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import PlainSerializer

from services.audit.domain.act_titles import dutch_title, english_title
from services.audit.domain.journal_entry import JournalEntry, Link
from services.audit.domain.timeline import TimelineItem
from shared.runtime.api import View


def _utc(instant: datetime) -> str:
    """ISO 8601 in UTC, always with microseconds: the same bytes for the same instant."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


UtcInstant = Annotated[datetime, PlainSerializer(_utc)]


class ActView(View):
    """One recorded act: who, when, for which case. Its content stays in its own log."""

    event_id: UUID
    log: str
    position: int
    act: str
    """The stored name."""
    title: str
    dutch_title: str | None
    case_id: UUID | None
    recorded_at: UtcInstant
    effective_on: date
    """The legal day from which the act has effect."""
    actor: str
    """A pseudonymous staff or system id."""
    role: str
    caused_by: UUID | None
    """The act that explains it; null where a chain begins."""
    link: Link | None
    """How that act explains it."""

    @classmethod
    def of(cls, entry: JournalEntry) -> Self:
        """From the journal."""
        return cls(
            event_id=entry.event_id,
            log=entry.log,
            position=entry.position,
            act=entry.act,
            title=english_title(entry.act),
            dutch_title=dutch_title(entry.act),
            case_id=entry.case_id,
            recorded_at=entry.recorded_at,
            effective_on=entry.effective_on,
            actor=entry.actor,
            role=entry.role,
            caused_by=entry.because.event_id if entry.because else None,
            link=entry.because.link if entry.because else None,
        )


class TimelineActView(ActView):
    """An act on the timeline of a case."""

    of_this_case: bool
    """False for an act elsewhere that explains one of this case."""
    because: list[UUID]
    """The acts that explain it, nearest first, back to where the chain begins."""

    @classmethod
    def from_item(cls, item: TimelineItem) -> Self:
        """From the timeline."""
        act = ActView.of(item.entry).model_dump(by_alias=False)
        return cls(**act, of_this_case=item.of_this_case, because=list(item.because))


class LogPrefix(View):
    """How far a log is part of an answer."""

    log: str
    position: int


class TimelineView(View):
    """The timeline (tijdlijn) of a case, in the order of recording."""

    case_id: UUID
    known_at: UtcInstant | None
    logs: list[LogPrefix]
    """For each log, the last position that this answer rests on."""
    items: list[TimelineActView]


class ChainView(View):
    """Acts that explain an act, or that it explains."""

    items: list[ActView]
    complete: bool
    """False when there are more than an answer holds."""


class AlarmView(View):
    """Where a log is not what it should be; it is not read beyond."""

    position: int
    kind: str
    raised_at: UtcInstant


class LogView(View):
    """How far a log was read, and what was found."""

    log: str
    position: int
    """Every act up to here is in the journal."""
    head: int
    """Where the log ended when it was last asked."""
    verified_to: int | None
    """The hash chain was recomputed up to here; null for the register, which has none."""
    alarm: AlarmView | None


class LogsView(View):
    """All logs that audit reads."""

    items: list[LogView]


def prefixes(positions: Mapping[str, int]) -> list[LogPrefix]:
    """In the order of the logs' names."""
    return [LogPrefix(log=log, position=positions[log]) for log in sorted(positions)]
