"""Why invited parties were heard apart, and what was told of it to those who were."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Add the columns, and create the table."""
    op.add_column("invited_parties", sa.Column("heard_apart_because", sa.String))
    op.add_column("invited_parties", sa.Column("sealed_apart_reasons", sa.LargeBinary))
    op.create_table(
        "hearing_accounts",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("recipient", sa.Integer, nullable=False),
        sa.Column("given_on", sa.Date, nullable=False),
        sa.Column("sealed_words", sa.LargeBinary),
        sa.Column("sealed_withheld", sa.LargeBinary),
    )
