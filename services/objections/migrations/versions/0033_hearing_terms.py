"""The last days of terms around a hearing, which an outage or a letter on paper moves."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "hearing_terms",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last_day", sa.Date, nullable=False, index=True),
        sa.Column("set_by_event", sa.Uuid, nullable=False, index=True),
    )
