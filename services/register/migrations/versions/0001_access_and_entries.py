"""The register begins: what it heard, the rights that follow from it, and its entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shared.eventlog.migration import create_consumer_table

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_consumer_table(op)
    _create_heard()
    _create_access_rights()
    _create_entries()


def _create_heard() -> None:
    op.create_table(
        "decisions_heard",
        sa.Column("decision_id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("exemption_type", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("plate_token", sa.String(64)),
        sa.Column("valid_until", sa.Date),
        sa.Column("replaces", sa.Uuid),
        sa.Column("replaced_from", sa.Date),
        sa.Column("replaced_by", sa.Uuid),
    )
    op.create_table(
        "announcements_heard",
        sa.Column("decision_id", sa.Uuid, primary_key=True),
        sa.Column("sent_on", sa.Date, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("correlation_id", sa.Uuid, nullable=False),
    )


def _create_access_rights() -> None:
    op.create_table(
        "access_rights",
        sa.Column("decision_id", sa.Uuid, primary_key=True),
        sa.Column("zone", sa.String(16), primary_key=True),
        sa.Column("plate_token", sa.String(64), nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("exemption_type", sa.String(64), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("revoked_from", sa.Date),
    )
    op.create_index("access_rights_by_plate", "access_rights", ["plate_token"])


def _create_entries() -> None:
    head = op.create_table(
        "register_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("recorded_at_micros", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "position": 0, "recorded_at_micros": 0}])
    op.create_table(
        "register_entries",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("entry_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("decision_id", sa.Uuid, nullable=False),
        sa.Column("caused_by", sa.Uuid, nullable=False),
        sa.Column("correlation_id", sa.Uuid, nullable=False),
        sa.Column("zone", sa.String(16), nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("recorded_at_micros", sa.BigInteger, nullable=False),
    )
