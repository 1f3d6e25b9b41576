"""Rulings and withdrawals in the register, appeals, and of which type and municipality a decision is."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("contested_decisions", sa.Column("exemption_type", sa.String))
    op.add_column("contested_decisions", sa.Column("municipality", sa.String))
    op.add_column("objections", sa.Column("ended_on", sa.Date))
    op.add_column("objections", sa.Column("ruled_by", sa.String))
    op.add_column("objections", sa.Column("ruling_reasons", sa.String))
    op.add_column("objections", sa.Column("inadmissible_because", sa.String))
    op.add_column("objections", sa.Column("lateness_excused", sa.String))
    op.add_column("objections", sa.Column("ruled_after_end", sa.Uuid))
    op.create_table(
        "pending_appeals",
        sa.Column("appeal_id", sa.Uuid, primary_key=True),
        sa.Column("objection_id", sa.Uuid, nullable=False, unique=True),
    )
    op.create_table(
        "appeals",
        sa.Column("appeal_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False, index=True),
        sa.Column("objection_id", sa.Uuid, nullable=False, index=True),
        sa.Column("decision_id", sa.Uuid, nullable=False),
        sa.Column("lodged_on", sa.Date, nullable=False),
        sa.Column("court_reference", sa.String),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("ended_on", sa.Date),
        sa.Column("ruling", sa.String),
    )
