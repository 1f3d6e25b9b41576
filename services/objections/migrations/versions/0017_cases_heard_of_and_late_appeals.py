"""Applications heard of, who entered an objection, and appeals against not deciding in time."""

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
    op.add_column("objections", sa.Column("sealed_objector", sa.LargeBinary))
    op.add_column("objections", sa.Column("sealed_representative", sa.LargeBinary))
    _late_appeals()


def _late_appeals() -> None:
    """Appeals against not deciding in time."""
    op.create_table(
        "waiting_late_appeals",
        sa.Column("appeal_id", sa.Uuid, primary_key=True),
        sa.Column("subject_id", sa.Uuid, nullable=False, index=True),
        sa.Column("pending_on", sa.Uuid, unique=True),
    )
    op.create_table(
        "late_appeals",
        sa.Column("appeal_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False, index=True),
        sa.Column("objection_id", sa.Uuid),
        sa.Column("municipality", sa.String),
        sa.Column("lodged_on", sa.Date, nullable=False),
        sa.Column("court_reference", sa.String),
        sa.Column("notice_received_on", sa.Date),
        sa.Column("open_from", sa.Date),
        sa.Column("premature", sa.Boolean),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("sealed_ruling", sa.LargeBinary),
        sa.Column("sent_on", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("euros_per_day", sa.Integer),
        sa.Column("most_euros", sa.Integer),
        sa.Column("late_decision_id", sa.Uuid),
        sa.Column("taken_on", sa.Date),
    )
