"""The last days to repair an objection (inline): an outage on such a day moves it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Date, Table, Uuid, select

from services.objections.domain.repair import RepairRequested, RepairTermMoved
from services.objections.projections import metadata
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent

terms_to_repair = Table(
    "terms_to_repair",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("last_day", Date, nullable=False, index=True),
    Column("asked_by_event", Uuid, index=True),
)
"""The latest one of each objection; whether it can still be repaired, the objection itself knows."""


class TermsToRepairProjection:
    """Keeps a row for each objection of which a defect could be repaired."""

    name: Final = "terms_to_repair"
    tables: Final = (terms_to_repair,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """The latest last day, and the request that set it."""
        fact = event.event
        key = {"objection_id": fact.originator_id}
        match fact:
            case RepairRequested():
                yield RowWrite(
                    table=terms_to_repair.name,
                    kind="upsert",
                    key=key,
                    values={"last_day": fact.term_last_day, "asked_by_event": fact.event_id},
                )
            case RepairTermMoved():
                moved = {"last_day": fact.term_last_day}
                yield RowWrite(table=terms_to_repair.name, kind="update", key=key, values=moved)
            case _:
                return


class TermsToRepair:
    """Which objections a moved term concerns."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def ending_between(self, first_day: date, final_day: date) -> list[UUID]:
        """Those of which the last day to repair is one of these."""
        query = select(terms_to_repair.c.objection_id).where(
            terms_to_repair.c.last_day.between(first_day, final_day)
        )
        with self._log.read() as connection:
            return list(connection.execute(query.order_by(terms_to_repair.c.objection_id)).scalars())

    def asked_by(self, told_by: UUID) -> UUID | None:
        """The objection of which that event asked the repair; None: no request of ours."""
        query = select(terms_to_repair.c.objection_id).where(terms_to_repair.c.asked_by_event == told_by)
        with self._log.read() as connection:
            found: UUID | None = connection.execute(query).scalar_one_or_none()
        return found
