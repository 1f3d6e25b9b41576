"""The two feeds of a log: its published contracts for other services, its journal for audit alone.

Both are read from one snapshot, by position. A published message says which published message preceded it,
so that a consumer can tell a gap from an event that was never published.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from shared.contracts.envelope import Contract, FeedPage, JournalPage, JournalRecord, Message
from shared.eventlog.aggregate import Event, event_id, log_of
from shared.eventlog.append import Metadata
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.eventlog.records import Record, last_of_topics, records_between, waiting_of_topics
from shared.vocabulary import from_utc_micros


@dataclass(frozen=True, slots=True)
class Publication:
    """One row of a service's table of published messages."""

    event: type[Event]
    contract: type[Contract]
    consumers: tuple[str, ...]
    """Names of the services that react to it."""
    to_contract: Callable[[RecordedEvent], Contract]


class Feed:
    """The published subset of a log, as messages."""

    def __init__(self, log: EventLog, publications: Sequence[Publication]) -> None:
        """Raises ValueError when an event is published twice."""
        self._log = log
        self._publications = {publication.event.TOPIC: publication for publication in publications}
        if len(self._publications) != len(publications):
            raise ValueError(f"{log.name} publishes an event twice")
        self._topics = tuple(self._publications)

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """At most `limit` messages after log position `after`, in order."""
        with self._log.read() as connection:
            head = self._log.head_in(connection)
            before = self._last_published(connection, upto=after)
            records = self._published_after(connection, after, limit)
            scanned = records[-1].position if len(records) == limit else max(head, after)
            hashes = self._hashes(connection, {before, after, scanned})
        messages = []
        previous = (before, hashes[before])
        for record in records:
            messages.append(self._message(record, *previous))
            previous = (record.position, record.hash.hex())
        return FeedPage(
            self._log.name,
            tuple(messages),
            scanned_to=scanned,
            head=head,
            after_hash=hashes[after],
            scanned_hash=hashes[scanned],
        )

    def head(self) -> int:
        """Position of the last published event; 0 when nothing was published yet."""
        with self._log.read() as connection:
            return self._last_published(connection)

    def waiting_after(self, position: int) -> tuple[int, datetime | None]:
        """How many published events follow a position, and when the first of them was recorded."""
        if not self._topics:
            return 0, None
        with self._log.read() as connection:
            events = self._log.recorder.tables.events
            number, first = waiting_of_topics(connection, events, self._topics, position)
        return number, None if first is None else from_utc_micros(first)

    def _hashes(self, connection: Connection, positions: set[int]) -> dict[int, str]:
        """The hashes at some positions; empty where the log does not reach."""
        return {position: self._log.hash_in(connection, position) for position in positions}

    def _published_after(self, connection: Connection, after: int, limit: int) -> list[Record]:
        if not self._topics:
            return []
        events = self._log.recorder.tables.events
        return records_between(connection, events, after=after, limit=limit, topics=self._topics)

    def _last_published(self, connection: Connection, upto: int | None = None) -> int:
        if not self._topics:
            return 0
        return last_of_topics(connection, self._log.recorder.tables.events, self._topics, upto)

    def _message(self, record: Record, previous: int, previous_hash: str) -> Message:
        recorded = self._log.recorded(record)
        publication = self._publications[record.topic]
        return Message(
            log=self._log.name,
            position=record.position,
            previous=previous,
            event_id=recorded.event.event_id,
            type=publication.contract.TYPE,
            recorded_at=recorded.recorded_at,
            correlation_id=recorded.metadata.correlation_id,
            causation_id=recorded.metadata.causation_id,
            traceparent=recorded.metadata.traceparent,
            data=msgspec.Raw(msgspec.json.encode(publication.to_contract(recorded))),
            hash=record.hash.hex(),
            previous_hash=previous_hash,
        )


class Journal:
    """Every event of a log, undecoded: who did what in clear, the content as stored bytes."""

    def __init__(self, log: EventLog) -> None:
        """The journal of this log."""
        self._log = log

    def page(self, after: int, limit: int = 500) -> JournalPage:
        """At most `limit` records after position `after`; positions are gapless."""
        with self._log.read() as connection:
            head = self._log.head_in(connection)
            records = records_between(connection, self._log.recorder.tables.events, after=after, limit=limit)
        return JournalPage(self._log.name, tuple(_journal_record(record) for record in records), head)


def _journal_record(record: Record) -> JournalRecord:
    about = msgspec.json.decode(record.metadata, type=Metadata)
    return JournalRecord(
        position=record.position,
        event_id=event_id(log_of(record.topic), record.stream_id, record.stream_version),
        stream_id=record.stream_id,
        stream_version=record.stream_version,
        act=record.topic,
        case_id=about.case_id,
        recorded_at=from_utc_micros(record.recorded_at),
        recorded_at_micros=record.recorded_at,
        effective_on=about.effective_on.isoformat(),
        actor=about.actor,
        role=about.role,
        command_id=about.command_id,
        correlation_id=about.correlation_id,
        causation_id=about.causation_id,
        state=record.state,
        metadata=record.metadata,
        hash=record.hash,
    )
