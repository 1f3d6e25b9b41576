"""Objections on which is decided too late, the penalties for that, claims of costs, and advice of committees."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add what is new; nothing of it was recorded before."""
    op.create_table(
        "late_rulings",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("notice_received_on", sa.Date, primary_key=True),
        sa.Column("grace_last_day", sa.Date, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("decision_id", sa.Uuid),
        sa.Column("decided_on", sa.Date),
        sa.Column("decided_by", sa.String),
        sa.Column("amount_euros", sa.Integer),
        sa.Column("ground", sa.String),
        sa.Column("paid_on", sa.Date),
    )
    op.create_table(
        "costs_claims",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("claimed_on", sa.Date, nullable=False),
        sa.Column("sealed_claim", sa.LargeBinary),
        sa.Column("decided_on", sa.Date),
        sa.Column("euros", sa.Integer),
        sa.Column("sealed_reasons", sa.LargeBinary),
    )
    op.add_column("objections", sa.Column("advice_received_on", sa.Date))
    op.add_column("objections", sa.Column("advice_direction", sa.String))
    op.add_column("objections", sa.Column("sealed_advice", sa.LargeBinary))
    op.add_column("contested_decisions", sa.Column("late_on_objection", sa.Uuid))
