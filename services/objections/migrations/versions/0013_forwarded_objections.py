"""Objections that another body received first and forwarded."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("objections", sa.Column("received_elsewhere_on", sa.Date))
