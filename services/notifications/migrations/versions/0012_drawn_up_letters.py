"""All letters of each case, so that who is heard of later gets those that went out before."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the table, with the letters that the register knows."""
    op.create_table(
        "drawn_up_letters",
        sa.Column("letter_id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, nullable=False),
    )
    op.create_index("drawn_up_letters_by_case", "drawn_up_letters", ["case_id"])
    op.execute(
        "INSERT INTO drawn_up_letters (letter_id, case_id) SELECT letter_id, case_id FROM letter_register"
    )
