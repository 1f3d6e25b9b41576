"""Inline: which cases there are of a plate, found by its token. Rows go when the person is erased."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Column, String, Table, Uuid, select

from services.applications.projections import metadata
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog

plate_tokens = Table(
    "plate_tokens",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("case_id", Uuid, primary_key=True),
)


class CasesByPlateToken:
    """Earlier cases of the same plate, for the rule on repeated applications (Awb 4:6)."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def cases(self, token: str) -> tuple[UUID, ...]:
        """The cases behind a token in the order of receipt: case ids are time-ordered."""
        query = select(plate_tokens.c.case_id).where(plate_tokens.c.token == token)
        with self._log.read() as connection:
            return tuple(connection.execute(query.order_by(plate_tokens.c.case_id)).scalars())

    def row(self, token: str, case_id: UUID) -> RowWrite:
        """The row to store with a submission."""
        return RowWrite("plate_tokens", "insert", {"token": token, "case_id": case_id})
