"""Inline: what a plate's token leads to, its cases and our id of the vehicle. Rows go when a person is erased.

The commands write the rows, because no event knows a token; folded from the log, the vehicle stands in for it.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, String, Table, Uuid, delete, func, insert, select

from services.applications.domain.application_acts import ApplicationSubmitted, ErasureOrdered
from services.applications.projections import metadata
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.folding import Compared, Otherwise

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

TOKENS_COMPARED: Final = (
    Compared(
        plate_tokens,
        key=("case_id",),
        otherwise={
            "token": Otherwise(
                "made with the vault's key; compared is the vehicle to which it leads",
                select(vehicles.c.vehicle_id)
                .where(vehicles.c.token == plate_tokens.c.token)
                .scalar_subquery(),
            )
        },
    ),
    Compared(
        vehicles,
        key=("vehicle_id",),
        otherwise={
            "token": Otherwise(
                "made with the vault's key; compared is how many cases it leads to",
                select(func.count())
                .where(plate_tokens.c.token == vehicles.c.token)
                .correlate(vehicles)
                .scalar_subquery(),
            )
        },
    ),
)


class TokensFold:
    """The rows as the log of applications tells of them, with the vehicle's id in the place of a token."""

    name: Final = "plate_tokens"
    tables: Final = (plate_tokens, vehicles)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        match event:
            case ApplicationSubmitted():
                token = str(event.vehicle_id or event.originator_id)
                row = {"token": token, "case_id": event.originator_id}
                connection.execute(insert(plate_tokens), row)
                named = select(vehicles.c.token).where(vehicles.c.token == token)
                if event.vehicle_id is not None and connection.execute(named).first() is None:
                    vehicle = {"token": token, "vehicle_id": event.vehicle_id}
                    connection.execute(insert(vehicles), vehicle)
            case ErasureOrdered():
                _forget(connection, event.originator_id)


def _forget(connection: Connection, case_id: UUID) -> None:
    """Take a case out, and its vehicle when no other case is left."""
    of_case = plate_tokens.c.case_id == case_id
    tokens = connection.execute(select(plate_tokens.c.token).where(of_case)).scalars().all()
    connection.execute(delete(plate_tokens).where(of_case))
    left = select(plate_tokens.c.token).where(plate_tokens.c.token.in_(tokens))
    gone = vehicles.c.token.in_(tokens), vehicles.c.token.not_in(left)
    connection.execute(delete(vehicles).where(*gone))


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
