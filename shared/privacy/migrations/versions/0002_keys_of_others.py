"""Which keys of a case seal what is of somebody else than whom the case is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of keys from before nobody can tell, and they go with the others of their case."""
    op.add_column(
        "vault_keys", sa.Column("of_another", sa.Boolean, nullable=False, server_default=sa.false())
    )
