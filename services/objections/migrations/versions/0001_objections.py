"""The log, the tables that commands ask, and the register of objections."""

import sqlalchemy as sa
from alembic import op

from shared.eventlog.migration import create_log_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    create_log_tables(op)
    _create_contested_decisions()
    _create_objections()


def _create_contested_decisions() -> None:
    op.create_table(
        "contested_decisions",
        sa.Column("decision_id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, nullable=False, index=True),
        sa.Column("outcome", sa.String),
        sa.Column("decided_by", sa.String),
        sa.Column("applicant_subject", sa.String),
        sa.Column("replaces", sa.Uuid),
        sa.Column("announced_on", sa.Date),
        sa.Column("remedy_last_day", sa.Date),
    )
    op.create_table(
        "undecided_objections",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, nullable=False, index=True),
    )
    op.create_table(
        "case_turns",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("turn", sa.Integer, nullable=False),
    )


def _create_objections() -> None:
    op.create_table(
        "objections",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False, index=True),
        sa.Column("decision_id", sa.Uuid, nullable=False),
        sa.Column("lodged_by", sa.String, index=True),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("posted_on", sa.Date),
        sa.Column("decision_heard_of", sa.Boolean, nullable=False),
        sa.Column("grounds_key", sa.Uuid, nullable=False),
        sa.Column("grounds_box", sa.LargeBinary, nullable=False),
        sa.Column("found_by", sa.String),
        sa.Column("vehicle_category", sa.String),
        sa.Column("parameter", sa.String),
        sa.Column("reasons", sa.String),
        sa.Column("ruled_in", sa.Uuid),
    )
    op.create_table(
        "objection_renewals",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("decision_id", sa.Uuid, primary_key=True),
        sa.Column("outcome", sa.String, nullable=False),
    )
