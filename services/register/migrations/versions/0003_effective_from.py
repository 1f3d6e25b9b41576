"""From when a revocation ends an exemption, and since when a restored one holds."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what is new; no decision of before said it."""
    op.add_column("decisions_heard", sa.Column("effective_from", sa.Date))
