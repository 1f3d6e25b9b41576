"""Until when a contested exemption is valid: an objection can be about that."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add what is new; of a decision heard of before, nobody kept it, and its term cannot be made longer here."""
    op.add_column("contested_decisions", sa.Column("valid_until", sa.Date))
