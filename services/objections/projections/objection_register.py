"""The objections as people read them: one row each, following the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
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
    insert,
    select,
    update,
)

from services.objections.domain.admissibility import Receipt
from services.objections.domain.objection import (
    ObjectionLodged,
    ObjectionState,
    ObjectionUpheld,
    RenewedDecisionAttached,
    ThresholdConsequenceFound,
)
from services.objections.projections import metadata
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed, SealedKind

objections = Table(
    "objections",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("decision_id", Uuid, nullable=False),
    Column("lodged_by", String, index=True),
    Column("state", String, nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("posted_on", Date),
    Column("decision_heard_of", Boolean, nullable=False),
    Column("grounds_key", Uuid, nullable=False),
    Column("grounds_box", LargeBinary, nullable=False),
    Column("found_by", String),
    Column("vehicle_category", String),
    Column("parameter", String),
    Column("reasons", String),
    Column("ruled_in", Uuid),
)

objection_renewals = Table(
    "objection_renewals",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("decision_id", Uuid, primary_key=True),
    Column("outcome", String, nullable=False),
)

MOST_ROWS: Final = 501
"""Longest page of a list, and one more."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose objections may be read."""

    lodged_by: str | None
    """Only those lodged by this subject; None: all, for who handles objections."""


@dataclass(frozen=True, slots=True)
class FoundConsequence:
    """The handler's finding, as recorded."""

    found_by: str
    vehicle_category: str
    parameter: str
    reasons: str


@dataclass(frozen=True, slots=True)
class ObjectionEntry:
    """One objection as the register has it; its grounds stay sealed."""

    objection_id: UUID
    version: int
    case_id: UUID
    decision_id: UUID
    state: ObjectionState
    receipt: Receipt
    decision_heard_of: bool
    grounds: Sealed
    finding: FoundConsequence | None
    ruled_in: UUID | None


class ObjectionRegister:
    """Following projection and its queries."""

    name = "objection_register"
    tables = (objections, objection_renewals)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says."""
        event = recorded.event
        match event:
            case ObjectionLodged():
                connection.execute(insert(objections).values(_lodged(event)))
                return
            case ThresholdConsequenceFound():
                changed = _found(event)
            case ObjectionUpheld():
                changed = {"state": ObjectionState.UPHELD.value, "ruled_in": event.decision_id}
            case RenewedDecisionAttached():
                _attach(connection, event)
                changed = {}
            case _:
                return
        this = objections.c.objection_id == event.originator_id
        connection.execute(update(objections).where(this).values(version=event.originator_version, **changed))


class ObjectionQueries:
    """Reads of the register; every one takes a scope."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def find(self, scope: Scope, objection_id: UUID) -> ObjectionEntry | None:
        """One objection; None when there is none within the scope."""
        query = _within(scope).where(objections.c.objection_id == objection_id)
        with self._log.read() as connection:
            row = connection.execute(query).one_or_none()
        return _entry(row) if row is not None else None

    def page(
        self, scope: Scope, state: ObjectionState | None, after: UUID | None, limit: int
    ) -> list[ObjectionEntry]:
        """At most `limit` objections after the one named, in order of their ids (that is, of lodging)."""
        query = _within(scope).order_by(objections.c.objection_id).limit(min(limit, MOST_ROWS))
        if state is not None:
            query = query.where(objections.c.state == state.value)
        if after is not None:
            query = query.where(objections.c.objection_id > after)
        with self._log.read() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def renewals(self, objection_id: UUID) -> Sequence[UUID]:
        """The decisions that the objection is by law also directed at (Awb 6:19)."""
        attached = objection_renewals.c.objection_id == objection_id
        with self._log.read() as connection:
            return (
                connection.execute(select(objection_renewals.c.decision_id).where(attached)).scalars().all()
            )


def _within(scope: Scope) -> Select[tuple[object, ...]]:
    query = select(objections)
    return query if scope.lodged_by is None else query.where(objections.c.lodged_by == scope.lodged_by)


def _lodged(event: ObjectionLodged) -> dict[str, object]:
    return {
        "objection_id": event.originator_id,
        "version": event.originator_version,
        "case_id": event.case_id,
        "decision_id": event.decision_id,
        "lodged_by": event.lodged_by,
        "state": ObjectionState.PENDING.value,
        "channel": event.channel.value,
        "received_on": event.received_on,
        "posted_on": event.posted_on,
        "decision_heard_of": event.decision_heard_of,
        "grounds_key": event.grounds.key_id,
        "grounds_box": event.grounds.box,
    }


def _found(event: ThresholdConsequenceFound) -> dict[str, object]:
    return {
        "state": ObjectionState.CONSEQUENCE_FOUND.value,
        "found_by": event.found_by,
        "vehicle_category": event.vehicle_category.value,
        "parameter": event.parameter,
        "reasons": event.reasons,
    }


def _attach(connection: Connection, event: RenewedDecisionAttached) -> None:
    connection.execute(
        insert(objection_renewals).values(
            objection_id=event.originator_id, decision_id=event.decision_id, outcome=event.outcome.value
        )
    )


def _entry(row: Row[tuple[object, ...]]) -> ObjectionEntry:
    return ObjectionEntry(
        objection_id=row.objection_id,
        version=row.version,
        case_id=row.case_id,
        decision_id=row.decision_id,
        state=ObjectionState(row.state),
        receipt=Receipt(Channel(row.channel), row.received_on, row.posted_on),
        decision_heard_of=row.decision_heard_of,
        grounds=Sealed(key_id=row.grounds_key, kind=SealedKind.GROUNDS, box=row.grounds_box),
        finding=_finding(row),
        ruled_in=row.ruled_in,
    )


def _finding(row: Row[tuple[object, ...]]) -> FoundConsequence | None:
    if row.found_by is None:
        return None
    return FoundConsequence(row.found_by, row.vehicle_category, row.parameter, row.reasons)
