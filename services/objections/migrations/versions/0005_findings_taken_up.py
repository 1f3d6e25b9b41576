"""Which reassessment is under way because of a finding."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("objections", sa.Column("taken_up_in", sa.Uuid))
