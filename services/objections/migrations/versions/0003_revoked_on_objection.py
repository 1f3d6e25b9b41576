"""That a decision was revoked by the ruling on one objection, so that no other revokes it again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("contested_decisions", sa.Column("revoked_on_objection", sa.Uuid))
