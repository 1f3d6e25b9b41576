"""The register learns of vehicles, day exemptions, local exemptions, erasures and imported zones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions_heard", sa.Column("municipality", sa.String(4)))
    for table in ("decisions_heard", "access_rights"):
        op.add_column(table, sa.Column("starts_at_micros", sa.BigInteger))
        op.add_column(table, sa.Column("ends_at_micros", sa.BigInteger))
    _create_vehicles()
    _create_zones()


def _create_vehicles() -> None:
    op.create_table(
        "erased_cases",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("erased_on", sa.Date, nullable=False),
    )
    op.create_table(
        "plates_applied_for",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("plate_token", sa.String(64), nullable=False),
    )
    op.create_index("plates_applied_for_by_plate", "plates_applied_for", ["plate_token"])
    op.create_table(
        "vehicle_records",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("source", sa.String(128), nullable=False),
        sa.Column("fetched_at_micros", sa.BigInteger, nullable=False),
        sa.Column("recorded_at_micros", sa.BigInteger, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
    )


def _create_zones() -> None:
    op.create_table(
        "zone_imports",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("published_at_micros", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("imported_at_micros", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "imported_zones",
        sa.Column("import_number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("feed_id", sa.String(64), primary_key=True),
        sa.Column("feed_version", sa.Integer, nullable=False),
        sa.Column("municipality", sa.String(4), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
    )
