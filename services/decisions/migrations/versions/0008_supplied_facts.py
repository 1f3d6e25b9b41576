"""Facts of vehicles that the desk supplied."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; none were supplied before."""
    op.add_column("cases", sa.Column("supplied_facts", sa.LargeBinary))
