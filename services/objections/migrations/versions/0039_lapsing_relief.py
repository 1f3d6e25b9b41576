"""Which event granted interim relief: it is the cause of its lapse."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    """Add the column; of what was granted before, the relief itself stands for it."""
    op.add_column("interim_reliefs", sa.Column("granted_by_event", sa.Uuid))
