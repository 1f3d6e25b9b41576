"""Who runs the workers of the service, and in which past of other logs what it heard happened."""

from alembic import op

from shared.eventlog.migration import create_source_past, create_worker_lease

revision = "0010"
down_revision = "0007"


def upgrade() -> None:
    """Add the tables; nobody holds the lease, and of what was heard before no hash is known."""
    create_worker_lease(op)
    create_source_past(op)
