"""Evidence with applications, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "documents",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("shows", sa.String(40), nullable=False),
        sa.Column("media_type", sa.String(20), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("attached_on", sa.Date, nullable=False),
        sa.Column("key_id", sa.Uuid, nullable=False),
        sa.Column("box", sa.LargeBinary, nullable=False),
    )
