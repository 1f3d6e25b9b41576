"""The last days on which third parties can give views, which an outage moves."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Create the table, with the terms that were set before."""
    op.create_table(
        "third_party_terms",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last_day", sa.Date, nullable=False, index=True),
    )
    op.execute(
        "INSERT INTO third_party_terms (case_id, number, last_day) "
        "SELECT case_id, number, views_until FROM third_parties WHERE views_until IS NOT NULL"
    )
