"""Which grant the rest of a suspended one stands for."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column: no grant was suspended before."""
    op.add_column("decisions_heard", sa.Column("resumes", sa.Uuid))
    op.create_index("ix_decisions_heard_resumes", "decisions_heard", ["resumes"])
