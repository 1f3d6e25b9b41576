"""Cases of every type: their municipality and better-fitting type; decisions without thresholds, for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what the other types need to cases and decisions."""
    op.add_column("cases", sa.Column("municipality", sa.String))
    op.add_column("cases", sa.Column("better_fit", sa.String))
    op.add_column("cases", sa.Column("better_fit_reason", sa.String))
    with op.batch_alter_table("decisions") as decisions:
        decisions.alter_column("threshold_set_id", existing_type=sa.Uuid(), nullable=True)
        decisions.add_column(sa.Column("valid_from_micros", sa.BigInteger))
        decisions.add_column(sa.Column("valid_to_micros", sa.BigInteger))
