"""Penalties that were fixed anew on objection, and paid; on which day an objector was heard."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("penalties", sa.Column("fixed_anew_on_objection", sa.Uuid))
    op.add_column("penalties", sa.Column("paid_on", sa.Date))
    op.add_column("pending_objections", sa.Column("heard_on", sa.Date))
