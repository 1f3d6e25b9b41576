"""The tables of a log."""

from alembic import op

from shared.eventlog.migration import create_log_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_log_tables(op)
