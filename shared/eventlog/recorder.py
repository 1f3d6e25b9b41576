"""The recorder: carries out an append in one transaction, and reads the log back.

One class for both databases. The lock order is the same everywhere: inline rows, consumer position,
idempotency answer, head, guards, insert. The head is held last so that a long append of many rows keeps
nobody else from appending until it is nearly done; the guards are read after it, because what they read
could otherwise change between the reading and the append.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from threading import Condition
from typing import Any, Final
from uuid import UUID

import msgspec
from eventsourcing.persistence import ApplicationRecorder, Notification, PersistenceError, StoredEvent
from sqlalchemy import Connection, Engine, MetaData, func, select
from sqlalchemy.exc import DBAPIError

from shared.database import reading, writing
from shared.eventlog.answers import claim_answer, fill_in_position
from shared.eventlog.append import Append, Guard, Metadata, PositionOfEvent
from shared.eventlog.consumers import advance_consumer
from shared.eventlog.inline_rows import InlineRows, RowsDiffer, check_guard
from shared.eventlog.records import (
    Head,
    Record,
    chained,
    insert_records,
    move_head,
    read_head,
    records_between,
)
from shared.eventlog.subscription import LogSubscription
from shared.eventlog.tables import LogTables
from shared.eventlog.translation import as_the_library_names_them
from shared.vocabulary import legal_day, utc_micros

POLL_SECONDS: Final = 0.05
OTHERS_SECONDS: Final = 0.2
"""How often a waiting reader looks for appends of other processes."""

_NOBODY: Final = UUID(int=0)


class LogNotMigrated(PersistenceError):
    """The log's tables or its head row are missing: the migrations have not run."""


def no_step(_: str) -> None:
    """Do nothing at the labelled steps of an append."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What a transaction has written, once nothing but its commit can fail."""

    head: Head
    records: Sequence[Record]

    @property
    def positions(self) -> list[int]:
        return [record.position for record in self.records]


class LogRecorder(ApplicationRecorder):
    """The log of one service in its database."""

    def __init__(
        self,
        engine: Engine,
        metadata: MetaData,
        clock: Callable[[], datetime],
        on_step: Callable[[str], None] = no_step,
    ) -> None:
        """`clock` gives the business instant; `on_step` is called with the label of each step of an append."""
        self.engine = engine
        self.metadata = metadata
        self.tables = LogTables.of(metadata)
        self._clock = clock
        self._step = on_step
        self._committed = Condition()
        self._appended = 0
        self._waiting_is_over = False

    # Appending

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, append: Append | None = None, **others: Any
    ) -> list[int]:
        """Store the events and all that goes with them, or nothing; returns their positions.

        Raises an `AppendRefused` when the append does not hold, the library's IntegrityError when a
        (stream, version) exists, its other errors when the database fails.
        """
        if any(value is not None for value in others.values()):
            raise TypeError(f"not part of an append: {sorted(others)}")
        if append is None:
            append = Append(metadata=[self._neutral_metadata()] * len(stored_events))
        if not stored_events and append == Append():
            return []
        with as_the_library_names_them():
            positions = self._commit(stored_events, append)
        self._step("append.after_commit")
        with self._committed:
            self._appended = max(self._appended, *positions, 0)
            self._committed.notify_all()
        return positions

    def _commit(self, stored_events: Sequence[StoredEvent], append: Append) -> list[int]:
        rows = InlineRows(self.metadata, append.rows)
        written: _Written | None = None
        try:
            with writing(self.engine) as connection:
                written = self._write(connection, stored_events, append, rows)
        except RowsDiffer as differing:
            with reading(self.engine) as connection:
                raise rows.stale(connection) from differing
        except DBAPIError as error:
            if written is None or not error.connection_invalidated or not self._did_commit(written):
                raise
        return written.positions

    def _write(
        self, connection: Connection, stored_events: Sequence[StoredEvent], append: Append, rows: InlineRows
    ) -> _Written:
        rows.write(connection)
        if append.consumed is not None:
            advance_consumer(connection, self.tables.consumers, append.consumed)
        if append.answer is not None:
            claim_answer(connection, self.tables.answers, append.answer)
        self._step("append.rows_written")
        before = self._hold_head_then_check(connection, append.guards)
        written = self._extend(connection, before, stored_events, append.metadata)
        self._step("append.inserted")
        self._fill_in_positions(connection, written, append, rows)
        self._step("append.before_commit")
        return written

    def _hold_head_then_check(self, connection: Connection, guards: Sequence[Guard]) -> Head:
        head = read_head(connection, self.tables.head, hold=True)
        if head is None:
            raise LogNotMigrated("log_head is empty")
        self._step("append.head_held")
        for guard in guards:
            check_guard(connection, self.metadata, guard)
        return head

    def _extend(
        self,
        connection: Connection,
        before: Head,
        stored_events: Sequence[StoredEvent],
        metadata: Sequence[Metadata],
    ) -> _Written:
        if not stored_events and not metadata:
            return _Written(before, [])
        recorded_at = max(utc_micros(self._clock()), before.recorded_at)
        records = list(chained(before, stored_events, _encoded(metadata), recorded_at))
        insert_records(connection, self.tables.events, records)
        head = Head(records[-1].position, records[-1].hash, recorded_at)
        move_head(connection, self.tables.head, head)
        return _Written(head, records)

    def _fill_in_positions(
        self, connection: Connection, written: _Written, append: Append, rows: InlineRows
    ) -> None:
        def position_of(place: PositionOfEvent) -> int:
            if not written.records and place.index == -1:
                return written.head.position
            return written.records[place.index].position

        rows.fill_in_positions(connection, position_of)
        answer = append.answer
        if answer is not None:
            position = answer.position
            known = position_of(position) if isinstance(position, PositionOfEvent) else position
            fill_in_position(connection, self.tables.answers, answer, known)

    def _did_commit(self, written: _Written) -> bool:
        """Whether an append whose commit was never answered is there: at its position stands its hash.

        The head is held for the question: a server that is still committing holds it until it has decided.
        """
        if not written.records:
            return False
        with writing(self.engine) as connection:
            read_head(connection, self.tables.head, hold=True)
            events = self.tables.events
            found = connection.execute(
                select(events.c.hash).where(events.c.position == written.head.position)
            ).scalar_one_or_none()
        return found == written.head.hash

    def _neutral_metadata(self) -> Metadata:
        return Metadata(
            actor="system",
            role="system",
            effective_on=legal_day(self._clock()),
            command_id=_NOBODY,
            correlation_id=_NOBODY,
        )

    # Reading, as the library asks for it

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        """Events of one stream with `gt` < version <= `lte`."""
        events = self.tables.events
        version = events.c.stream_version
        query = select(events.c.stream_id, version, events.c.topic, events.c.state).where(
            events.c.stream_id == originator_id
        )
        if gt is not None:
            query = query.where(version > gt)
        if lte is not None:
            query = query.where(version <= lte)
        query = query.order_by(version.desc() if desc else version).limit(limit)
        with as_the_library_names_them(), reading(self.engine) as connection:
            return [StoredEvent(*row) for row in connection.execute(query)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[Notification]:
        """Events by position, from `start` (or after it) to `stop`."""
        after = (start or 0) - (1 if inclusive_of_start else 0)
        with as_the_library_names_them(), reading(self.engine) as connection:
            records = records_between(
                connection, self.tables.events, after=after, upto=stop, limit=limit, topics=topics
            )
        return [
            Notification(record.stream_id, record.stream_version, record.topic, record.state, record.position)
            for record in records
        ]

    def max_notification_id(self) -> int | None:
        """The last position, None when the log is empty."""
        return self.head().position or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> LogSubscription:
        """Iterate over the events after position `gt`, then over new ones as they come."""
        return LogSubscription(self, gt=gt, topics=topics)

    # Reading, as the log asks for it

    def head(self) -> Head:
        """Where the log ends now."""
        with as_the_library_names_them(), reading(self.engine) as connection:
            head = read_head(connection, self.tables.head)
        if head is None:
            raise LogNotMigrated("log_head is empty")
        return head

    def version_of(self, stream_id: UUID) -> int:
        """The last version of a stream; 0 when there is no such stream."""
        events = self.tables.events
        query = select(func.max(events.c.stream_version)).where(events.c.stream_id == stream_id)
        with as_the_library_names_them(), reading(self.engine) as connection:
            return connection.execute(query).scalar_one() or 0

    def await_commit(self, timeout: float) -> None:
        """Return after the next append of this process, or after `timeout` seconds, at most one poll."""
        with self._committed:
            self._committed.wait(min(timeout, POLL_SECONDS))

    def await_position(self, position: int, timeout: float) -> int:
        """Wait until this process has appended up to `position`, at most one look for appends of others.

        Returns the last position that this process has appended; 0 before its first.
        """
        with self._committed:
            self._committed.wait_for(
                lambda: self._waiting_is_over or self._appended >= position, min(timeout, OTHERS_SECONDS)
            )
            return self._appended

    @property
    def waiting_is_over(self) -> bool:
        """Whether those who wait for a position are to go on without it."""
        return self._waiting_is_over

    def end_waiting(self) -> None:
        """From now on nobody waits for a position: who reads is about to stop."""
        with self._committed:
            self._waiting_is_over = True
            self._committed.notify_all()


def _encoded(metadata: Sequence[Metadata]) -> list[bytes]:
    """Each metadata as JSON; neighbours that are one object are written once."""
    encoded = [msgspec.json.encode(metadata[0])] if metadata else []
    for previous, this in pairwise(metadata):
        encoded.append(encoded[-1] if this is previous else msgspec.json.encode(this))
    return encoded
