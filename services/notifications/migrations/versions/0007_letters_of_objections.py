"""To whom is written about an objection, where that is not the applicant."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0004"


def upgrade() -> None:
    """Add the table; of objections from before, the applicant is written to."""
    op.create_table(
        "letters_of_objections",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("letter_id", sa.Uuid, nullable=False),
    )
