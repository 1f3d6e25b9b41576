"""Following: erasures that were ordered and are not confirmed yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Table, Uuid, and_, delete, func, insert, select

from services.applications.domain.application_acts import ErasureOrdered, PersonErased
from services.applications.projections import metadata
from services.applications.projections.cases import application_cases
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent

erasures_ordered = Table(
    "erasures_ordered",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("ordered_by_event", Uuid, nullable=False),
    Column("everybody", Boolean, nullable=False),
)


@dataclass(frozen=True, slots=True)
class OrderedErasure:
    """A case whose keys are to be destroyed."""

    case_id: UUID
    order_event_id: UUID
    everybody: bool
    """Whether those of others in the case go too."""


class ErasuresProjection:
    """A row from the order until its confirmation."""

    name: Final = "erasures_ordered"
    tables: Final = (erasures_ordered,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        if isinstance(event, ErasureOrdered):
            row = {
                "case_id": event.originator_id,
                "ordered_by_event": event.event_id,
                "everybody": event.everybody,
            }
            ordered_before = erasures_ordered.c.case_id == event.originator_id
            connection.execute(delete(erasures_ordered).where(ordered_before))
            connection.execute(insert(erasures_ordered), row)
        elif isinstance(event, PersonErased):
            confirmed = erasures_ordered.c.case_id == event.originator_id
            if not event.everybody:
                confirmed = and_(confirmed, erasures_ordered.c.everybody.is_(False))
            connection.execute(delete(erasures_ordered).where(confirmed))


class ErasuresReader:
    """The worklist of the worker that destroys keys."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def oldest(self, limit: int) -> list[OrderedErasure]:
        """Erasures to carry out."""
        query = select(erasures_ordered).order_by(erasures_ordered.c.case_id).limit(limit)
        with self._log.read() as connection:
            return [
                OrderedErasure(row.case_id, row.ordered_by_event, row.everybody)
                for row in connection.execute(query)
            ]

    def confirmed(self, after: UUID | None, limit: int) -> list[UUID]:
        """Cases whose erasure was confirmed, in the order of their ids."""
        query = select(application_cases.c.case_id).where(application_cases.c.erased_on.is_not(None))
        if after is not None:
            query = query.where(application_cases.c.case_id > after)
        with self._log.read() as connection:
            return list(
                connection.execute(query.order_by(application_cases.c.case_id).limit(limit)).scalars()
            )

    def count(self) -> int:
        """How many wait."""
        with self._log.read() as connection:
            return connection.execute(select(func.count()).select_from(erasures_ordered)).scalar_one()
