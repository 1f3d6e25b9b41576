"""The journal over all logs, how far each was read, and alarms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shared.eventlog.migration import create_consumer_table

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    create_consumer_table(op)
    _create_journal_entries()
    op.create_table(
        "log_readings",
        sa.Column("log", sa.String, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("head", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "log_alarms",
        sa.Column("log", sa.String, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("raised_at", sa.BigInteger, nullable=False),
    )


def _create_journal_entries() -> None:
    op.create_table(
        "journal_entries",
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("log", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("case_id", sa.Uuid, index=True),
        sa.Column("causation_id", sa.Uuid),
        sa.Column("correlation_id", sa.Uuid),
        sa.Column("command_id", sa.Uuid),
        sa.Column("stream_id", sa.Uuid),
        sa.Column("stream_version", sa.Integer),
        sa.Column("because_id", sa.Uuid, index=True),
        sa.Column("because_link", sa.String),
        sa.UniqueConstraint("log", "position", name="journal_entries_place"),
    )
