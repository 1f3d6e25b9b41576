"""Grants that a judge suspended for the time being."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Add the columns: none was before."""
    op.add_column("cases", sa.Column("grant_suspended_from", sa.Date))
    op.add_column("cases", sa.Column("grant_suspended_until", sa.Date))
