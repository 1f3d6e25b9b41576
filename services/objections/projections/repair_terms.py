"""Following: terms to repair an objection that still run, or have passed and were not acted on yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Date, Table, Uuid, delete, func, insert, select

from services.objections.domain.direct_appeal import DirectAppealConsented
from services.objections.domain.objection_acts import (
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionWithdrawn,
)
from services.objections.domain.repair import (
    ObjectionRepaired,
    RepairRequested,
    RepairTermLapsed,
    RepairTermMoved,
)
from services.objections.projections import metadata
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent

repair_terms = Table(
    "repair_terms",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("term_last_day", Date, nullable=False),
    Column("requested_by_event", Uuid, nullable=False),
)
"""One row per objection with an open request; its event is the cause of the lapse."""


@dataclass(frozen=True, slots=True)
class RunningTerm:
    """A term to repair."""

    objection_id: UUID
    term_last_day: date
    request_event_id: UUID


class RepairTermsProjection:
    """A row from the request until the repair, the lapse, or whatever ends the proceedings."""

    name: Final = "repair_terms"
    tables: Final = (repair_terms,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        match event:
            case RepairRequested():
                row = {
                    "objection_id": event.originator_id,
                    "term_last_day": event.term_last_day,
                    "requested_by_event": event.event_id,
                }
                connection.execute(insert(repair_terms), row)
            case RepairTermMoved():
                this = repair_terms.c.objection_id == event.originator_id
                connection.execute(delete(repair_terms).where(this))
                row = {
                    "objection_id": event.originator_id,
                    "term_last_day": event.term_last_day,
                    "requested_by_event": event.event_id,
                }
                connection.execute(insert(repair_terms), row)
            case (
                ObjectionRepaired()
                | RepairTermLapsed()
                | ObjectionUpheld()
                | ObjectionUpheldForAnotherReason()
                | ObjectionDismissed()
                | ObjectionDeclaredInadmissible()
                | ObjectionWithdrawn()
                | DirectAppealConsented()
            ):
                ended = repair_terms.c.objection_id == event.originator_id
                connection.execute(delete(repair_terms).where(ended))


class RepairTermsReader:
    """The timer's table."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def passed(self, today: date, limit: int) -> list[RunningTerm]:
        """Terms whose last day lies before `today`, the longest passed first."""
        query = (
            select(repair_terms)
            .where(repair_terms.c.term_last_day < today)
            .order_by(repair_terms.c.term_last_day, repair_terms.c.objection_id)
        )
        with self._log.read() as connection:
            rows = connection.execute(query.limit(limit)).all()
        return [RunningTerm(row.objection_id, row.term_last_day, row.requested_by_event) for row in rows]

    def count_passed(self, today: date) -> int:
        """How many terms have passed."""
        query = select(func.count()).where(repair_terms.c.term_last_day < today)
        with self._log.read() as connection:
            return connection.execute(query).scalar_one()

    def next_last_day(self, today: date) -> date | None:
        """The earliest last day that has not passed."""
        query = select(func.min(repair_terms.c.term_last_day)).where(repair_terms.c.term_last_day >= today)
        with self._log.read() as connection:
            last_day: date | None = connection.execute(query).scalar_one()
        return last_day
