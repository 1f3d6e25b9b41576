"""When decisions on objections were announced, and what is told of appeals: court, party, term, fee, what it gave."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

ADDED = (
    ("instance", sa.String()),
    ("against_appeal_id", sa.Uuid()),
    ("appellant", sa.String()),
    ("posted_on", sa.Date()),
    ("announced_on", sa.Date()),
    ("last_day", sa.Date()),
    ("timeliness", sa.String()),
    ("sent_on", sa.Date()),
    ("exemption_outcome", sa.String()),
    ("exemption_until", sa.Date()),
    ("fee_euros", sa.Integer()),
    ("fee_levied_on", sa.Date()),
    ("fee_paid_on", sa.Date()),
    ("fee_repaid_on", sa.Date()),
)


def upgrade() -> None:
    """Add the columns: what was registered before is at a district court, and no more is known of it."""
    for name, kind in ADDED:
        op.add_column("appeals", sa.Column(name, kind))
    op.execute("UPDATE appeals SET instance = 'district_court', timeliness = 'not_known'")
    op.create_index("ix_appeals_against_appeal_id", "appeals", ["against_appeal_id"])
    op.create_table(
        "ruling_announcements",
        sa.Column("letter_id", sa.Uuid(), primary_key=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("remedy_last_day", sa.Date()),
    )
    op.create_index("ix_ruling_announcements_objection_id", "ruling_announcements", ["objection_id"])
