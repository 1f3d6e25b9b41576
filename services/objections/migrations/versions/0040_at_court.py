"""What is told of an appeal besides its ruling: the hearing, what the authority is to pay, and how it was posted."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    """Add the columns: nothing of it was kept before."""
    for table in ("appeals", "late_appeals"):
        op.add_column(table, sa.Column("hearing_on", sa.Date))
        op.add_column(table, sa.Column("fee_to_repay_euros", sa.Integer))
        op.add_column(table, sa.Column("costs_to_pay_euros", sa.Integer))
    op.add_column("appeals", sa.Column("channel", sa.String))
    op.add_column("appeals", sa.Column("sealed_posting_reasons", sa.LargeBinary))
