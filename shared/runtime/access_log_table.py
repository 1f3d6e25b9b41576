"""The table of the access log: declared on every service's MetaData, made by its migrations, and kept from change.

Triggers refuse every change of what stands there, on both databases; in production the role of a service has
no right to one either (`infra/postgres/database.sql`). Only the owner of the tables forgets rows that are older
than the retention that was set (`loket forget-access-log`).
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
    select,
    text,
)

from shared.database import writing
from shared.eventlog.migration import AlembicOperations

NAME: Final = "access_log"
ROWS_AT_ONCE: Final = 5_000
"""How many are forgotten in one transaction: tens of milliseconds."""

_SQLITE: Final = tuple(
    f"CREATE TRIGGER access_log_keeps_{what} BEFORE {what.upper()} ON access_log"
    " BEGIN SELECT RAISE(ABORT, 'the access log only grows'); END"
    for what in ("update", "delete")
)
_POSTGRESQL: Final = (
    """CREATE OR REPLACE FUNCTION access_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the access log only grows'; END $$""",
    """CREATE TRIGGER access_log_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
    FOR EACH STATEMENT EXECUTE FUNCTION access_log_only_grows()""",
)
_DROPPED: Final = {
    "sqlite": ("DROP TRIGGER access_log_keeps_update", "DROP TRIGGER access_log_keeps_delete"),
    "postgresql": ("DROP TRIGGER access_log_keeps_rows ON access_log",),
}


def access_log_table(metadata: MetaData) -> Table:
    """Declare the access log of a service."""
    return Table(
        NAME,
        metadata,
        Column("record_id", Uuid, primary_key=True),
        Column("trace_id", String, nullable=False),
        Column("span_id", String, nullable=False),
        Column("parent_span_id", String),
        Column("status", String, nullable=False),
        Column("name", String, nullable=False),
        Column("start_time", BigInteger, nullable=False),
        Column("end_time", BigInteger, nullable=False),
        Column("resource", String, nullable=False),
        Column("processing_activity_id", String),
        Column("data_subject_id", Uuid),
        Column("data_subject_id_type", String),
        Column("foreign_processor", String),
        Column("role", String, nullable=False),
        Column("operation", String, nullable=False),
        Column("outcome", String, nullable=False),
        Column("reason", String),
        Column("http_status", Integer, nullable=False),
        Index("access_log_by_subject", "data_subject_id"),
        Index("access_log_by_time", "start_time"),
    )


def create_access_log(op: AlembicOperations) -> None:
    """Create the table with what keeps it; the first migration of it, shared by all services."""
    op.create_table(
        "access_log",
        sa.Column("record_id", sa.Uuid, primary_key=True),
        sa.Column("trace_id", sa.String, nullable=False),
        sa.Column("span_id", sa.String, nullable=False),
        sa.Column("parent_span_id", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("start_time", sa.BigInteger, nullable=False),
        sa.Column("end_time", sa.BigInteger, nullable=False),
        sa.Column("resource", sa.String, nullable=False),
        sa.Column("processing_activity_id", sa.String),
        sa.Column("data_subject_id", sa.Uuid),
        sa.Column("data_subject_id_type", sa.String),
        sa.Column("foreign_processor", sa.String),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("operation", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("http_status", sa.Integer, nullable=False),
        sa.Index("access_log_by_subject", "data_subject_id"),
        sa.Index("access_log_by_time", "start_time"),
    )
    _guard(op.get_bind())


def forget_before(engine: Engine, table: Table, start_time: int, rows_at_once: int = ROWS_AT_ONCE) -> int:
    """Forget what began before an instant (milliseconds), and say how many rows that were.

    Only the owner of the tables can: what keeps them is taken away and put back in the same transaction. That
    holds up everybody who is to be logged, so few rows go at a time. Stopped halfway, it can be done again.
    """
    oldest = (
        select(table.c.record_id)
        .where(table.c.start_time < start_time)
        .order_by(table.c.start_time)
        .limit(rows_at_once)
    )
    forgotten = 0
    while True:
        with writing(engine) as connection:
            for statement in _DROPPED[engine.dialect.name]:
                connection.execute(text(statement))
            rows = connection.execute(table.delete().where(table.c.record_id.in_(oldest))).rowcount
            _guard(connection)
        forgotten += rows
        if rows < rows_at_once:
            return forgotten


def _guard(connection: Connection) -> None:
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.execute(text(statement))
