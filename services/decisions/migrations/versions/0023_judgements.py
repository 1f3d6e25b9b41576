"""What case handlers judged, beside what was established."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0019"


def upgrade() -> None:
    """Add the column; nothing was judged before."""
    op.add_column("fact_findings", sa.Column("judgements", sa.LargeBinary))
