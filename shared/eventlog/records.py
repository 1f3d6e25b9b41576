"""Stored events as rows: what is chained, inserted, read back in position order, and verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, Select, Table, select

from shared.eventlog.chain import link


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log ends: its last position, the hash there, and when that was recorded (microseconds)."""

    position: int
    hash: bytes
    recorded_at: int


@dataclass(frozen=True, slots=True)
class Record:
    """One stored event with all its columns; the bytes are those that were hashed."""

    position: int
    stream_id: UUID
    stream_version: int
    topic: str
    state: bytes
    recorded_at: int
    metadata: bytes
    hash: bytes

    def stored_event(self) -> StoredEvent:
        """As the library's mapper reads it."""
        return StoredEvent(self.stream_id, self.stream_version, self.topic, self.state)

    def follows(self, previous: bytes) -> bool:
        """Whether its hash is the link from the hash before it."""
        return self.hash == link(
            previous,
            position=self.position,
            stream_id=self.stream_id,
            stream_version=self.stream_version,
            topic=self.topic,
            recorded_at=self.recorded_at,
            metadata=self.metadata,
            state=self.state,
        )


def chained(
    head: Head, events: Sequence[StoredEvent], metadata: Sequence[bytes], recorded_at: int
) -> Iterator[Record]:
    """The records that continue the log after `head`. Raises TypeError for a stream id that is no UUID."""
    previous = head.hash
    for position, (event, about) in enumerate(zip(events, metadata, strict=True), start=head.position + 1):
        stream_id = event.originator_id
        if not isinstance(stream_id, UUID):
            raise TypeError(f"the stream id {stream_id!r} is not a UUID")
        previous = link(
            previous,
            position=position,
            stream_id=stream_id,
            stream_version=event.originator_version,
            topic=event.topic,
            recorded_at=recorded_at,
            metadata=about,
            state=event.state,
        )
        yield Record(
            position,
            stream_id,
            event.originator_version,
            event.topic,
            event.state,
            recorded_at,
            about,
            previous,
        )


def insert_records(connection: Connection, table: Table, records: Sequence[Record]) -> None:
    """Insert in one statement, which returns nothing: all values are known."""
    connection.execute(
        table.insert().inline(),
        [
            {
                "position": record.position,
                "stream_id": record.stream_id,
                "stream_version": record.stream_version,
                "topic": record.topic,
                "state": record.state,
                "recorded_at": record.recorded_at,
                "metadata": record.metadata,
                "hash": record.hash,
            }
            for record in records
        ],
    )


def records_between(
    connection: Connection,
    table: Table,
    *,
    after: int,
    upto: int | None = None,
    limit: int | None = None,
    topics: Sequence[str] = (),
) -> list[Record]:
    """Records with `after` < position <= `upto`, of these topics (all when none is named), by position."""
    query = select(table).where(table.c.position > after).order_by(table.c.position).limit(limit)
    if upto is not None:
        query = query.where(table.c.position <= upto)
    if topics:
        query = query.where(table.c.topic.in_(topics))
    return _records(connection, query)


def records_of_stream(connection: Connection, table: Table, stream_id: UUID) -> list[Record]:
    """All records of one stream, oldest first."""
    return _records(
        connection, select(table).where(table.c.stream_id == stream_id).order_by(table.c.stream_version)
    )


def read_head(connection: Connection, table: Table, *, hold: bool = False) -> Head | None:
    """The head of the log; with `hold`, locked until the transaction ends. None when never migrated."""
    query = select(table.c.position, table.c.hash, table.c.recorded_at)
    row = connection.execute(query.with_for_update() if hold else query).one_or_none()
    return None if row is None else Head(row.position, row.hash, row.recorded_at)


def _records(connection: Connection, query: Select[tuple[object, ...]]) -> list[Record]:
    return [Record(**row) for row in connection.execute(query).mappings()]
