"""The log, the inline tables of cases, threshold sets and reassessments, and the case register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shared.eventlog.migration import create_log_tables

revision = "0001"
down_revision = None

_HOT = {"fillfactor": 50}
"""Room on each page, so that a campaign's updates stay where the row is (PostgreSQL)."""


def upgrade() -> None:
    """Create every table of the service."""
    create_log_tables(op)
    op.create_table(
        "case_facts",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("exemption_type", sa.String, nullable=False),
        sa.Column("holder", sa.LargeBinary, nullable=False),
        sa.Column("facts", sa.LargeBinary),
        sa.Column("decision_id", sa.Uuid),
        sa.Column("refused_position", sa.BigInteger),
        sa.Column("threshold_set_id", sa.Uuid),
        sa.Column("valid_until", sa.Date),
        postgresql_with=_HOT,
    )
    op.create_table(
        "cases",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("exemption_type", sa.String, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("vehicle_facts", sa.LargeBinary),
        sa.Column("assessed_under", sa.Uuid),
        sa.Column("advice", sa.String),
        sa.Column("criteria", sa.LargeBinary),
    )
    op.create_table(
        "cases_for_a_person",
        sa.Column("reassessment_id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("reason", sa.String, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("decided_on", sa.Date, nullable=False),
        sa.Column("decided_by", sa.String, nullable=False),
        sa.Column("criteria", sa.LargeBinary, nullable=False),
        sa.Column("policy_version", sa.String, nullable=False),
        sa.Column("threshold_set_id", sa.Uuid, nullable=False),
        sa.Column("remedy", sa.String, nullable=False),
        sa.Column("valid_until", sa.Date),
        sa.Column("replaces_decision_id", sa.Uuid),
        sa.Column("reassessment_id", sa.Uuid),
        sa.Column("decides_objection_id", sa.Uuid),
    )
    op.create_index("ix_decisions_case_id", "decisions", ["case_id"])
    op.create_table(
        "pending_objections",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("found_by", sa.String),
    )
    op.create_table(
        "reassessments",
        sa.Column("reassessment_id", sa.Uuid, primary_key=True),
        sa.Column("threshold_set_id", sa.Uuid, nullable=False),
        sa.Column("started_position", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("cursor", sa.Uuid),
        sa.Column("digest", sa.String),
        postgresql_with=_HOT,
    )
    op.create_table(
        "reissues",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("threshold_set_id", sa.Uuid, primary_key=True),
        sa.Column("reassessment_id", sa.Uuid, nullable=False),
        sa.Column("decision_id", sa.Uuid, nullable=False),
    )
    op.create_table(
        "threshold_findings",
        sa.Column("objection_id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("found_by", sa.String, nullable=False),
        sa.Column("vehicle_category", sa.String, nullable=False),
        sa.Column("parameter", sa.String, nullable=False),
        sa.Column("decide_before", sa.Date),
        sa.Column("event_id", sa.Uuid, nullable=False),
    )
    op.create_table(
        "threshold_in_force",
        sa.Column("exemption_type", sa.String, primary_key=True),
        sa.Column("threshold_set_id", sa.Uuid, nullable=False),
        sa.Column("rows", sa.LargeBinary, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "threshold_sets",
        sa.Column("threshold_set_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("exemption_type", sa.String, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("rows", sa.LargeBinary, nullable=False),
        sa.Column("cause", sa.LargeBinary, nullable=False),
        sa.Column("proposed_by", sa.String, nullable=False),
        sa.Column("plan_digest", sa.String),
        sa.Column("counts", sa.LargeBinary),
        sa.Column("approved_by", sa.String),
        sa.Column("approval_event_id", sa.Uuid),
    )
