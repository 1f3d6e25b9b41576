"""Every outcome: terms suspended, applications left out, converted or refused on another ground; the monitor."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what the other outcomes need."""
    op.add_column("case_facts", sa.Column("refusal_ground", sa.String))
    op.add_column("cases", sa.Column("suspended_from", sa.Date))
    op.add_column("cases", sa.Column("converted_to", sa.Uuid))
    op.add_column("decisions", sa.Column("refusal_ground", sa.String))
    op.create_table(
        "leavings_out",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("decision_id", sa.Uuid, nullable=False),
        sa.Column("decided_on", sa.Date, nullable=False),
        sa.Column("decided_by", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
    )
    op.create_table(
        "reporting_register",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("exemption_type", sa.String, nullable=False),
        sa.Column("municipality", sa.String),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("category", sa.String, nullable=False),
    )
