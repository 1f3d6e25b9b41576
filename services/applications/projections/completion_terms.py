"""Following: terms to complete an application that run, or have passed and could still be moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Table,
    Uuid,
    delete,
    false,
    func,
    insert,
    select,
    update,
)

from services.applications.domain.application_acts import (
    ApplicationClosed,
    ApplicationConverted,
    ApplicationLeftOut,
    ApplicationSupplemented,
    ApplicationWithdrawn,
    CompletionRequested,
    CompletionTermLapsed,
    CompletionTermMoved,
)
from services.applications.projections import metadata
from shared.eventlog.aggregate import Event
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent

completion_terms = Table(
    "completion_terms",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("term_last_day", Date, nullable=False),
    Column("requested_by_event", Uuid, nullable=False),
    Column("lapsed", Boolean, nullable=False, server_default=false()),
)
"""One row per case with a request that was not reacted to; its event is the cause of the lapse."""


@dataclass(frozen=True, slots=True)
class RunningTerm:
    """A term to complete."""

    case_id: UUID
    term_last_day: date
    request_event_id: UUID


class CompletionTermsProjection:
    """A row from the request until the supplement, or whatever ends the application."""

    name: Final = "completion_terms"
    tables: Final = (completion_terms,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        match event:
            case CompletionRequested():
                row = {
                    "case_id": event.originator_id,
                    "term_last_day": event.term_last_day,
                    "requested_by_event": event.event_id,
                }
                connection.execute(delete(completion_terms).where(_of(event)))
                connection.execute(insert(completion_terms), row)
            case CompletionTermLapsed():
                connection.execute(update(completion_terms).where(_of(event)).values(lapsed=True))
            case CompletionTermMoved():
                row = {"term_last_day": event.term_last_day, "lapsed": False}
                connection.execute(update(completion_terms).where(_of(event)).values(row))
            case ApplicationSupplemented(ends_request=False):
                pass
            case (
                ApplicationSupplemented()
                | ApplicationWithdrawn()
                | ApplicationConverted()
                | ApplicationLeftOut()
                | ApplicationClosed()
            ):
                connection.execute(delete(completion_terms).where(_of(event)))


def _of(event: Event) -> ColumnElement[bool]:
    return completion_terms.c.case_id == event.originator_id


_RUNS: Final = completion_terms.c.lapsed.is_(False)


class CompletionTermsReader:
    """The timer's table."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def passed(self, today: date, limit: int) -> list[RunningTerm]:
        """Terms whose last day lies before `today`, the longest passed first."""
        query = (
            select(completion_terms)
            .where(completion_terms.c.term_last_day < today, _RUNS)
            .order_by(completion_terms.c.term_last_day, completion_terms.c.case_id)
        )
        with self._log.read() as connection:
            rows = connection.execute(query.limit(limit)).all()
        return [RunningTerm(row.case_id, row.term_last_day, row.requested_by_event) for row in rows]

    def count_passed(self, today: date) -> int:
        """How many terms have passed."""
        query = select(func.count()).where(completion_terms.c.term_last_day < today, _RUNS)
        with self._log.read() as connection:
            return connection.execute(query).scalar_one()

    def next_last_day(self, today: date) -> date | None:
        """The earliest last day that has not passed."""
        query = select(func.min(completion_terms.c.term_last_day)).where(
            completion_terms.c.term_last_day >= today, _RUNS
        )
        with self._log.read() as connection:
            last_day: date | None = connection.execute(query).scalar_one()
        return last_day
