"""What handlers and the court wrote, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what is new; reasons from before stay in the columns that they stand in."""
    op.add_column("objections", sa.Column("sealed_reasons", sa.LargeBinary))
    op.add_column("objections", sa.Column("sealed_ruling_reasons", sa.LargeBinary))
    op.add_column("objections", sa.Column("sealed_lateness_excused", sa.LargeBinary))
    op.add_column("appeals", sa.Column("sealed_ruling", sa.LargeBinary))
