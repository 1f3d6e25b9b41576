"""Letters about steps: the register shows letters in the order in which they were drawn up, and is made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the position; the rows come again from the log, which knows it of every letter."""
    op.execute(sa.text("DELETE FROM letter_register"))
    op.execute(sa.text("DELETE FROM consumer_positions WHERE consumer = 'letter_register'"))
    with op.batch_alter_table("letter_register") as letter_register:
        letter_register.add_column(sa.Column("position", sa.BigInteger, nullable=False))
