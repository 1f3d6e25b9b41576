"""Letters by e-mail: who is reachable where, which letters left that way, and when one is tried again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what is new; every letter sent before went on paper."""
    op.create_table(
        "electronic_reach",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("key_id", sa.Uuid, nullable=False),
        sa.Column("box", sa.LargeBinary, nullable=False),
        sa.Column("email_for", sa.String(100), nullable=False),
        sa.Column("stated_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "bounced_persons",
        sa.Column("person", sa.String(200), primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "emailed_letters",
        sa.Column("letter_id", sa.Uuid, primary_key=True),
        sa.Column("sent_on", sa.Date, nullable=False),
        sa.Column("key_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("box", sa.LargeBinary, nullable=False),
    )
    op.add_column("letters_to_send", sa.Column("next_attempt_micros", sa.BigInteger))
    op.add_column("letter_register", sa.Column("channel", sa.String(8)))
    op.execute(sa.text("UPDATE letter_register SET channel = 'paper' WHERE state = 'sent'"))
