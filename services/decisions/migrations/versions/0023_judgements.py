"""What case handlers judged, and which documents were attached, beside what was established."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add the columns; nothing was judged or noted before."""
    op.add_column("fact_findings", sa.Column("judgements", sa.LargeBinary))
    op.add_column("fact_findings", sa.Column("evidence", sa.LargeBinary))
