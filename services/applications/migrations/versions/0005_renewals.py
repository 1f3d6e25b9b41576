"""Which exemption an application renews, and until when the one that is held runs."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add what is new; for what was decided before, nobody kept the last day here."""
    op.add_column("application_cases", sa.Column("renews_case", sa.Uuid))
    op.add_column("application_cases", sa.Column("exemption_until", sa.Date))
