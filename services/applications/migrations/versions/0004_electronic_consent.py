"""Where an applicant is reachable electronically, sealed, and for which messages; before, nobody had said so."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("application_cases", sa.Column("email", sa.LargeBinary))
    op.add_column("application_cases", sa.Column("email_for", sa.Text, nullable=False, server_default="[]"))
