"""The journal over all logs: every act once, with what explains it, and how far each log was verified."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Engine,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    func,
    insert,
    select,
    update,
)

from services.audit.domain.journal_entry import Because, JournalEntry, Link
from services.audit.projections import metadata
from shared.database import reading, writing
from shared.eventlog.tables import GENESIS_HASH
from shared.runtime.folding import Compared, Otherwise
from shared.vocabulary import from_utc_micros, utc_micros

journal_entries = Table(
    "journal_entries",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("log", String, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("act", String, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("actor", String, nullable=False),
    Column("role", String, nullable=False),
    Column("case_id", Uuid, index=True),
    Column("causation_id", Uuid),
    Column("correlation_id", Uuid),
    Column("command_id", Uuid),
    Column("stream_id", Uuid),
    Column("stream_version", Integer),
    Column("because_id", Uuid, index=True),
    Column("because_link", String),
    UniqueConstraint("log", "position", name="journal_entries_place"),
)

log_readings = Table(
    "log_readings",
    metadata,
    Column("log", String, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("head", BigInteger, nullable=False),
)
"""How far each log was read and verified, and where it ended when it was last asked."""

log_alarms = Table(
    "log_alarms",
    metadata,
    Column("log", String, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("kind", String, nullable=False),
    Column("raised_at", BigInteger, nullable=False),
)
"""Where a log is not what it should be. A log with an alarm is not read on."""

READINGS_COMPARED: Final = Compared(
    log_readings, otherwise={"head": Otherwise("where the log ended when it was last asked")}
)
ALARMS_EXCUSED: Final = {"log_alarms": "what was once found wrong stays found, also when the log was mended"}

_IDS_A_QUERY: Final = 500


class OvertakenReading(Exception):
    """Another process has read on in this log meanwhile."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A fault that was found in a log, at the first position that is not right."""

    log: str
    position: int
    kind: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """How far one log was read: every entry up to `position` is in the journal."""

    log: str
    position: int = 0
    hash: bytes = GENESIS_HASH
    head: int = 0
    alarm: Alarm | None = None
    last: JournalEntry | None = None
    """The entry at `position`."""


class Journal:
    """Writes and reads the journal."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # How far

    def reading(self, log: str) -> Reading:
        """How far this log was read; position 0 before the first page."""
        with reading(self._engine) as connection:
            row = connection.execute(select(log_readings).where(log_readings.c.log == log)).one_or_none()
            alarm = _alarm(connection, log)
            if row is None:
                return Reading(log, alarm=alarm)
            last = _at(connection, log, row.position)
        return Reading(log, row.position, row.hash, row.head, alarm, last)

    def alarms(self) -> int:
        """In how many places a log is not what it should be."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(log_alarms)).scalar_one()

    def enter(self, before: Reading, after: Reading, entries: Sequence[JournalEntry]) -> None:
        """Store a page and how far it goes, and its alarm if one was found, in one transaction.

        Raises OvertakenReading when the log is no longer read up to where `before` says.
        """
        with writing(self._engine) as connection:
            _move(connection, before, after)
            if entries:
                connection.execute(insert(journal_entries), [_row(entry) for entry in entries])
            if after.alarm is not None and before.alarm is None:
                connection.execute(insert(log_alarms).values(_alarm_row(after.alarm)))

    # What

    def entries(self, ids: Collection[UUID]) -> Mapping[UUID, JournalEntry]:
        """The entries with these ids, as far as they are known."""
        wanted = list(ids)
        found: dict[UUID, JournalEntry] = {}
        with reading(self._engine) as connection:
            for start in range(0, len(wanted), _IDS_A_QUERY):
                some = journal_entries.c.event_id.in_(wanted[start : start + _IDS_A_QUERY])
                rows = connection.execute(select(journal_entries).where(some))
                found.update({row.event_id: _entry(row) for row in rows})
        return found

    def of_case(self, case_id: UUID) -> list[JournalEntry]:
        """Every act of one case, in the order of recording."""
        of_case = select(journal_entries).where(journal_entries.c.case_id == case_id)
        in_order = of_case.order_by(
            journal_entries.c.recorded_at, journal_entries.c.log, journal_entries.c.position
        )
        with reading(self._engine) as connection:
            return [_entry(row) for row in connection.execute(in_order)]

    def explained_by(self, ids: Collection[UUID], limit: int) -> list[JournalEntry]:
        """At most `limit` entries that one of these explains directly."""
        explained = select(journal_entries).where(journal_entries.c.because_id.in_(list(ids)))
        in_order = explained.order_by(
            journal_entries.c.recorded_at, journal_entries.c.log, journal_entries.c.position
        )
        with reading(self._engine) as connection:
            return [_entry(row) for row in connection.execute(in_order.limit(limit))]

    def prefixes(self, logs: Sequence[str], known_at: datetime | None) -> Mapping[str, int]:
        """For each log the last position recorded by `known_at` (None: read so far); 0 where there is none."""
        query = select(journal_entries.c.log, func.max(journal_entries.c.position).label("position"))
        if known_at is not None:
            query = query.where(journal_entries.c.recorded_at <= utc_micros(known_at))
        with reading(self._engine) as connection:
            last = {
                row.log: row.position for row in connection.execute(query.group_by(journal_entries.c.log))
            }
        return {log: last.get(log, 0) for log in logs}


def positions_read(connection: Connection) -> dict[str, int]:
    """By log, the position up to which it was read."""
    read = select(log_readings.c.log, log_readings.c.position)
    return {row.log: row.position for row in connection.execute(read)}


def _move(connection: Connection, before: Reading, after: Reading) -> None:
    values = {"position": after.position, "hash": after.hash, "head": after.head}
    stands = (log_readings.c.log == before.log) & (log_readings.c.position == before.position)
    moved = connection.execute(update(log_readings).where(stands).values(values)).rowcount
    if moved:
        return
    known = select(log_readings.c.log).where(log_readings.c.log == before.log)
    if connection.execute(known).first() is not None:
        raise OvertakenReading(before.log)
    connection.execute(insert(log_readings).values(log=before.log, **values))


def _alarm(connection: Connection, log: str) -> Alarm | None:
    first = select(log_alarms).where(log_alarms.c.log == log).order_by(log_alarms.c.position).limit(1)
    row = connection.execute(first).one_or_none()
    return Alarm(row.log, row.position, row.kind, from_utc_micros(row.raised_at)) if row is not None else None


def _at(connection: Connection, log: str, position: int) -> JournalEntry | None:
    place = (journal_entries.c.log == log) & (journal_entries.c.position == position)
    row = connection.execute(select(journal_entries).where(place)).one_or_none()
    return _entry(row) if row is not None else None


def _alarm_row(alarm: Alarm) -> dict[str, object]:
    return {
        "log": alarm.log,
        "position": alarm.position,
        "kind": alarm.kind,
        "raised_at": utc_micros(alarm.raised_at),
    }


def _row(entry: JournalEntry) -> dict[str, object]:
    return {
        "event_id": entry.event_id,
        "log": entry.log,
        "position": entry.position,
        "act": entry.act,
        "recorded_at": utc_micros(entry.recorded_at),
        "effective_on": entry.effective_on,
        "actor": entry.actor,
        "role": entry.role,
        "case_id": entry.case_id,
        "causation_id": entry.causation_id,
        "correlation_id": entry.correlation_id,
        "command_id": entry.command_id,
        "stream_id": entry.stream_id,
        "stream_version": entry.stream_version,
        "because_id": entry.because.event_id if entry.because else None,
        "because_link": entry.because.link.value if entry.because else None,
    }


def _entry(row: Row[tuple[object, ...]]) -> JournalEntry:
    return JournalEntry(
        event_id=row.event_id,
        log=row.log,
        position=row.position,
        act=row.act,
        recorded_at=from_utc_micros(row.recorded_at),
        effective_on=row.effective_on,
        actor=row.actor,
        role=row.role,
        case_id=row.case_id,
        causation_id=row.causation_id,
        correlation_id=row.correlation_id,
        command_id=row.command_id,
        stream_id=row.stream_id,
        stream_version=row.stream_version,
        because=Because(row.because_id, Link(row.because_link)) if row.because_id is not None else None,
    )
