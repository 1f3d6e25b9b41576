"""Until when a judge gave access for the time being."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Add the column; nobody was given any before."""
    op.add_column("cases", sa.Column("interim_until", sa.Date))
