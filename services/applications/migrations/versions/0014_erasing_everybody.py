"""Whether an erasure that was ordered is of everybody in the case."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column; an order from before is of the person, whose keys all those of the case are until now."""
    op.add_column(
        "erasures_ordered", sa.Column("everybody", sa.Boolean, nullable=False, server_default=sa.false())
    )
