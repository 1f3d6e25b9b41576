"""For auditors: the timeline of a case, chains of causes, and whether the logs are intact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from services.audit.api.act_view import (
    ActView,
    AlarmView,
    ChainView,
    LogsView,
    LogView,
    TimelineActView,
    TimelineView,
    prefixes,
)
from services.audit.authorisation import AUTHORISATION
from services.audit.domain.journal_entry import JournalEntry
from services.audit.domain.timeline import timeline_of
from services.audit.projections.journal import Journal
from services.audit.projections.journal import Reading as LogReading
from services.audit.projections.walks import Walk, causes_of, effects_of
from shared.errors import NotThere
from shared.runtime.access import Principal
from shared.runtime.api import Instant, QueryRequest, Reading, ServiceRouter

KnownAt = Annotated[
    Instant | None,
    Query(alias="knownAt", description="Only what was recorded by then; in each log that is a prefix."),
]
CaseId = Annotated[UUID, Path(alias="caseId")]
EventId = Annotated[UUID, Path(alias="eventId")]


def routes(journal: Journal, logs: Sequence[str], chained: Sequence[str]) -> ServiceRouter:
    """Routes of auditors; `chained` are the logs with a hash chain."""
    router = ServiceRouter(AUTHORISATION, tag="auditors")

    @router.query("/cases/{caseId}/timeline", response_model=TimelineView)
    def timeline(request: Reading, case_id: CaseId, known_at: KnownAt = None) -> TimelineView:
        """Every act of a case and the acts elsewhere that explain them."""
        _there_for(request.principal, "case_not_found")
        request.known_by(known_at)
        items = timeline_of(journal.of_case(case_id), journal.entries, known_at)
        if not items:
            raise NotThere("case_not_found", "no act of such a case was recorded by then")
        positions = journal.prefixes(logs, known_at)
        acts = [TimelineActView.from_item(item) for item in items]
        return TimelineView(case_id=case_id, known_at=known_at, logs=prefixes(positions), items=acts)

    @router.query("/events/{eventId}/causes", response_model=ChainView)
    def causes(request: Reading, event_id: EventId) -> ChainView:
        """What explains an act, nearest first, back to where the chain begins."""
        _there_for(request.principal, "event_not_found")
        return _chain(request, causes_of(journal, _known(request, journal, event_id)))

    @router.query("/events/{eventId}/effects", response_model=ChainView)
    def effects(request: Reading, event_id: EventId) -> ChainView:
        """What an act explains, directly and through others."""
        _there_for(request.principal, "event_not_found")
        return _chain(request, effects_of(journal, _known(request, journal, event_id)))

    @router.query("/logs", response_model=LogsView)
    def read_logs() -> LogsView:
        """How far each log was read and verified, and where one is not what it should be."""
        return LogsView(items=[_log(journal.reading(log), chained=log in chained) for log in logs])

    return router


def _there_for(principal: Principal, code: str) -> None:
    """The journal does not say whose a case is, so it is read with national scope or not at all."""
    if not principal.national:
        raise NotThere(code, "no such act was read")


def _known(request: QueryRequest, journal: Journal, event_id: UUID) -> JournalEntry:
    entry = journal.entries([event_id]).get(event_id)
    if entry is None:
        raise NotThere("event_not_found", "no such act was read")
    request.shows(entry.case_id)
    return entry


def _chain(request: QueryRequest, walk: Walk) -> ChainView:
    for entry in walk.entries:
        request.shows(entry.case_id)
    return ChainView(items=[ActView.of(entry) for entry in walk.entries], complete=walk.complete)


def _log(reading: LogReading, *, chained: bool) -> LogView:
    alarm = reading.alarm
    return LogView(
        log=reading.log,
        position=reading.position,
        head=reading.head,
        verified_to=reading.position if chained else None,
        alarm=AlarmView(position=alarm.position, kind=alarm.kind, raised_at=alarm.raised_at)
        if alarm
        else None,
    )
