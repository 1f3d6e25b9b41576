"""What a person judged of post without a legible postmark."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Add the columns; such an objection that is pending, and was held to be late, is now to be judged."""
    op.add_column("objections", sa.Column("posted_in_time", sa.Boolean))
    op.add_column("objections", sa.Column("sealed_posting_reasons", sa.LargeBinary))
