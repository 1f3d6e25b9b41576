"""How the hearing of an objection stands."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("objections", sa.Column("hearing_at_micros", sa.BigInteger))
    op.add_column("objections", sa.Column("hearing_form", sa.String))
    op.add_column("objections", sa.Column("sealed_hearing_place", sa.LargeBinary))
    op.add_column("objections", sa.Column("documents_until", sa.Date))
    op.add_column("objections", sa.Column("file_open_from", sa.Date))
    op.add_column("objections", sa.Column("heard_on", sa.Date))
    op.add_column("objections", sa.Column("heard_by", sa.String))
    op.add_column("objections", sa.Column("sealed_hearing_record", sa.LargeBinary))
    op.add_column("objections", sa.Column("hearing_waived", sa.String))
    op.add_column("objections", sa.Column("sealed_waiver_reasons", sa.LargeBinary))
