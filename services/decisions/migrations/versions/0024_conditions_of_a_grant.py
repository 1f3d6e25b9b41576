"""Whether conditions were set with a grant."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add the column; none were set before."""
    op.add_column("decisions", sa.Column("has_conditions", sa.Boolean))
