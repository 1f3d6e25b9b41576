"""The timeline (tijdlijn) of a case: its own acts, and the acts elsewhere that explain them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.audit.domain.journal_entry import JournalEntry

Find = Callable[[Collection[UUID]], Mapping[UUID, JournalEntry]]
"""Gives the entries with these ids, as far as they are known."""


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """An act on the timeline."""

    entry: JournalEntry
    of_this_case: bool
    because: tuple[UUID, ...]
    """The chain that explains it, nearest first, as far as it is known here."""


def timeline_of(own: Iterable[JournalEntry], find: Find, known_at: datetime | None) -> list[TimelineItem]:
    """The case's acts and their ancestors, in the order of recording.

    `known_at` leaves out what was recorded later; within each log that is a prefix.
    """
    known = {entry.event_id: entry for entry in own if _recorded_by(entry, known_at)}
    own_ids = frozenset(known)
    _add_ancestors(known, find, known_at)
    items = [
        TimelineItem(entry, entry.event_id in own_ids, chain_of(entry, known)) for entry in known.values()
    ]
    return sorted(items, key=lambda item: (item.entry.recorded_at, item.entry.log, item.entry.position))


def chain_of(entry: JournalEntry, known: Mapping[UUID, JournalEntry]) -> tuple[UUID, ...]:
    """Ids of what explains `entry`, nearest first, up to where the chain begins or leaves what is known.

    A chain that closes on itself, which only a forged log can hold, ends where it does.
    """
    chain: list[UUID] = []
    current: JournalEntry | None = entry
    while current is not None and current.because is not None:
        current = known.get(current.because.event_id)
        if current is None or current.event_id in chain or current is entry:
            break
        chain.append(current.event_id)
    return tuple(chain)


def _add_ancestors(known: dict[UUID, JournalEntry], find: Find, known_at: datetime | None) -> None:
    wanted = _unknown_causes(known.values(), known)
    while wanted:
        found = [entry for entry in find(wanted).values() if _recorded_by(entry, known_at)]
        known.update({entry.event_id: entry for entry in found})
        wanted = _unknown_causes(found, known)


def _unknown_causes(entries: Iterable[JournalEntry], known: Mapping[UUID, JournalEntry]) -> set[UUID]:
    causes = {entry.because.event_id for entry in entries if entry.because is not None}
    return causes - known.keys()


def _recorded_by(entry: JournalEntry, known_at: datetime | None) -> bool:
    return known_at is None or entry.recorded_at <= known_at
