"""The tables of a log."""

from alembic import op

from shared.eventlog.migration import create_log_tables, create_source_past, create_worker_lease

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_log_tables(op)
    create_worker_lease(op)
    create_source_past(op)
