"""When each decision was announced (inline): what is fixed for a late one turns on it (Awb 3:41, 4:17)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Date, Table, Uuid, func, select

from services.decisions.domain.announcement import (
    DecisionAnnounced,
    DecisionAnnouncedOnPaper,
    announcement_id,
)
from services.decisions.projections import metadata
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent

announcements = Table(
    "announcements",
    metadata,
    Column("decision_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("announced_on", Date, nullable=False),
    Column("of_penalty", Boolean, nullable=False),
)


class AnnouncementsProjection:
    """Keeps a row for each decision of which the letter was sent."""

    name: Final = "announcements"
    tables: Final = (announcements,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        match event.event:
            case DecisionAnnounced() | DecisionAnnouncedOnPaper() as fact:
                yield RowWrite(
                    table=announcements.name,
                    kind="upsert",
                    key={"decision_id": fact.decision_id},
                    values={
                        "case_id": fact.case_id,
                        "announced_on": fact.announced_on,
                        "of_penalty": fact.of_penalty,
                    },
                )
            case _:
                return


class Announcements:
    """Implements the port of the commands that ask since when no decision is waited for."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def first_in(self, case_id: UUID) -> date | None:
        """The first day on which a decision in the case was announced, other than on a penalty; None: none was."""
        table = announcements.c
        query = select(func.min(table.announced_on)).where(
            table.case_id == case_id, table.of_penalty.is_(False)
        )
        with self._log.read() as connection:
            return connection.execute(query).scalar()


def announced_in(connection: Connection, case_id: UUID) -> dict[UUID, date]:
    """The decisions of a case that were announced, each with its day."""
    table = announcements.c
    query = select(table.decision_id, table.announced_on).where(table.case_id == case_id)
    return {row.decision_id: row.announced_on for row in connection.execute(query)}


def history_of(log: EventLog, case_id: UUID) -> list[RecordedEvent]:
    """All that happened in a case with the announcements of its decisions, in order; empty when there is none."""
    history = log.stream(case_id)
    with log.read() as connection:
        announced = announced_in(connection, case_id)
    for decision_id in announced:
        history += log.stream(announcement_id(decision_id))
    return sorted(history, key=lambda one: one.position)
