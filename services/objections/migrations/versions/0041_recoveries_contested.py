"""Decisions to ask a penalty back can be contested."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Add the column: none was heard of before."""
    op.add_column("contested_decisions", sa.Column("recovered_euros", sa.Integer))
