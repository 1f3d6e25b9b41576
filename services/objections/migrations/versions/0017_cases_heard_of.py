"""Applications heard of: whose case it is before its decision is; and who entered an objection."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"


def upgrade() -> None:
    """Add what is new."""
    op.create_table(
        "heard_cases",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("municipality", sa.String),
        sa.Column("applicant_subject", sa.String),
    )
    op.add_column("objections", sa.Column("entered_by", sa.String))
