"""Who has which objection in hand."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add what is new."""
    op.create_table(
        "objection_claims",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("claimed_by", sa.String, nullable=False),
        sa.Column("claimed_on", sa.Date, nullable=False),
    )
