"""Open cases by their last day: who has them in hand, and of which no term is known."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

events = sa.table("events", sa.column("stream_id", sa.Uuid), sa.column("topic", sa.String))
cases = sa.table("cases", sa.column("case_id", sa.Uuid), sa.column("reopened", sa.Boolean))


def upgrade() -> None:
    """Add what is new, and mark from the log the cases of which leaving out was revoked."""
    op.create_table(
        "case_claims",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("claimed_by", sa.String, nullable=False),
        sa.Column("claimed_on", sa.Date, nullable=False),
    )
    op.create_index("ix_case_claims_claimed_by", "case_claims", ["claimed_by"])
    op.create_index("ix_cases_state", "cases", ["state"])
    op.add_column("cases", sa.Column("reopened", sa.Boolean))
    revoked = sa.select(events.c.stream_id).where(events.c.topic == "decisions.LeavingOutRevokedOnObjection")
    op.execute(sa.update(cases).where(cases.c.case_id.in_(revoked)).values(reopened=True))
