"""Direct appeal on request (Awb 7:1a): what was asked and answered, and what the court has."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    """Add the table, empty, and the columns: nobody had asked for it before."""
    op.create_table(
        "decisions_sent_to_court",
        sa.Column("decision_id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, nullable=False, index=True),
        sa.Column("consented_on", sa.Date, nullable=False),
    )
    op.add_column("objections", sa.Column("asks_direct_appeal", sa.Boolean))
    op.add_column("objections", sa.Column("direct_appeal_on", sa.Date))
    op.add_column("objections", sa.Column("direct_appeal_id", sa.Uuid))
    op.add_column("objections", sa.Column("direct_appeal_refused", sa.String))
    op.add_column("objections", sa.Column("sealed_direct_appeal_reasons", sa.LargeBinary))
    op.add_column("appeals", sa.Column("direct", sa.Boolean))
    op.add_column("appeals", sa.Column("fee_free", sa.Boolean))
