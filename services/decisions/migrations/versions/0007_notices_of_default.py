"""Notices of default and the penalties for late decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add what is new; nothing of it was recorded before."""
    op.create_table(
        "notices_of_default",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("received_on", sa.Date, primary_key=True),
        sa.Column("channel", sa.String, primary_key=True),
        sa.Column("premature", sa.Boolean, nullable=False),
        sa.Column("grace_last_day", sa.Date),
        sa.Column("first_penalty_day", sa.Date),
        sa.Column("last_penalty_day", sa.Date),
    )
    op.create_table(
        "penalties",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("decision_id", sa.Uuid, nullable=False),
        sa.Column("decided_on", sa.Date, nullable=False),
        sa.Column("decided_by", sa.String, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("amount_euros", sa.Integer, nullable=False),
        sa.Column("ground", sa.String),
    )
