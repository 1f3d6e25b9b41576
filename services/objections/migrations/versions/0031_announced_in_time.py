"""Until when leaving an application out of consideration is to be announced (Awb 4:5(4))."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Add the column; of what was decided before, the day was not told."""
    op.add_column("contested_decisions", sa.Column("announce_by", sa.Date))
