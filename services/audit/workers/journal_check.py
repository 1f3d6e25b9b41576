"""Verifying a page of a journal from its bytes: nobody's word is taken for what can be computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec

from services.audit.domain.journal_entry import JournalEntry
from shared.contracts.envelope import JournalPage, JournalRecord
from shared.contracts.register import RegisterEntry, RegisterEntryPage
from shared.eventlog.aggregate import event_id, log_of
from shared.eventlog.append import Metadata
from shared.eventlog.chain import link
from shared.vocabulary import from_utc_micros, utc_micros


class FaultKind(StrEnum):
    """What can be wrong with a log."""

    POSITION_GAP = "position_gap"
    """Positions are not gapless."""
    CHAIN_BROKEN = "chain_broken"
    """The hash does not follow from the one before and the stored bytes."""
    TIME_RUNS_BACK = "time_runs_back"
    """Recorded before the event that precedes it."""
    METADATA_UNREADABLE = "metadata_unreadable"
    """The stored metadata are not what metadata are."""
    STATED_OTHERWISE = "stated_otherwise"
    """What the page says in clear is not what the hashed bytes say."""
    SHORTENED = "shortened"
    """The log ends before where it was read to: its tail was cut off, or it is another log."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong, and where."""

    position: int
    kind: FaultKind


@dataclass(slots=True)
class CheckedPage:
    """What of a page holds: the entries up to the first fault, and the hash they end on."""

    position: int
    hash: bytes
    recorded_at: datetime | None
    entries: list[JournalEntry] = field(default_factory=list)
    fault: Fault | None = None


def check_journal(
    page: JournalPage, position: int, previous: bytes, before: JournalEntry | None
) -> CheckedPage:
    """Recompute the chain from `position`, whose hash is `previous`; stops at the first fault."""
    checked = CheckedPage(position, previous, before.recorded_at if before else None)
    if page.head < position:
        checked.fault = Fault(position, FaultKind.SHORTENED)
        return checked
    for record in page.records:
        checked.fault = _fault_of(record, checked)
        if checked.fault is not None:
            break
        _accept(checked, _entry_of(page.log, record), record.hash)
    return checked


def check_entries(page: RegisterEntryPage, position: int, before: JournalEntry | None) -> CheckedPage:
    """The register has no chain; its positions must be gapless and its time may not run back."""
    checked = CheckedPage(position, b"", before.recorded_at if before else None)
    if page.head < position:
        checked.fault = Fault(position, FaultKind.SHORTENED)
        return checked
    for entry in page.entries:
        checked.fault = _place_fault(entry.position, entry.recorded_at, checked)
        if checked.fault is not None:
            break
        _accept(checked, _register_entry(page.log, entry), b"")
    return checked


def _accept(checked: CheckedPage, entry: JournalEntry, stored_hash: bytes) -> None:
    checked.entries.append(entry)
    checked.position = entry.position
    checked.recorded_at = entry.recorded_at
    checked.hash = stored_hash


def _place_fault(position: int, recorded_at: datetime, checked: CheckedPage) -> Fault | None:
    if position != checked.position + 1:
        return Fault(checked.position + 1, FaultKind.POSITION_GAP)
    if checked.recorded_at is not None and recorded_at < checked.recorded_at:
        return Fault(position, FaultKind.TIME_RUNS_BACK)
    return None


def _fault_of(record: JournalRecord, checked: CheckedPage) -> Fault | None:
    recorded_at = from_utc_micros(record.recorded_at_micros)
    if (fault := _place_fault(record.position, recorded_at, checked)) is not None:
        return fault
    if _computed_hash(record, checked.hash) != record.hash:
        return Fault(record.position, FaultKind.CHAIN_BROKEN)
    try:
        about = msgspec.json.decode(record.metadata, type=Metadata)
    except msgspec.MsgspecError:
        return Fault(record.position, FaultKind.METADATA_UNREADABLE)
    if not _states_what_is_hashed(record, about):
        return Fault(record.position, FaultKind.STATED_OTHERWISE)
    return None


def _computed_hash(record: JournalRecord, previous: bytes) -> bytes:
    return link(
        previous,
        position=record.position,
        stream_id=record.stream_id,
        stream_version=record.stream_version,
        topic=record.act,
        recorded_at=record.recorded_at_micros,
        metadata=record.metadata,
        state=record.state,
    )


def _states_what_is_hashed(record: JournalRecord, about: Metadata) -> bool:
    """The clear fields are a convenience of the page; only the hashed bytes count."""
    stated = Metadata(
        actor=record.actor,
        role=record.role,
        effective_on=about.effective_on,
        command_id=record.command_id,
        correlation_id=record.correlation_id,
        causation_id=record.causation_id,
        case_id=record.case_id,
        traceparent=about.traceparent,
    )
    return (
        stated == about
        and record.effective_on == about.effective_on.isoformat()
        and utc_micros(record.recorded_at) == record.recorded_at_micros
        and record.event_id == event_id(log_of(record.act), record.stream_id, record.stream_version)
    )


def _entry_of(log: str, record: JournalRecord) -> JournalEntry:
    about = msgspec.json.decode(record.metadata, type=Metadata)
    return JournalEntry(
        event_id=record.event_id,
        log=log,
        position=record.position,
        act=record.act,
        recorded_at=from_utc_micros(record.recorded_at_micros),
        effective_on=about.effective_on,
        actor=about.actor,
        role=about.role,
        case_id=about.case_id,
        causation_id=about.causation_id,
        correlation_id=about.correlation_id,
        command_id=about.command_id,
        stream_id=record.stream_id,
        stream_version=record.stream_version,
    )


def _register_entry(log: str, entry: RegisterEntry) -> JournalEntry:
    return JournalEntry(
        event_id=entry.entry_id,
        log=log,
        position=entry.position,
        act=f"{log}.{entry.act.value}",
        recorded_at=entry.recorded_at,
        effective_on=entry.effective_on,
        actor=f"system:{log}",
        role="system",
        case_id=entry.case_id,
        causation_id=entry.caused_by,
        correlation_id=entry.correlation_id,
    )
