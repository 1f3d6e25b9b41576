"""Who else than the objector was invited to be heard."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "invited_parties",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sealed_person", sa.LargeBinary),
        sa.Column("invited_on", sa.Date, nullable=False),
        sa.Column("views_until", sa.Date, nullable=False),
        sa.Column("heard_on", sa.Date),
        sa.Column("sealed_record", sa.LargeBinary),
    )
