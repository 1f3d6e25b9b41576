"""Interim relief: what holds now on an objection (inline), and every request as people read it (following)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Row,
    String,
    Table,
    Uuid,
    insert,
    select,
    update,
)

from services.objections.domain.interim_relief import (
    InterimReliefGranted,
    InterimReliefLapsed,
    InterimReliefRefused,
    InterimReliefRequested,
    InterimReliefWithdrawn,
    ReliefContent,
    ReliefLapse,
    ReliefState,
)
from services.objections.domain.scope import Scope
from services.objections.projections import metadata
from services.objections.projections.court_columns import MOST_ROWS, ended, of_the_case, of_the_course
from services.objections.projections.reach import reached_by, with_cases
from services.objections.projections.sealed_reasons import stored, written
from shared.eventlog.aggregate import Event
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed

requested_reliefs = Table(
    "requested_reliefs",
    metadata,
    Column("relief_id", Uuid, primary_key=True),
    Column("objection_id", Uuid, nullable=False, index=True),
)

interim_reliefs = Table(
    "interim_reliefs",
    metadata,
    *of_the_case("relief_id"),
    Column("objection_id", Uuid, nullable=False, index=True),
    Column("decision_id", Uuid, nullable=False),
    Column("requested_on", Date, nullable=False),
    *of_the_course(),
    Column("ruled_on", Date),
    Column("content", String),
    Column("last_day", Date),
    Column("lapsed_because", String),
    Column("granted_by_event", Uuid),
)


class RequestedReliefs:
    """Keeps `requested_reliefs` in the transaction of the append."""

    name: Final = "requested_reliefs"
    tables: Final = (requested_reliefs,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """A row from the request until nothing can hold any more."""
        match event.event:
            case InterimReliefRequested(originator_id=relief_id, objection_id=objection_id):
                yield RowWrite(self.name, "insert", {"relief_id": relief_id}, {"objection_id": objection_id})
            case (
                InterimReliefRefused(originator_id=relief_id)
                | InterimReliefWithdrawn(originator_id=relief_id)
                | InterimReliefLapsed(originator_id=relief_id)
            ):
                yield RowWrite(self.name, "delete", {"relief_id": relief_id})


@dataclass(frozen=True, slots=True)
class ReliefEntry:
    """One request as the register has it; the ruling stays sealed."""

    relief_id: UUID
    version: int
    case_id: UUID
    objection_id: UUID
    requested_on: date
    court_reference: str | None
    state: ReliefState
    ruled_on: date | None
    ruling: Sealed | str | None
    content: ReliefContent | None
    last_day: date | None
    ended_on: date | None
    """The day on which it was withdrawn or lapsed."""
    lapsed_because: ReliefLapse | None


class ReliefRegister:
    """Following projection."""

    name = "relief_register"
    tables = (interim_reliefs,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says."""
        event = recorded.event
        if isinstance(event, InterimReliefRequested):
            connection.execute(insert(interim_reliefs).values(_requested(event)))
            return
        changed = _changed(event)
        if changed is not None:
            this = interim_reliefs.c.relief_id == event.originator_id
            connection.execute(
                update(interim_reliefs).where(this).values(**changed, version=event.originator_version)
            )


class ReliefQueries:
    """Reads of the register, each within the scope of a desk; and what commands ask."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def find(self, scope: Scope, relief_id: UUID) -> ReliefEntry | None:
        """One request; None when there is none within the scope."""
        query = select(interim_reliefs).select_from(with_cases(interim_reliefs))
        query = query.where(reached_by(scope), interim_reliefs.c.relief_id == relief_id)
        with self._log.read() as connection:
            row = connection.execute(query).one_or_none()
        return _entry(row) if row is not None else None

    def page(
        self, scope: Scope, objection_id: UUID | None, after: UUID | None, limit: int
    ) -> list[ReliefEntry]:
        """At most `limit` requests after the one named, in order of their ids (that is, of registration)."""
        query = select(interim_reliefs).select_from(with_cases(interim_reliefs)).where(reached_by(scope))
        if objection_id is not None:
            query = query.where(interim_reliefs.c.objection_id == objection_id)
        if after is not None:
            query = query.where(interim_reliefs.c.relief_id > after)
        query = query.order_by(interim_reliefs.c.relief_id).limit(min(limit, MOST_ROWS))
        with self._log.read() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def of_objection(self, objection_id: UUID) -> list[ReliefEntry]:
        """What was asked on an objection that its reader reaches, in order of registration."""
        query = select(interim_reliefs).where(interim_reliefs.c.objection_id == objection_id)
        with self._log.read() as connection:
            return [_entry(row) for row in connection.execute(query.order_by(interim_reliefs.c.relief_id))]

    def on(self, objection_id: UUID) -> tuple[UUID, ...]:
        """What was asked on that objection, and can hold."""
        query = select(requested_reliefs.c.relief_id).where(requested_reliefs.c.objection_id == objection_id)
        with self._log.read() as connection:
            return tuple(connection.execute(query.order_by(requested_reliefs.c.relief_id)).scalars())


def _requested(event: InterimReliefRequested) -> dict[str, object]:
    return {
        "relief_id": event.originator_id,
        "version": event.originator_version,
        "case_id": event.case_id,
        "objection_id": event.objection_id,
        "decision_id": event.decision_id,
        "requested_on": event.requested_on,
        "court_reference": event.court_reference,
        "state": ReliefState.REQUESTED.value,
    }


def _changed(event: Event) -> dict[str, object] | None:
    """What an act changes beside the version; None: not an act on interim relief."""
    match event:
        case InterimReliefGranted():
            return {
                "state": ReliefState.GRANTED.value,
                "ruled_on": event.ruled_on,
                "sealed_ruling": stored(event.sealed_ruling),
                "content": event.content.value,
                "last_day": event.last_day,
                "granted_by_event": event.event_id,
            }
        case InterimReliefRefused():
            ruling = stored(event.sealed_ruling)
            return {
                "state": ReliefState.REFUSED.value,
                "ruled_on": event.ruled_on,
                "sealed_ruling": ruling,
            }
        case InterimReliefWithdrawn():
            return ended(ReliefState.WITHDRAWN.value, event.withdrawn_on)
        case InterimReliefLapsed():
            lapsed = ended(ReliefState.LAPSED.value, event.lapsed_on)
            return {**lapsed, "lapsed_because": event.because.value}
        case _:
            return None


def _entry(row: Row[tuple[object, ...]]) -> ReliefEntry:
    return ReliefEntry(
        relief_id=row.relief_id,
        version=row.version,
        case_id=row.case_id,
        objection_id=row.objection_id,
        requested_on=row.requested_on,
        court_reference=row.court_reference,
        state=ReliefState(row.state),
        ruled_on=row.ruled_on,
        ruling=written(None, row.sealed_ruling),
        content=ReliefContent(row.content) if row.content is not None else None,
        last_day=row.last_day,
        ended_on=row.ended_on,
        lapsed_because=ReliefLapse(row.lapsed_because) if row.lapsed_because is not None else None,
    )
