"""Who is in the committee that advises, and whether its advice has the record of the hearing."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("objections", sa.Column("advice_with_record", sa.Boolean))
    op.add_column("objections", sa.Column("committee_chair", sa.String))
    op.add_column("objections", sa.Column("committee_members", sa.String))
