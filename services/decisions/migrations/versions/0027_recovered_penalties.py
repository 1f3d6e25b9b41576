"""What was asked back of a penalty that was paid."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Add the columns; nothing was asked back before."""
    op.add_column("penalties", sa.Column("recovered_euros", sa.Integer))
    op.add_column("penalties", sa.Column("recovered_on", sa.Date))
