"""Following: applications about whose vehicle the register is to be asked, for the first time or again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, Uuid, delete, func, insert, select

from services.applications.domain.application_acts import (
    ApplicationClosed,
    ApplicationConverted,
    ApplicationLeftOut,
    ApplicationSubmitted,
    ApplicationTakenUpAgain,
    ApplicationWithdrawn,
    ErasureOrdered,
    VehicleFactsReceived,
    VehicleFactsRefreshRequested,
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
    Column("asked_version", Integer, nullable=False, server_default="1"),
)


@dataclass(frozen=True, slots=True)
class WantedFacts:
    """A case and the sealed plate that the register is to be asked about."""

    case_id: UUID
    plate: Sealed
    asked_version: int
    """The version of the case at which it was asked for; 1 is the submission."""


class FactsWantedProjection:
    """A row from the submission, the request to ask again or the taking up again until an answer, or until the case ends."""

    name: Final = "facts_wanted"
    tables: Final = (facts_wanted,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        match event:
            case ApplicationTakenUpAgain(plate=None):
                pass
            case ApplicationSubmitted() | VehicleFactsRefreshRequested() | ApplicationTakenUpAgain():
                row = {
                    "case_id": event.originator_id,
                    "plate": msgspec.json.encode(event.plate),
                    "asked_version": event.originator_version,
                }
                connection.execute(insert(facts_wanted), row)
            case (
                VehicleFactsReceived()
                | ApplicationWithdrawn()
                | ApplicationConverted()
                | ApplicationLeftOut()
                | ApplicationClosed()
                | ErasureOrdered()
            ):
                answered = facts_wanted.c.case_id == event.originator_id
                connection.execute(delete(facts_wanted).where(answered))


class FactsWantedReader:
    """The worklist of the worker that asks the register."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def oldest(self, limit: int) -> list[WantedFacts]:
        """The longest waiting cases."""
        query = select(facts_wanted).order_by(facts_wanted.c.case_id)
        with self._log.read() as connection:
            rows = connection.execute(query.limit(limit)).all()
        return [
            WantedFacts(row.case_id, msgspec.json.decode(row.plate, type=Sealed), row.asked_version)
            for row in rows
        ]

    def count(self) -> int:
        """How many cases wait."""
        with self._log.read() as connection:
            return connection.execute(select(func.count()).select_from(facts_wanted)).scalar_one()
