"""Which set term the four weeks of Awb 4:5(4) belong to, and why what came does not suffice."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the columns; of a request that was made before, any supplement is still taken for an answer."""
    op.add_column("leaving_out_terms", sa.Column("requested_on", sa.Date))
    op.add_column("leaving_out_terms", sa.Column("term_last_day", sa.Date))
    op.add_column("leavings_out", sa.Column("items", sa.String))
