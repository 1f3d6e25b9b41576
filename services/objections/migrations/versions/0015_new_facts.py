"""Facts that came up after a hearing."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("objections", sa.Column("new_facts_on", sa.Date))
