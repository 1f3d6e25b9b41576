"""The access log, which only grows."""

from alembic import op

from shared.runtime.access_log_table import create_access_log

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table; who looked before was not logged."""
    create_access_log(op)
