"""Notices that came here and belong to another body (Awb 6:15), and when its day elsewhere does not count."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """Create the table, and add the columns."""
    op.add_column("objections", sa.Column("elsewhere_disregarded", sa.Boolean))
    op.add_column("objections", sa.Column("sealed_elsewhere_reasons", sa.LargeBinary))
    op.create_table(
        "misdirected_notices",
        sa.Column("notice_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("sealed_sender", sa.LargeBinary),
        sa.Column("forwarded_on", sa.Date),
        sa.Column("sealed_to", sa.LargeBinary),
    )
