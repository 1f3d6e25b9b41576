"""The tables of the log and the count of signatures."""

from alembic import op
from sqlalchemy import Column, Integer, Uuid

from shared.eventlog.migration import create_log_tables, create_source_past, create_worker_lease

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_log_tables(op)
    create_worker_lease(op)
    create_source_past(op)
    op.create_table(
        "signatures", Column("note_id", Uuid, primary_key=True), Column("number", Integer, nullable=False)
    )
