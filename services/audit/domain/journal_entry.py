"""One recorded act, of whatever service, as the audit journal keeps it: never its content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shared.eventlog.aggregate import event_id, log_of


class Link(StrEnum):
    """How an act hangs on the one that explains it."""

    CAUSED_BY = "caused_by"
    """Recorded as its cause, in whatever log."""
    SAME_ACT = "same_act"
    """Recorded just before it, by the same command: parts of one act."""
    PRECEDED_BY = "preceded_by"
    """The step before it in the same proceedings, where no cause was recorded: a person went on."""


@dataclass(frozen=True, slots=True)
class Because:
    """The act that explains another one."""

    event_id: UUID
    link: Link


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """An act in its log. `recorded_at` is UTC and never runs back within a log."""

    event_id: UUID
    log: str
    position: int
    act: str
    """The topic under which it is stored, `<service>.<Act>`."""
    recorded_at: datetime
    effective_on: date
    actor: str
    role: str
    case_id: UUID | None = None
    causation_id: UUID | None = None
    correlation_id: UUID | None = None
    command_id: UUID | None = None
    stream_id: UUID | None = None
    stream_version: int | None = None
    because: Because | None = None

    @property
    def founding(self) -> bool:
        """Whether it begins its proceedings."""
        return self.stream_version == 1


def because_of(entry: JournalEntry, before: JournalEntry | None) -> Because | None:
    """What explains `entry`, given the entry just before it in the same log; None: it begins a chain.

    Parts of one act explain each other more closely than the act's own cause does.
    """
    if before is not None and _continues(entry, before):
        return Because(before.event_id, Link.SAME_ACT)
    if entry.causation_id not in (None, entry.event_id):
        return Because(entry.causation_id, Link.CAUSED_BY)
    if entry.stream_id is not None and entry.stream_version is not None and not entry.founding:
        return Because(
            event_id(log_of(entry.act), entry.stream_id, entry.stream_version - 1), Link.PRECEDED_BY
        )
    return None


def _continues(entry: JournalEntry, before: JournalEntry) -> bool:
    """Whether one command did `before` and then `entry`, as a next step or as proceedings that it began.

    Many founding acts or many streams in one command stand beside each other instead.
    """
    if entry.command_id is None or entry.command_id != before.command_id or entry.log != before.log:
        return False
    return entry.stream_id == before.stream_id or (entry.founding and not before.founding)
