"""Who may object to the decision beside the applicant, and how it stands with their views."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Add the table; nobody was noted before."""
    op.create_table(
        "third_parties",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("noted_on", sa.Date, nullable=False),
        sa.Column("noted_by", sa.String(200), nullable=False),
        sa.Column("asked_on", sa.Date),
        sa.Column("views_until", sa.Date),
        sa.Column("views_received_on", sa.Date),
        sa.Column("views_manner", sa.String(20)),
        sa.Column("not_heard_because", sa.String(40)),
    )
