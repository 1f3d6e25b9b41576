"""Stored events as rows: what is chained, inserted, read back in position order, and verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, Executable, Insert, Select, Table, bindparam, func, select

from shared.eventlog.chain import link
from shared.eventlog.tables import HEAD_ROW

AllColumns = Select[int, UUID, int, str, bytes, int, bytes, bytes]


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
        _insert(table),
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
    bounds = {"after": after, "upto": upto, "most": limit}
    query = _between(table, tuple(topics), bounded=upto is not None, limited=limit is not None)
    return _records(connection, query, {name: bound for name, bound in bounds.items() if bound is not None})


def last_of_topics(connection: Connection, table: Table, topics: Sequence[str], upto: int | None) -> int:
    """Position of the last record of these topics, up to and with `upto`; 0 when there is none."""
    query = _last_of_topics(table, tuple(topics), bounded=upto is not None)
    found = connection.execute(query, {} if upto is None else {"upto": upto}).one_or_none()
    return 0 if found is None else found.position


def waiting_of_topics(
    connection: Connection, table: Table, topics: Sequence[str], after: int
) -> tuple[int, int | None]:
    """How many records of these topics follow a position, and when the first of them was recorded."""
    of_topics = (table.c.position > after, table.c.topic.in_(topics))
    query = select(func.count(), func.min(table.c.recorded_at)).where(*of_topics)
    number, first = connection.execute(query).one()
    return number, first


def records_of_stream(connection: Connection, table: Table, stream_id: UUID) -> list[Record]:
    """All records of one stream, oldest first."""
    return _records(connection, _of_stream(table), {"stream": stream_id})


def read_head(connection: Connection, table: Table, *, hold: bool = False) -> Head | None:
    """The head of the log; with `hold`, locked until the transaction ends. None when never migrated."""
    row = connection.execute(_head(table, hold=hold)).one_or_none()
    return None if row is None else Head(*row)


def move_head(connection: Connection, table: Table, head: Head) -> None:
    """Let the log end here; for whoever holds the head."""
    moved = {"to_position": head.position, "to_hash": head.hash, "to_recorded_at": head.recorded_at}
    connection.execute(_moved_head(table), moved)


def _records(connection: Connection, query: AllColumns, bounds: Mapping[str, object]) -> list[Record]:
    return [Record(*row) for row in connection.execute(query, bounds)]


# Each statement is made once for a table: making one costs more than running it.


@cache
def _insert(table: Table) -> Insert:
    return table.insert().inline()


@cache
def _head(table: Table, *, hold: bool) -> Select[int, bytes, int]:
    query = select(table.c.position, table.c.hash, table.c.recorded_at)
    return query.with_for_update() if hold else query


@cache
def _moved_head(table: Table) -> Executable:
    return (
        table.update()
        .where(table.c.id == HEAD_ROW)
        .values(
            position=bindparam("to_position"),
            hash=bindparam("to_hash"),
            recorded_at=bindparam("to_recorded_at"),
        )
    )


def _all_columns(table: Table) -> AllColumns:
    """In the order of the fields of a record."""
    return select(*(table.c[field.name] for field in fields(Record)))


@cache
def _between(table: Table, topics: tuple[str, ...], *, bounded: bool, limited: bool) -> AllColumns:
    query = _all_columns(table).where(table.c.position > bindparam("after")).order_by(table.c.position)
    if bounded:
        query = query.where(table.c.position <= bindparam("upto"))
    if topics:
        query = query.where(table.c.topic.in_(topics))
    return query.limit(bindparam("most")) if limited else query


@cache
def _last_of_topics(table: Table, topics: tuple[str, ...], *, bounded: bool) -> Select[int]:
    query = select(table.c.position).where(table.c.topic.in_(topics))
    if bounded:
        query = query.where(table.c.position <= bindparam("upto"))
    return query.order_by(table.c.position.desc()).limit(1)


@cache
def _of_stream(table: Table) -> AllColumns:
    return (
        _all_columns(table).where(table.c.stream_id == bindparam("stream")).order_by(table.c.stream_version)
    )
