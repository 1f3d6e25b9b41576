"""The log, the letters to send, the embedded print queue and the register of letters."""

import sqlalchemy as sa
from alembic import op

from shared.eventlog.migration import create_log_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    create_log_tables(op)
    _create_sending()
    _create_letter_register()


def _create_sending() -> None:
    op.create_table(
        "letters_to_send",
        sa.Column("letter_id", sa.Uuid, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("parked", sa.String(64)),
    )
    op.create_index("letters_to_send_in_order", "letters_to_send", ["position"])
    op.create_table(
        "print_queue",
        sa.Column("letter_id", sa.Uuid, primary_key=True),
        sa.Column("handed_over_on", sa.Date, nullable=False),
        sa.Column("key_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("box", sa.LargeBinary, nullable=False),
    )


def _create_letter_register() -> None:
    op.create_table(
        "letter_register",
        sa.Column("letter_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("decision_id", sa.Uuid, nullable=False),
        sa.Column("applicant_subject", sa.String(200)),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("remedy", sa.String(32), nullable=False),
        sa.Column("drawn_up_on", sa.Date, nullable=False),
        sa.Column("sent_on", sa.Date),
        sa.Column("remedy_last_day", sa.Date),
    )
    op.create_index("letter_register_by_case", "letter_register", ["case_id"])
