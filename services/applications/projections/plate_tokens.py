"""Inline: what a plate's token leads to, its cases and our id of the vehicle. Rows go when a person is erased."""

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
vehicles = Table(
    "vehicles",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("vehicle_id", Uuid, nullable=False),
)
"""One row per plate: of two first applications at the same moment one inserts it, the other reads it."""


class VehiclesByToken:
    """Earlier cases of the same plate (Awb 4:6), and the vehicle's id that all its cases carry."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def cases(self, token: str) -> tuple[UUID, ...]:
        """The cases behind a token in the order of receipt: case ids are time-ordered."""
        query = select(plate_tokens.c.case_id).where(plate_tokens.c.token == token)
        with self._log.read() as connection:
            return tuple(connection.execute(query.order_by(plate_tokens.c.case_id)).scalars())

    def case_row(self, token: str, case_id: UUID) -> RowWrite:
        """The row to store with a submission."""
        return RowWrite("plate_tokens", "insert", {"token": token, "case_id": case_id})

    def vehicle_id(self, token: str) -> UUID | None:
        """Our id of the vehicle, when an application named it before."""
        query = select(vehicles.c.vehicle_id).where(vehicles.c.token == token)
        with self._log.read() as connection:
            return connection.execute(query).scalar_one_or_none()

    def vehicle_row(self, token: str, vehicle_id: UUID) -> RowWrite:
        """The row to store with the first submission; the append is refused when it is there already."""
        return RowWrite("vehicles", "insert", {"token": token}, {"vehicle_id": vehicle_id})

    def forgetting(self, case_ids: tuple[UUID, ...]) -> list[RowWrite]:
        """The deletions after which no plate leads to these cases; a vehicle without other cases goes too."""
        query = select(plate_tokens.c.token).where(plate_tokens.c.case_id.in_(case_ids)).distinct()
        with self._log.read() as connection:
            tokens = list(connection.execute(query).scalars())
        return [row for token in tokens for row in self._forgetting(token, frozenset(case_ids))]

    def _forgetting(self, token: str, case_ids: frozenset[UUID]) -> list[RowWrite]:
        cases = self.cases(token)
        gone = [
            RowWrite("plate_tokens", "delete", {"token": token, "case_id": case_id})
            for case_id in cases
            if case_id in case_ids
        ]
        if len(gone) == len(cases):
            gone.append(RowWrite("vehicles", "delete", {"token": token}))
        return gone
