"""The last day to object as it was before a decision was announced again, on paper after an e-mail bounced."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add what is new; no decision was announced twice before."""
    op.add_column("contested_decisions", sa.Column("first_remedy_last_day", sa.Date))
