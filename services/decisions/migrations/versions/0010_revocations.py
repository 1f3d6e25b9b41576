"""Revocation of an exemption: the intention that stands, and what the decision says of its effect."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add what is new; nothing was revoked before."""
    op.create_table(
        "revocation_intentions",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("ground", sa.String, nullable=False),
        sa.Column("intended_on", sa.Date, nullable=False),
        sa.Column("intended_by", sa.String, nullable=False),
        sa.Column("views_until", sa.Date, nullable=False),
        sa.Column("views_received_on", sa.Date),
    )
    op.create_index("revocation_intentions_by_day", "revocation_intentions", ["views_until", "case_id"])
    op.add_column("decisions", sa.Column("effective_from", sa.Date))
    op.add_column("decisions", sa.Column("revocation_ground", sa.String))
