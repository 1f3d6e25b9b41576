"""Interim relief: what was asked for, and what holds."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Add the tables, empty."""
    op.create_table(
        "requested_reliefs",
        sa.Column("relief_id", sa.Uuid, primary_key=True),
        sa.Column("objection_id", sa.Uuid, nullable=False, index=True),
    )
    op.create_table(
        "interim_reliefs",
        sa.Column("relief_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False, index=True),
        sa.Column("objection_id", sa.Uuid, nullable=False, index=True),
        sa.Column("decision_id", sa.Uuid, nullable=False),
        sa.Column("requested_on", sa.Date, nullable=False),
        sa.Column("court_reference", sa.String),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("ruled_on", sa.Date),
        sa.Column("sealed_ruling", sa.LargeBinary),
        sa.Column("content", sa.String),
        sa.Column("last_day", sa.Date),
        sa.Column("ended_on", sa.Date),
        sa.Column("lapsed_because", sa.String),
    )
