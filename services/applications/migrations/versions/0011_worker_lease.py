"""Who runs the workers of the service, when there are several replicas."""

from alembic import op

from shared.eventlog.migration import create_worker_lease

revision = "0011"
down_revision = "0005"


def upgrade() -> None:
    """Add the table; nobody holds the lease yet."""
    create_worker_lease(op)
