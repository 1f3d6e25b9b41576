"""Outages of channels, and terms to complete that passed and could still be moved."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add what is new; a term that passed before is not moved any more."""
    op.add_column(
        "completion_terms", sa.Column("lapsed", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "channel_outages",
        sa.Column("outage_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("began_at_micros", sa.BigInteger, nullable=False),
        sa.Column("ended_at_micros", sa.BigInteger, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("final_day", sa.Date, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("told_by_event", sa.Uuid, nullable=False),
    )
    op.create_index("channel_outages_by_day", "channel_outages", ["first_day", "final_day"])
