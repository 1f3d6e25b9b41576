"""Letters about objections and of municipalities: who they are for, and which register may show them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is new; letters drawn up before were all national and about a decision."""
    op.create_table(
        "letters_of_cases",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("letter_id", sa.Uuid, nullable=False),
    )
    op.add_column("letters_to_send", sa.Column("case_id", sa.Uuid))
    op.create_index("letters_to_send_by_case", "letters_to_send", ["case_id"])
    with op.batch_alter_table("letter_register") as letter_register:
        letter_register.alter_column("decision_id", existing_type=sa.Uuid(), nullable=True)
        letter_register.alter_column("remedy", existing_type=sa.String(32), nullable=True)
        letter_register.add_column(sa.Column("objection_id", sa.Uuid))
        letter_register.add_column(sa.Column("municipality", sa.String(4)))
