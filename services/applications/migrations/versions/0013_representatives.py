"""Who represents the applicant."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the column; nobody was named before."""
    op.add_column("application_cases", sa.Column("representative", sa.LargeBinary))
