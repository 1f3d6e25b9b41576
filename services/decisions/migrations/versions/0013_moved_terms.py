"""Until when somebody can give views, or an application be left out; and who reviews which threshold set."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the tables; an outage moves no term that runs by then, and no case in its four weeks is listed."""
    op.create_table(
        "terms_for_views",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("last_day", sa.Date, nullable=False),
    )
    op.create_index("ix_terms_for_views_last_day", "terms_for_views", ["last_day"])
    op.create_table(
        "leaving_out_terms",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("because", sa.String(20)),
        sa.Column("last_day", sa.Date),
    )
    op.create_index("leaving_out_terms_by_day", "leaving_out_terms", ["last_day", "case_id"])
    op.create_table(
        "threshold_set_claims",
        sa.Column("threshold_set_id", sa.Uuid, primary_key=True),
        sa.Column("claimed_by", sa.String, nullable=False),
        sa.Column("claimed_on", sa.Date, nullable=False),
    )
