"""For which day a contested day exemption was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what is new; of a decision heard of before, the day is not known."""
    op.add_column("contested_decisions", sa.Column("day", sa.Date))
