"""What rulings rest on, and why they depart from it; whether objectors want to be heard."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "reconsiderations",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("asked_on", sa.Date, nullable=False),
        sa.Column("assessment_id", sa.Uuid),
        sa.Column("assessed_on", sa.Date),
        sa.Column("advice", sa.String),
        sa.Column("policy_version", sa.String),
        sa.Column("threshold_set_id", sa.Uuid),
        sa.Column("decided_policy_version", sa.String),
        sa.Column("decided_threshold_set_id", sa.Uuid),
        sa.Column("rests_on", sa.Uuid),
        sa.Column("departs_because", sa.String),
        sa.Column("sealed_departure", sa.LargeBinary),
    )
    op.create_table(
        "terms_to_repair",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("last_day", sa.Date, nullable=False, index=True),
        sa.Column("asked_by_event", sa.Uuid, index=True),
    )
    op.create_table(
        "hearing_wishes",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("asked_on", sa.Date),
        sa.Column("answer_until", sa.Date),
        sa.Column("answered_on", sa.Date),
        sa.Column("wanted", sa.Boolean),
        sa.Column("sealed_words", sa.LargeBinary),
    )
