"""Following: erasures that were ordered and are not confirmed yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Table, Uuid, delete, func, insert, select

from services.applications.domain.application_acts import ErasureOrdered, PersonErased
from services.applications.projections import metadata
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent

erasures_ordered = Table(
    "erasures_ordered",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("ordered_by_event", Uuid, nullable=False),
)


@dataclass(frozen=True, slots=True)
class OrderedErasure:
    """A case whose keys are to be destroyed."""

    case_id: UUID
    order_event_id: UUID


class ErasuresProjection:
    """A row from the order until its confirmation."""

    name: Final = "erasures_ordered"
    tables: Final = (erasures_ordered,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        if isinstance(event, ErasureOrdered):
            row = {"case_id": event.originator_id, "ordered_by_event": event.event_id}
            connection.execute(insert(erasures_ordered), row)
        elif isinstance(event, PersonErased):
            confirmed = erasures_ordered.c.case_id == event.originator_id
            connection.execute(delete(erasures_ordered).where(confirmed))


class ErasuresReader:
    """The worklist of the worker that destroys keys."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def oldest(self, limit: int) -> list[OrderedErasure]:
        """Erasures to carry out."""
        query = select(erasures_ordered).order_by(erasures_ordered.c.case_id).limit(limit)
        with self._log.read() as connection:
            return [OrderedErasure(row.case_id, row.ordered_by_event) for row in connection.execute(query)]

    def count(self) -> int:
        """How many wait."""
        with self._log.read() as connection:
            return connection.execute(select(func.count()).select_from(erasures_ordered)).scalar_one()
