"""The tables of a log, declared on the MetaData of the service that owns it.

Instants are whole microseconds since 1970-01-01T00:00:00Z, because a hashed column must come back as it
was stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)

Position: Final = BigInteger().with_variant(Integer, "sqlite")
"""A log position; on SQLite the type under which a primary key is the row's own number."""

HEAD_ROW: Final = 1
"""Key of the only row of `log_head`."""

LEASE_ROW: Final = 1
"""Key of the only row of `worker_lease`."""

GENESIS_HASH: Final = bytes(32)
"""What the first event of a log is chained to."""


@dataclass(frozen=True, slots=True)
class LogTables:
    """The tables an event log reads and writes."""

    events: Table
    head: Table
    consumers: Table
    answers: Table

    @classmethod
    def of(cls, metadata: MetaData) -> Self:
        """The log tables that were declared on `metadata`; raises KeyError when they were not."""
        tables = metadata.tables
        return cls(
            events=tables["events"],
            head=tables["log_head"],
            consumers=tables["consumer_positions"],
            answers=tables["idempotency_answers"],
        )


def log_tables(metadata: MetaData) -> LogTables:
    """Declare the tables of a log on a service's MetaData, and the lease of who works on it."""
    lease_table(metadata)
    return LogTables(
        events=_events(metadata),
        head=_head(metadata),
        consumers=consumer_table(metadata),
        answers=_answers(metadata),
    )


def consumer_table(metadata: MetaData) -> Table:
    """Declare how far each consumer has come in each log, and in which past; also for a service without a log."""
    _messages_taken(metadata)
    _source_regressions(metadata)
    return Table(
        "consumer_positions",
        metadata,
        Column("consumer", String, primary_key=True),
        Column("log", String, primary_key=True),
        Column("position", BigInteger, nullable=False),
        Column("hint", String),
        Column("hash", String),
    )


def _messages_taken(metadata: MetaData) -> Table:
    """What was taken in from other logs, with the hash of each event: by that a log is known again."""
    return Table(
        "messages_taken",
        metadata,
        Column("log", String, primary_key=True),
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("lost_at", BigInteger, primary_key=True, autoincrement=False),
        Column("event_id", Uuid, nullable=False),
        Column("type", String, nullable=False),
        Column("hash", String, nullable=False),
    )


def _source_regressions(metadata: MetaData) -> Table:
    """When another log was found to have another past than what was heard of it, and who let it go on."""
    return Table(
        "source_regressions",
        metadata,
        Column("log", String, primary_key=True),
        Column("noticed_at", BigInteger, primary_key=True, autoincrement=False),
        Column("stood_at", BigInteger, nullable=False),
        Column("common_position", BigInteger, nullable=False),
        Column("common_hash", String, nullable=False),
        Column("accepted_by", String),
        Column("because", String),
        Column("accepted_at", BigInteger),
        Column("settled_at", BigInteger),
    )


def lease_table(metadata: MetaData) -> Table:
    """Declare who runs the service's workers; also for a service without a log."""
    return Table(
        "worker_lease",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("epoch", BigInteger, nullable=False),
        Column("holder", String, nullable=False),
        Column("expires_at", BigInteger, nullable=False),
    )


def _events(metadata: MetaData) -> Table:
    return Table(
        "events",
        metadata,
        Column("position", Position, primary_key=True, autoincrement=False),
        Column("stream_id", Uuid, nullable=False),
        Column("stream_version", Integer, nullable=False),
        Column("topic", String, nullable=False),
        Column("state", LargeBinary, nullable=False),
        Column("recorded_at", BigInteger, nullable=False),
        Column("metadata", LargeBinary, nullable=False),
        Column("hash", LargeBinary, nullable=False),
        UniqueConstraint("stream_id", "stream_version", name="events_stream_version"),
    )


def _head(metadata: MetaData) -> Table:
    return Table(
        "log_head",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("position", BigInteger, nullable=False),
        Column("hash", LargeBinary, nullable=False),
        Column("recorded_at", BigInteger, nullable=False),
    )


def _answers(metadata: MetaData) -> Table:
    return Table(
        "idempotency_answers",
        metadata,
        Column("principal", String, primary_key=True),
        Column("route", String, primary_key=True),
        Column("key", String, primary_key=True),
        Column("fingerprint", String, nullable=False),
        Column("status", Integer, nullable=False),
        Column("resource_id", Uuid, nullable=False),
        Column("version", Integer, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("answered_at", BigInteger, nullable=False),
    )
