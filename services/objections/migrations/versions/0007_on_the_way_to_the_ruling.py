"""Requests to repair an objection: in the register, and in the table of the timer."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("objections", sa.Column("repair_requested_on", sa.Date))
    op.add_column("objections", sa.Column("repair_last_day", sa.Date))
    op.add_column("objections", sa.Column("repair_missing", sa.String))
    op.add_column("objections", sa.Column("repair_ended", sa.String))
    op.add_column("objections", sa.Column("sealed_supplement", sa.LargeBinary))
    op.create_table(
        "repair_terms",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("term_last_day", sa.Date, nullable=False),
        sa.Column("requested_by_event", sa.Uuid, nullable=False),
    )
