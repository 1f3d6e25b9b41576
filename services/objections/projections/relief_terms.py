"""Which interim relief lapses because nobody appealed: its term to appeal, once what was posted can have arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from services.objections.domain.interim_relief import ReliefState
from services.objections.projections.appeal_register import appeals
from services.objections.projections.contested_decisions import found_in
from services.objections.projections.costs_claims import ENDED_WITH_A_RULING
from services.objections.projections.interim_reliefs import interim_reliefs
from services.objections.projections.objection_register import objections
from services.objections.projections.pending_appeals import pending_appeals
from services.objections.projections.ruling_announcements import last_announced
from shared.eventlog.log import EventLog
from shared.law.terms import postal_arrival_term


@dataclass(frozen=True, slots=True)
class ReliefTerm:
    """When relief lapses, if nobody appeals (Awb 8:85(2)(a))."""

    relief_id: UUID
    last_day: date
    """On which an appeal that was posted in time can arrive (Awb 6:9(2))."""
    request_event_id: UUID
    """The event that granted it."""


class ReliefTerms:
    """The timer's terms, from what holds now: there is hardly ever one."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def passed(self, today: date, limit: int) -> list[ReliefTerm]:
        """Those that passed, the longest ago first."""
        return [term for term in self._terms() if term.last_day < today][:limit]

    def count_passed(self, today: date) -> int:
        """How many passed."""
        return sum(term.last_day < today for term in self._terms())

    def next_last_day(self, today: date) -> date | None:
        """The earliest last day from today on."""
        return min((term.last_day for term in self._terms() if term.last_day >= today), default=None)

    def appealed(self, objection_id: UUID, since: date | None) -> bool:
        """Whether an appeal was lodged on it since that day, also one that has ended; None: ever."""
        with self._log.read() as connection:
            return _appealed(connection, objection_id, since)

    def _terms(self) -> list[ReliefTerm]:
        """Of what was granted on a decided objection before that term ended, and outlasts it; no appeal was lodged."""
        with self._log.read() as connection:
            return sorted(_running(connection), key=lambda term: (term.last_day, term.relief_id))


def _running(connection: Connection) -> Iterator[ReliefTerm]:
    relief = interim_reliefs.c
    query = (
        select(interim_reliefs, objections.c.ruled_in, objections.c.ended_on.label("decided_on"))
        .join(objections, objections.c.objection_id == relief.objection_id)
        .outerjoin(pending_appeals, pending_appeals.c.objection_id == relief.objection_id)
        .where(
            relief.state == ReliefState.GRANTED.value,
            objections.c.state.in_([state.value for state in ENDED_WITH_A_RULING]),
            pending_appeals.c.appeal_id.is_(None),
        )
    )
    for row in connection.execute(query).all():
        last_day = _appeal_term(connection, row.objection_id, row.ruled_in)
        if last_day is None or row.ruled_on > last_day:
            continue
        sure = postal_arrival_term(last_day).last_day
        if _appealed(connection, row.objection_id, row.decided_on if row.last_day is None else None):
            continue
        if row.last_day is None or row.last_day > sure:
            yield ReliefTerm(row.relief_id, sure, row.granted_by_event or row.relief_id)


def _appeal_term(connection: Connection, objection_id: UUID, ruled_in: UUID | None) -> date | None:
    """The last day to appeal; None: not heard of."""
    if ruled_in is None:
        return last_announced(connection, objection_id).last_day
    decision = found_in(connection, ruled_in)
    return decision.remedy_last_day if decision is not None else None


def _appealed(connection: Connection, objection_id: UUID, since: date | None) -> bool:
    query = select(appeals.c.appeal_id).where(appeals.c.objection_id == objection_id)
    if since is not None:
        query = query.where(appeals.c.lodged_on >= since)
    return connection.execute(query.limit(1)).first() is not None
