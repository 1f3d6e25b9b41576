"""The log, the inline table of plate tokens, and the two following projections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shared.eventlog.migration import create_log_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table of the service."""
    create_log_tables(op)
    op.create_table(
        "plate_tokens",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("case_id", sa.Uuid, primary_key=True),
    )
    op.create_table(
        "facts_wanted",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("plate", sa.LargeBinary, nullable=False),
    )
    _create_application_cases()


def _create_application_cases() -> None:
    op.create_table(
        "application_cases",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("exemption_type", sa.String(64), nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("applicant_subject", sa.String(200), nullable=False),
        sa.Column("applicant", sa.LargeBinary, nullable=False),
        sa.Column("plate", sa.LargeBinary, nullable=False),
        sa.Column("stated_daily_range_km", sa.Integer),
        sa.Column("related_cases", sa.Text, nullable=False),
        sa.Column("facts", sa.Text),
        sa.Column("facts_source", sa.String(200)),
        sa.Column("facts_fetched_at_micros", sa.BigInteger),
        sa.Column("closed_by", sa.Uuid),
        sa.Column("outcome", sa.String(20)),
    )
    op.create_index("application_cases_by_state", "application_cases", ["state", "case_id"])
