"""Facts that the desk established, and views on them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the table; nothing was established or asked before."""
    op.create_table(
        "fact_findings",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("established", sa.LargeBinary, nullable=False),
        sa.Column("differing", sa.LargeBinary, nullable=False),
        sa.Column("asked_on", sa.Date),
        sa.Column("asked_about", sa.LargeBinary, nullable=False),
        sa.Column("views_until", sa.Date),
        sa.Column("views_received_on", sa.Date),
        sa.Column("views_manner", sa.String),
    )
