"""Decisions on a penalty: that they can be contested, and the objections and appeals that cover them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

pending = sa.table("pending_appeals", sa.column("appeal_id", sa.Uuid), sa.column("case_id", sa.Uuid))
appeals = sa.table("appeals", sa.column("appeal_id", sa.Uuid), sa.column("case_id", sa.Uuid))


def upgrade() -> None:
    """Add what is new, and fill in of which case the appeals are that are pending."""
    op.add_column("contested_decisions", sa.Column("penalty_euros", sa.Integer))
    op.add_column("pending_appeals", sa.Column("case_id", sa.Uuid))
    op.create_index("ix_pending_appeals_case_id", "pending_appeals", ["case_id"])
    of_it = sa.select(appeals.c.case_id).where(appeals.c.appeal_id == pending.c.appeal_id).scalar_subquery()
    op.execute(sa.update(pending).values(case_id=of_it))
    op.create_table(
        "penalty_disputes",
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("objection_id", sa.Uuid, nullable=False, index=True),
        sa.Column("decision_id", sa.Uuid, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("sealed_grounds", sa.LargeBinary),
        sa.Column("appeal_id", sa.Uuid),
    )
