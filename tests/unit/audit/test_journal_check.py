"""Verifying pages: an honest one is taken whole, a forged one up to the first fault."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from services.audit.workers.journal_check import CheckedPage, Fault, FaultKind, check_entries, check_journal
from shared.contracts.envelope import JournalPage, JournalRecord
from shared.contracts.register import RegisterAct, RegisterEntry, RegisterEntryPage
from shared.eventlog.aggregate import event_id
from shared.eventlog.append import Metadata
from shared.eventlog.chain import link
from shared.eventlog.tables import GENESIS_HASH
from shared.vocabulary import from_utc_micros, utc_micros

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
STREAM, CASE = UUID(int=1), UUID(int=2)


def a_record(
    position: int, previous: bytes, recorded_at: datetime, metadata: bytes | None = None
) -> JournalRecord:
    """An event as its log stored it."""
    about = Metadata("handler-1", "case_handler", date(2026, 4, 1), UUID(int=8), UUID(int=9), None, CASE)
    raw, state, micros = metadata or msgspec.json.encode(about), b"{}", utc_micros(recorded_at)
    topic = "decisions.CaseAssessed"
    return JournalRecord(
        position=position,
        event_id=event_id("decisions", STREAM, position),
        stream_id=STREAM,
        stream_version=position,
        act=topic,
        case_id=about.case_id,
        recorded_at=from_utc_micros(micros),
        recorded_at_micros=micros,
        effective_on=about.effective_on.isoformat(),
        actor=about.actor,
        role=about.role,
        command_id=about.command_id,
        correlation_id=about.correlation_id,
        causation_id=about.causation_id,
        state=state,
        metadata=raw,
        hash=link(
            previous,
            position=position,
            stream_id=STREAM,
            stream_version=position,
            topic=topic,
            recorded_at=micros,
            metadata=raw,
            state=state,
        ),
    )


def a_page(
    length: int = 3, metadata: bytes | None = None, step: timedelta = timedelta(minutes=1)
) -> JournalPage:
    """An honest log of so many events, whole."""
    records: list[JournalRecord] = []
    for position in range(1, length + 1):
        previous = records[-1].hash if records else GENESIS_HASH
        records.append(a_record(position, previous, NOON + position * step, metadata))
    return JournalPage("decisions", tuple(records), head=length)


def checked(page: JournalPage) -> CheckedPage:
    """From the log's beginning."""
    return check_journal(page, 0, GENESIS_HASH, None)


def forged(page: JournalPage, position: int, /, **changes: object) -> JournalPage:
    """The page with fields of one record replaced."""
    records = list(page.records)
    records[position - 1] = msgspec.structs.replace(records[position - 1], **changes)
    return msgspec.structs.replace(page, records=tuple(records))


def test_an_honest_page_is_taken_whole() -> None:
    """Every entry, and the hash it ends on."""
    page = a_page()
    result = checked(page)
    assert (result.fault, result.position, result.hash) == (None, 3, page.records[-1].hash)
    assert [(entry.position, entry.actor, entry.case_id) for entry in result.entries] == [
        (position, "handler-1", CASE) for position in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"state": b'{"outcome":"granted"}'}, FaultKind.CHAIN_BROKEN),
        ({"act": "decisions.ExemptionGranted"}, FaultKind.CHAIN_BROKEN),
        ({"recorded_at_micros": utc_micros(NOON) + 61_000_000}, FaultKind.CHAIN_BROKEN),
        ({"hash": bytes(32)}, FaultKind.CHAIN_BROKEN),
        ({"stream_version": 9}, FaultKind.CHAIN_BROKEN),
        ({"position": 3}, FaultKind.POSITION_GAP),
        ({"recorded_at_micros": utc_micros(NOON)}, FaultKind.TIME_RUNS_BACK),
        ({"actor": "handler-2"}, FaultKind.STATED_OTHERWISE),
        ({"case_id": UUID(int=3)}, FaultKind.STATED_OTHERWISE),
        ({"causation_id": UUID(int=3)}, FaultKind.STATED_OTHERWISE),
        ({"effective_on": "2026-03-01"}, FaultKind.STATED_OTHERWISE),
        ({"event_id": UUID(int=3)}, FaultKind.STATED_OTHERWISE),
        ({"recorded_at": NOON}, FaultKind.STATED_OTHERWISE),
    ],
)
def test_a_forged_record_stops_the_reading(changes: dict[str, object], kind: FaultKind) -> None:
    """What comes before it is kept, nothing from it on."""
    result = checked(forged(a_page(), 2, **changes))
    assert result.fault == Fault(2, kind)
    assert [entry.position for entry in result.entries] == [1]


def test_unreadable_metadata_stop_the_reading() -> None:
    """Chained as they are, but not what metadata are."""
    assert checked(a_page(metadata=b"[]")).fault == Fault(1, FaultKind.METADATA_UNREADABLE)


def test_a_rewritten_history_does_not_follow_from_what_was_read() -> None:
    """Another log of the same length, honest in itself, fails at its next event."""
    other = a_page(4, step=timedelta(minutes=2))
    rest = msgspec.structs.replace(other, records=other.records[3:])
    read = checked(a_page())
    result = check_journal(rest, read.position, read.hash, read.entries[-1])
    assert result.fault == Fault(4, FaultKind.CHAIN_BROKEN)


def test_a_cut_tail_is_seen() -> None:
    """A log that ends before where it was read to."""
    read = checked(a_page())
    cut = JournalPage("decisions", (), head=2)
    assert check_journal(cut, read.position, read.hash, read.entries[-1]).fault == Fault(
        3, FaultKind.SHORTENED
    )


def test_entries_of_the_register_are_gapless() -> None:
    """They have no chain; the cause comes along."""
    page = RegisterEntryPage("register", (an_entry(1), an_entry(3)), head=3)
    result = check_entries(page, 0, None)
    assert result.fault == Fault(2, FaultKind.POSITION_GAP)
    (entry,) = result.entries
    assert (entry.act, entry.causation_id, entry.case_id) == ("register.access-entered", UUID(int=71), CASE)


def an_entry(position: int) -> RegisterEntry:
    """A right of access was entered because of a letter."""
    return RegisterEntry(
        position=position,
        entry_id=UUID(int=60 + position),
        act=RegisterAct.ACCESS_ENTERED,
        case_id=CASE,
        decision_id=UUID(int=50),
        caused_by=UUID(int=71),
        correlation_id=UUID(int=9),
        zone="national",
        effective_on=date(2026, 4, 1),
        valid_until=date(2027, 4, 1),
        recorded_at=NOON,
    )
