"""Applications on paper: whether one is signed, when the desk entered it; and who applies together."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what is new; whatever came before was sent here, and so was signed by its token."""
    op.add_column(
        "application_cases", sa.Column("signed", sa.Boolean, nullable=False, server_default=sa.true())
    )
    op.add_column("application_cases", sa.Column("entered_from_paper_on", sa.Date))
    op.add_column("application_cases", sa.Column("co_applicants", sa.LargeBinary))
