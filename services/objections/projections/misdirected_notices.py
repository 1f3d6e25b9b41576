"""Following: notices that came here and belong to another body (Awb 6:15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    Uuid,
    false,
    insert,
    select,
    update,
)

from services.objections.domain.misdirected_notice import (
    MisdirectedNoticeForwarded,
    MisdirectedNoticeReceived,
    MisdirectedState,
    NoticeKind,
)
from services.objections.domain.scope import Scope
from services.objections.projections import metadata
from services.objections.projections.contested_decisions import contested_decisions
from services.objections.projections.heard_cases import heard_cases
from services.objections.projections.reach import reached_by
from services.objections.projections.sealed_reasons import sealed_in, stored
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed

misdirected_notices = Table(
    "misdirected_notices",
    metadata,
    Column("notice_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("channel", String, nullable=False),
    Column("sealed_sender", LargeBinary),
    Column("forwarded_on", Date),
    Column("sealed_to", LargeBinary),
)

MOST_ROWS: Final = 501
"""Longest page of a list, and one more."""


@dataclass(frozen=True, slots=True)
class MisdirectedEntry:
    """One notice; what is personal stays sealed."""

    notice_id: UUID
    version: int
    case_id: UUID
    kind: NoticeKind
    state: MisdirectedState
    received_on: date
    channel: Channel
    sender: Sealed | None
    """None: the applicant of the case."""
    forwarded_on: date | None
    forwarded_to: Sealed | None


class MisdirectedNotices:
    """Following projection."""

    name: Final = "misdirected_notices"
    tables: Final = (misdirected_notices,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says."""
        event = recorded.event
        if isinstance(event, MisdirectedNoticeReceived):
            row = {
                "notice_id": event.originator_id,
                "version": event.originator_version,
                "case_id": event.case_id,
                "kind": event.kind.value,
                "state": MisdirectedState.TO_FORWARD.value,
                "received_on": event.received_on,
                "channel": event.channel.value,
                "sealed_sender": stored(event.sender),
            }
            connection.execute(insert(misdirected_notices), row)
        elif isinstance(event, MisdirectedNoticeForwarded):
            forwarded = {
                "version": event.originator_version,
                "state": MisdirectedState.FORWARDED.value,
                "forwarded_on": event.forwarded_on,
                "sealed_to": stored(event.sealed_to),
            }
            this = misdirected_notices.c.notice_id == event.originator_id
            connection.execute(update(misdirected_notices).where(this).values(forwarded))


class MisdirectedQueries:
    """Reads within the scope of a desk: of which municipality the case is, its application tells."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def find(self, scope: Scope, notice_id: UUID) -> MisdirectedEntry | None:
        """One notice; None when there is none within the scope."""
        query = _within(scope).where(misdirected_notices.c.notice_id == notice_id)
        with self._log.read() as connection:
            row = connection.execute(query).one_or_none()
        return _entry(row) if row is not None else None

    def page(
        self, scope: Scope, state: MisdirectedState | None, after: UUID | None, limit: int
    ) -> list[MisdirectedEntry]:
        """At most `limit` notices after the one named, in order of their ids (that is, of entry)."""
        query = _within(scope)
        if state is not None:
            query = query.where(misdirected_notices.c.state == state.value)
        if after is not None:
            query = query.where(misdirected_notices.c.notice_id > after)
        query = query.order_by(misdirected_notices.c.notice_id).limit(min(limit, MOST_ROWS))
        with self._log.read() as connection:
            return [_entry(row) for row in connection.execute(query)]


def _within(scope: Scope) -> Select[tuple[object, ...]]:
    """It is about no decision that this service has to hear of."""
    case = misdirected_notices.c.case_id == heard_cases.c.case_id
    joined = misdirected_notices.outerjoin(contested_decisions, false()).outerjoin(heard_cases, case)
    return select(misdirected_notices).select_from(joined).where(reached_by(scope))


def _entry(row: Row[tuple[object, ...]]) -> MisdirectedEntry:
    return MisdirectedEntry(
        notice_id=row.notice_id,
        version=row.version,
        case_id=row.case_id,
        kind=NoticeKind(row.kind),
        state=MisdirectedState(row.state),
        received_on=row.received_on,
        channel=Channel(row.channel),
        sender=sealed_in(row.sealed_sender),
        forwarded_on=row.forwarded_on,
        forwarded_to=sealed_in(row.sealed_to),
    )
