"""Scope, what is stated, completion, other ends and erasure of applications; vehicles under an id of ours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns and tables; rows of older cases get what their events held."""
    for column in _new_columns():
        op.add_column("application_cases", column)
    op.execute(
        "UPDATE application_cases SET stated = '{\"daily_range_km\":' || stated_daily_range_km || '}'"
        " WHERE stated_daily_range_km IS NOT NULL"
    )
    op.create_index("application_cases_by_municipality", "application_cases", ["municipality", "case_id"])
    op.add_column("facts_wanted", sa.Column("asked_version", sa.Integer, nullable=False, server_default="1"))
    _create_tables()


def _new_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("municipality", sa.String(4)),
        sa.Column("stated", sa.Text, nullable=False, server_default="{}"),
        sa.Column("vehicle_id", sa.Uuid),
        sa.Column("completion_requests", sa.Integer, nullable=False, server_default="0"),
        sa.Column("completion_items", sa.Text),
        sa.Column("completion_last_day", sa.Date),
        sa.Column("withdrawn_on", sa.Date),
        sa.Column("converted_to_case", sa.Uuid),
        sa.Column("converted_from_case", sa.Uuid),
        sa.Column("left_out_reason", sa.String(20)),
        sa.Column("erased_on", sa.Date),
    ]


def _create_tables() -> None:
    op.create_table(
        "vehicles",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("vehicle_id", sa.Uuid, nullable=False),
    )
    op.create_table(
        "completion_terms",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("term_last_day", sa.Date, nullable=False),
        sa.Column("requested_by_event", sa.Uuid, nullable=False),
    )
    op.create_table(
        "erasures_ordered",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("ordered_by_event", sa.Uuid, nullable=False),
    )
