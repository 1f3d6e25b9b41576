"""The assessments on which rulings on objections rest, and proposals to review a refusal in favour."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "reconsiderations",
        sa.Column("assessment_id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, nullable=False, index=True),
        sa.Column("objection_id", sa.Uuid, nullable=False),
        sa.Column("assessed_on", sa.Date, nullable=False),
        sa.Column("policy_version", sa.String, nullable=False),
        sa.Column("threshold_set_id", sa.Uuid),
        sa.Column("advice", sa.String),
        sa.Column("criteria", sa.LargeBinary, nullable=False),
        sa.Column("decided_policy_version", sa.String),
        sa.Column("decided_threshold_set_id", sa.Uuid),
    )
    op.create_table(
        "reviews",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("ground", sa.String, nullable=False),
        sa.Column("like_case_id", sa.Uuid),
        sa.Column("proposed_on", sa.Date, nullable=False),
        sa.Column("proposed_by", sa.String, nullable=False),
        sa.Column("advice", sa.String),
    )
