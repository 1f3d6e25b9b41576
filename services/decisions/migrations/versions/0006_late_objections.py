"""Whether a pending objection came late, so that a renewal names the right remedy."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what is new; of an objection from before nobody said that it was late."""
    op.add_column("pending_objections", sa.Column("late", sa.Boolean))
