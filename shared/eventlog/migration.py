"""The first migration of a log, shared by the services that have one.

Written out, not derived from `tables`: what a migration once did must not change when the tables do.
"""

from __future__ import annotations

from types import ModuleType

import sqlalchemy as sa
from alembic.operations import Operations

AlembicOperations = Operations | ModuleType
"""The operations of a migration; migrations reach them through the module `alembic.op`."""

_HOT = {"fillfactor": 50}
"""Room on each page, so that a row updated at every append stays where it is (PostgreSQL)."""


def create_log_tables(op: AlembicOperations) -> None:
    """Create the tables of a log, with its head at position 0 and 32 zero bytes as the first hash."""
    _create_events(op)
    _create_head(op)
    create_consumer_table(op)
    _create_answers(op)


def create_consumer_table(op: AlembicOperations) -> None:
    """Create the table of consumer positions; alone for a service without a log."""
    op.create_table(
        "consumer_positions",
        sa.Column("consumer", sa.String, primary_key=True),
        sa.Column("log", sa.String, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("hint", sa.String),
        postgresql_with=_HOT,
    )


def create_worker_lease(op: AlembicOperations) -> None:
    """Create the table that says who runs the service's workers: nobody yet."""
    lease = op.create_table(
        "worker_lease",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        postgresql_with=_HOT,
    )
    op.bulk_insert(lease, [{"id": 1, "epoch": 0, "holder": "", "expires_at": 0}])


def create_source_past(op: AlembicOperations) -> None:
    """Let a service know other logs again by their hashes, and note when one of them went back."""
    op.add_column("consumer_positions", sa.Column("hash", sa.String))
    op.create_table(
        "messages_taken",
        sa.Column("log", sa.String, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("lost_at", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )
    op.create_table(
        "source_regressions",
        sa.Column("log", sa.String, primary_key=True),
        sa.Column("noticed_at", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("stood_at", sa.BigInteger, nullable=False),
        sa.Column("common_position", sa.BigInteger, nullable=False),
        sa.Column("common_hash", sa.String, nullable=False),
        sa.Column("accepted_by", sa.String),
        sa.Column("because", sa.String),
        sa.Column("accepted_at", sa.BigInteger),
        sa.Column("settled_at", sa.BigInteger),
    )


def _create_events(op: AlembicOperations) -> None:
    position = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "events",
        sa.Column("position", position, primary_key=True, autoincrement=False),
        sa.Column("stream_id", sa.Uuid, nullable=False),
        sa.Column("stream_version", sa.Integer, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("metadata", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("stream_id", "stream_version", name="events_stream_version"),
    )


def _create_head(op: AlembicOperations) -> None:
    head = op.create_table(
        "log_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        postgresql_with=_HOT,
    )
    op.bulk_insert(head, [{"id": 1, "position": 0, "hash": bytes(32), "recorded_at": 0}])


def _create_answers(op: AlembicOperations) -> None:
    op.create_table(
        "idempotency_answers",
        sa.Column("principal", sa.String, primary_key=True),
        sa.Column("route", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("resource_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("answered_at", sa.BigInteger, nullable=False),
    )
