"""Until when somebody can give views, so that an outage on that day moves it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the table; terms that run by then are not in it, and are moved by hand: asked anew."""
    op.create_table(
        "terms_for_views",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("last_day", sa.Date, nullable=False),
    )
    op.create_index("ix_terms_for_views_last_day", "terms_for_views", ["last_day"])
