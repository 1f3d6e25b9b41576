"""What each of several applicants gets of a penalty (Awb 4:17(7))."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    """Add the column; before this, nobody could apply together."""
    op.add_column("penalties", sa.Column("share_cents", sa.Integer))
