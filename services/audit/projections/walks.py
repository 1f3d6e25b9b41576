"""Walking from an act to what explains it, and to what it explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.audit.domain.journal_entry import JournalEntry
from services.audit.projections.journal import Journal

MOST_ACTS: Final = 1000
"""Longest answer; a campaign explains one act for each affected case."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The acts that were found; not `complete` when there are more than an answer holds."""

    entries: list[JournalEntry]
    complete: bool


def causes_of(journal: Journal, entry: JournalEntry) -> Walk:
    """What explains the act, nearest first, back to where the chain begins."""
    chain: list[JournalEntry] = []
    current = entry
    while current.because is not None and len(chain) < MOST_ACTS:
        found = journal.entries([current.because.event_id]).get(current.because.event_id)
        if found is None or found in chain:
            return Walk(chain, complete=False)
        chain.append(found)
        current = found
    return Walk(chain, complete=current.because is None)


def effects_of(journal: Journal, entry: JournalEntry) -> Walk:
    """What the act explains, directly and through others: nearest first, then in the order of recording."""
    found: dict[UUID, JournalEntry] = {}
    nearest = [entry]
    while nearest and len(found) < MOST_ACTS:
        ids = [each.event_id for each in nearest]
        explained = journal.explained_by(ids, MOST_ACTS + 1)
        nearest = [
            each for each in explained if each.event_id not in found and each.event_id != entry.event_id
        ]
        found.update({each.event_id: each for each in nearest})
    entries = list(found.values())
    return Walk(entries[:MOST_ACTS], complete=not nearest and len(entries) <= MOST_ACTS)
