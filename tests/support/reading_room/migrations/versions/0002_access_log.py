"""The access log."""

from alembic import op

from shared.runtime.access_log_table import create_access_log

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    create_access_log(op)
