"""The event log of one service: the library's application, with acts, inline projections and recorded events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Protocol, TypeVar
from uuid import UUID

import msgspec
from eventsourcing.application import AggregateNotFoundError
from eventsourcing.application import Application as EventSourcedApplication
from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import Environment, EnvType
from sqlalchemy import Connection, Engine, MetaData, Table, select

from shared.database import reading
from shared.eventlog.act import Act
from shared.eventlog.aggregate import Aggregate, Event
from shared.eventlog.answers import stored_answer
from shared.eventlog.append import (
    POSITION,
    Append,
    AppendRefused,
    Consumed,
    DuplicateRow,
    Guard,
    GuardFailed,
    IdempotencyAnswer,
    Metadata,
    PositionOfEvent,
    RowWrite,
    StaleRow,
)
from shared.eventlog.consumers import consumer_position
from shared.eventlog.mapper import EventMapper
from shared.eventlog.recorded import RecordedEvent
from shared.eventlog.recorder import LogRecorder, no_step
from shared.eventlog.records import Record, read_head, records_between, records_of_stream
from shared.eventlog.tables import GENESIS_HASH
from shared.privacy.looks import note_case
from shared.struct_types import make_ready
from shared.vocabulary import from_utc_micros, utc_micros

A = TypeVar("A", bound=Aggregate)


class AggregateNotFound(LookupError):
    """There is no aggregate of this kind with this id."""


class VersionConflict(AppendRefused):
    """Somebody else has appended to the stream meanwhile. Load anew and decide again."""

    def __init__(self, stream_id: UUID, expected: int, actual: int) -> None:
        super().__init__(f"{stream_id} is at version {actual}, not {expected}")
        self.stream_id = stream_id
        self.expected = expected
        self.actual = actual


@dataclass(frozen=True, slots=True)
class Saved:
    """What an act has stored: the resource it answers with, its version, and where the log then ended."""

    resource_id: UUID
    version: int
    position: int
    consumed: Consumed | None = None
    """The message whose consumption was stored with it; None when it was no reaction."""


class InlineProjection(Protocol):
    """A table that is written in the transaction of the append."""

    @property
    def name(self) -> str:
        """Its name in a report."""
        ...

    @property
    def tables(self) -> Sequence[Table]:
        """The tables whose rows follow from its events."""
        ...

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """Rows that this event writes; `POSITION` in their values stands for the event's own position."""
        ...


class EventLog(EventSourcedApplication[UUID]):
    """Loads aggregates, stores acts, and reads what was recorded."""

    recorder: LogRecorder
    mapper: EventMapper

    def __init__(
        self,
        name: str,
        engine: Engine,
        metadata: MetaData,
        clock: Callable[[], datetime],
        inline: Sequence[InlineProjection] = (),
        *,
        on_step: Callable[[str], None] = no_step,
    ) -> None:
        """`name` is the service's, `metadata` holds its tables, `on_step` sees the labelled steps of appends."""
        make_ready()
        self.name = name
        self._engine = engine
        self._inline = tuple(inline)
        self._metadata = metadata
        self._clock = clock
        self._on_step = on_step
        super().__init__()

    # How the library is put together here

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Nothing about a log is set by environment variables."""
        return Environment(name, env or {})

    def construct_mapper(self) -> EventMapper:
        return EventMapper()

    def construct_recorder(self) -> LogRecorder:
        return LogRecorder(self._engine, self._metadata, self._clock, self._on_step)

    # Commands

    def load(self, kind: type[A], id: UUID, expected_version: int | None = None) -> A:
        """The aggregate as it is now.

        Raises `AggregateNotFound` when there is none of this kind, `VersionConflict` when it is not at the
        expected version.
        """
        try:
            aggregate: Aggregate = self.repository.get(id)
        except AggregateNotFoundError as error:
            raise AggregateNotFound(f"{kind.__name__} {id}") from error
        if not isinstance(aggregate, kind):
            raise AggregateNotFound(f"{kind.__name__} {id}")
        if expected_version is not None and aggregate.version != expected_version:
            raise VersionConflict(id, expected_version, aggregate.version)
        return aggregate

    def save_act(
        self,
        act: Act,
        *aggregates: Aggregate,
        case_id: UUID | None = None,
        rows: Iterable[RowWrite] = (),
        guards: Sequence[Guard] = (),
        chained: bool = False,
    ) -> Saved:
        """Store what the aggregates have decided, and all that goes with it, in one append.

        The first aggregate is the resource that the act answers with; without aggregates, only rows, consumer
        position and answer are stored. `chained` names each event as the cause of the next, for acts in which
        one fact follows from the other. Raises `VersionConflict` and the other `AppendRefused`; after any of
        them the aggregates are loaded anew, never saved again.
        """
        events = [event for aggregate in aggregates for event in aggregate.pending()]
        metadata = [act.metadata(case_id)] * len(events)
        if chained:
            metadata[1:] = [
                msgspec.structs.replace(about, causation_id=cause.event_id)
                for about, cause in zip(metadata[1:], events, strict=False)
            ]
        resource_id, version = _resource(act, aggregates, case_id)
        append = Append(
            metadata=metadata,
            rows=[*rows, *self.inline_rows(events, metadata, act.at)],
            guards=guards,
            consumed=act.consumed,
            answer=act.answer_for(resource_id, version),
        )
        refusals = (IntegrityError, StaleRow, DuplicateRow, GuardFailed)
        with _conflicts_named(self.recorder, events, refusals):
            recordings = self.save(*aggregates, append=append)
        position = recordings[-1].notification.id if recordings else self.head()
        if case_id is not None:
            note_case(case_id)
        return Saved(resource_id, version, position, act.consumed)

    def append_events(self, events: Sequence[Event], append: Append) -> int:
        """Store ready events of many streams as one append; returns the last position.

        The caller brings everything, also the rows of inline projections (see `inline_rows`). Raises as
        `save_act` does.
        """
        with _conflicts_named(self.recorder, events, (IntegrityError,)):
            positions = self.recorder.insert_events(
                [self.mapper.to_stored_event(event) for event in events], append=append
            )
        return positions[-1] if positions else self.head()

    def inline_rows(
        self, events: Sequence[Event], metadata: Sequence[Metadata], at: datetime
    ) -> list[RowWrite]:
        """The rows that the inline projections make of events about to be appended in this order."""
        if not self._inline:
            return []
        return [
            _at_index(row, index)
            for index, (event, about) in enumerate(zip(events, metadata, strict=True))
            for projection in self._inline
            for row in projection.rows(RecordedEvent(event, 0, at, about))
        ]

    # Reading

    def read(self) -> AbstractContextManager[Connection]:
        """A read transaction on the service's database."""
        return reading(self._engine)

    def events_after(
        self, position: int, limit: int = 500, topics: Sequence[str] | None = None, upto: int | None = None
    ) -> list[RecordedEvent]:
        """At most `limit` events after `position`, up to `upto`, in order; `topics` None means all."""
        if topics is not None and not topics:
            return []
        with self.read() as connection:
            records = records_between(
                connection,
                self.recorder.tables.events,
                after=position,
                upto=upto,
                limit=limit,
                topics=topics or (),
            )
        return [self.recorded(record) for record in records]

    def stream(self, stream_id: UUID) -> list[RecordedEvent]:
        """All events of one stream; empty when there is none."""
        with self.read() as connection:
            records = records_of_stream(connection, self.recorder.tables.events, stream_id)
        return [self.recorded(record) for record in records]

    def recorded(self, record: Record) -> RecordedEvent:
        """The event that a record holds."""
        event = self.mapper.to_domain_event(record.stored_event())
        metadata = msgspec.json.decode(record.metadata, type=Metadata)
        return RecordedEvent(event, record.position, from_utc_micros(record.recorded_at), metadata)

    def head(self) -> int:
        """The last position; 0 when the log is empty."""
        return self.recorder.head().position

    def head_in(self, connection: Connection) -> int:
        """The last position in the snapshot of a read transaction."""
        head = read_head(connection, self.recorder.tables.head)
        return head.position if head else 0

    def head_hash(self) -> bytes:
        """The hash at the last position; 32 zero bytes when the log is empty."""
        return self.recorder.head().hash

    def hash_at(self, position: int) -> str:
        """The hash of the event at a position, hexadecimal; empty where the log does not reach."""
        with self.read() as connection:
            return self.hash_in(connection, position)

    def hash_in(self, connection: Connection, position: int) -> str:
        """The same in the snapshot of a read transaction; at 0 what the first event is chained to."""
        if position == 0:
            return GENESIS_HASH.hex()
        events = self.recorder.tables.events
        found = connection.execute(
            select(events.c.hash).where(events.c.position == position)
        ).scalar_one_or_none()
        return "" if found is None else found.hex()

    def position_of(self, stream_id: UUID, version: int) -> int | None:
        """Where this version of a stream stands in the log."""
        events = self.recorder.tables.events
        query = select(events.c.position).where(
            events.c.stream_id == stream_id, events.c.stream_version == version
        )
        with self.read() as connection:
            return connection.execute(query).scalar_one_or_none()

    def position_at(self, instant: datetime) -> int:
        """The last position recorded by that instant, itself included; 0 before the first.

        `recorded_at` never goes back, so what was known then is the log up to here.
        """
        events = self.recorder.tables.events
        query = select(events.c.position).where(events.c.recorded_at <= utc_micros(instant))
        with self.read() as connection:
            found = connection.execute(query.order_by(events.c.position.desc()).limit(1)).scalar_one_or_none()
        return found or 0

    def recorded_after(self, position: int) -> datetime | None:
        """When the event that follows a position was recorded; None at the end of the log."""
        events = self.recorder.tables.events
        query = select(events.c.recorded_at).where(events.c.position == position + 1)
        with self.read() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return None if found is None else from_utc_micros(found)

    def wait_for(self, position: int, timeout: float) -> int:
        """Wait at most `timeout` seconds until the log has reached `position`; returns the head seen.

        What this process appends is noticed at once, without asking the database; appends of others within a
        fifth of a second. After `end_waiting` nobody waits.
        """
        deadline = monotonic() + timeout
        while True:
            appended = self.recorder.await_position(position, max(0.0, deadline - monotonic()))
            if appended >= position:
                return appended
            head = self.head()
            if head >= position or self.recorder.waiting_is_over or monotonic() >= deadline:
                return head

    def end_waiting(self) -> None:
        """Let those who wait for a position go on without it, now and later: they are to stop."""
        self.recorder.end_waiting()

    def consumer_position(self, consumer: str, log: str) -> tuple[int, str | None]:
        """How far this consumer has come in another log, and the hint it left."""
        with self.read() as connection:
            return consumer_position(connection, self.recorder.tables.consumers, consumer, log)

    def stored_answer(self, principal: str, route: str, key: str) -> IdempotencyAnswer | None:
        """The answer already given to this idempotency key."""
        with self.read() as connection:
            return stored_answer(connection, self.recorder.tables.answers, principal, route, key)


def _resource(act: Act, aggregates: Sequence[Aggregate], case_id: UUID | None) -> tuple[UUID, int]:
    if aggregates:
        return aggregates[0].id, aggregates[0].version
    return case_id or act.command_id, 0


def _at_index(row: RowWrite, index: int) -> RowWrite:
    """The row with `POSITION` made to mean the event at this place in the append."""
    if POSITION not in row.values.values():
        return row
    own = PositionOfEvent(index)
    return replace(
        row, values={name: own if value == POSITION else value for name, value in row.values.items()}
    )


@contextmanager
def _conflicts_named(
    recorder: LogRecorder,
    events: Sequence[Event],
    refusals: tuple[type[Exception], ...] = (IntegrityError,),
) -> Iterator[None]:
    """Raise `VersionConflict` for the first stream that somebody else has appended to.

    It is looked for behind what inline rows and guards refuse too, where `refusals` says so: rows are written
    before events, and who came first has changed them with it. Not in a bulk append, which has streams by the
    thousand.
    """
    try:
        yield
    except refusals as error:
        for stream_id, expected in _expected_versions(events).items():
            actual = recorder.version_of(stream_id)
            if actual != expected:
                raise VersionConflict(stream_id, expected, actual) from error
        raise


def _expected_versions(events: Sequence[Event]) -> dict[UUID, int]:
    """For each stream the version that the events were decided on."""
    expected: dict[UUID, int] = {}
    for event in events:
        expected.setdefault(event.originator_id, event.originator_version - 1)
    return expected
