"""The positions of consumers and the notes that were seen."""

from alembic import op
from sqlalchemy import Column, Uuid

from shared.eventlog.migration import create_consumer_table, create_source_past, create_worker_lease

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_consumer_table(op)
    create_worker_lease(op)
    create_source_past(op)
    op.create_table("seen_notes", Column("note_id", Uuid, primary_key=True))
