"""Penalties that were fixed anew on objection, and paid."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("penalties", sa.Column("fixed_anew_on_objection", sa.Uuid))
    op.add_column("penalties", sa.Column("paid_on", sa.Date))
