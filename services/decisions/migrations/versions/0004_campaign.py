"""What every row of the campaign's table needs: appeals, changed hands, erasure, rejection, drift."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what a renewal must know of a case, and what a set says of its drift and its rejection."""
    op.create_table(
        "pending_appeals",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("appeal_id", sa.Uuid, primary_key=True),
    )
    op.add_column("case_facts", sa.Column("registered_on", sa.Date))
    op.add_column("case_facts", sa.Column("erased", sa.Boolean))
    op.add_column("case_facts", sa.Column("vehicle_id", sa.Uuid))
    op.add_column("case_facts", sa.Column("applicant_subject", sa.String))
    op.add_column("case_facts", sa.Column("municipality", sa.String))
    op.add_column("case_facts", sa.Column("converted_to", sa.Uuid))
    op.create_index("ix_case_facts_vehicle_id", "case_facts", ["vehicle_id"])
    op.add_column("threshold_sets", sa.Column("max_drift", sa.Integer))
    op.add_column("threshold_sets", sa.Column("earliest_decide_before", sa.Date))
    op.add_column("threshold_sets", sa.Column("rejected_by", sa.String))
    op.add_column("threshold_sets", sa.Column("rejection_reasons", sa.String))
