"""What a court ruled on an appeal, and which objections it ordered to decide on anew."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("objections", sa.Column("anew_appeal_id", sa.Uuid))
    op.add_column("objections", sa.Column("court_ruled_on", sa.Date))
    op.add_column("objections", sa.Column("court_named_day", sa.Date))
    op.add_column("appeals", sa.Column("outcome", sa.String))
    op.add_column("appeals", sa.Column("decide_anew", sa.Boolean))
    op.add_column("appeals", sa.Column("named_day", sa.Date))
