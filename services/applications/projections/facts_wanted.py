"""Following: applications whose vehicle the register has not answered about yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, Table, Uuid, delete, func, insert, select

from services.applications.domain.exemption_application import (
    ApplicationClosed,
    ApplicationSubmitted,
    VehicleFactsReceived,
)
from services.applications.projections import metadata
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed

facts_wanted = Table(
    "facts_wanted",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("plate", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class WantedFacts:
    """A case and the sealed plate that the register is to be asked about."""

    case_id: UUID
    plate: Sealed


class FactsWantedProjection:
    """A row from the submission until the first answer or the decision, whichever comes first."""

    name: Final = "facts_wanted"
    tables: Final = (facts_wanted,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        if isinstance(event, ApplicationSubmitted):
            plate = msgspec.json.encode(event.plate)
            connection.execute(insert(facts_wanted), {"case_id": event.originator_id, "plate": plate})
        elif isinstance(event, VehicleFactsReceived | ApplicationClosed):
            connection.execute(delete(facts_wanted).where(facts_wanted.c.case_id == event.originator_id))


class FactsWantedReader:
    """The worklist of the worker that asks the register."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def oldest(self, limit: int) -> list[WantedFacts]:
        """The longest waiting cases."""
        query = select(facts_wanted.c.case_id, facts_wanted.c.plate).order_by(facts_wanted.c.case_id)
        with self._log.read() as connection:
            rows = connection.execute(query.limit(limit)).all()
        return [WantedFacts(row.case_id, msgspec.json.decode(row.plate, type=Sealed)) for row in rows]

    def count(self) -> int:
        """How many cases wait."""
        with self._log.read() as connection:
            return connection.execute(select(func.count()).select_from(facts_wanted)).scalar_one()
