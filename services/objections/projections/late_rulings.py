"""Following: the objections on which was, or is, decided too late, with what that costs (Awb 4:17, 4:18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Row,
    String,
    Table,
    Uuid,
    and_,
    delete,
    insert,
    select,
    update,
)

from services.objections.domain.direct_appeal import DirectAppealConsented
from services.objections.domain.late_ruling import LateRuling, LateRulingNoticeReceived
from services.objections.domain.late_ruling_penalty import (
    LateRulingPenaltyFixed,
    LateRulingPenaltyFixedAnew,
    LateRulingPenaltyPaid,
)
from services.objections.domain.objection_acts import (
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionWithdrawn,
)
from services.objections.domain.ruling_told import until_told
from services.objections.domain.scope import Scope
from services.objections.projections import metadata
from services.objections.projections.objection_register import objections
from services.objections.projections.reach import reached_by, with_cases
from services.objections.projections.rulings_told import days_told
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import NothingDueGround

late_rulings = Table(
    "late_rulings",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("notice_received_on", Date, primary_key=True),
    Column("grace_last_day", Date, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("ended_on", Date),
    Column("decision_id", Uuid),
    Column("decided_on", Date),
    Column("decided_by", String),
    Column("amount_euros", Integer),
    Column("ground", String),
    Column("paid_on", Date),
)
"""A row for each notice of default that has effect; one objection has several only after a court's order."""


@dataclass(frozen=True, slots=True)
class FixedPenalty:
    """The decision on the penalty as the register has it."""

    decision_id: UUID
    decided_on: date
    decided_by: str
    amount_euros: int
    ground: NothingDueGround | None
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class LateRulingEntry:
    """A ruling that is late, or was, as the register has it."""

    objection_id: UUID
    grace_last_day: date
    late: LateRuling
    penalty: FixedPenalty | None
    """None: it was not fixed yet."""


class LateRulings:
    """Following projection."""

    name: Final = "late_rulings"
    tables: Final = (late_rulings,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says."""
        event = recorded.event
        match event:
            case LateRulingNoticeReceived(premature=False):
                _enter(connection, event)
            case LateRulingPenaltyFixed():
                this = _of(event.originator_id, event.notice_received_on)
                connection.execute(update(late_rulings).where(this).values(_fixed(event)))
            case LateRulingPenaltyFixedAnew():
                this = late_rulings.c.decision_id == event.decision_id
                anew = {"amount_euros": event.amount_euros, "decided_by": event.decided_by}
                anew |= {"decided_on": event.decided_on, "ground": None, "paid_on": None}
                connection.execute(update(late_rulings).where(this).values(anew))
            case LateRulingPenaltyPaid():
                this = late_rulings.c.decision_id == event.decision_id
                connection.execute(update(late_rulings).where(this).values(paid_on=event.paid_on))
            case _:
                _end(connection, recorded)


def late_rulings_of(log: EventLog, objection_id: UUID) -> Sequence[LateRulingEntry]:
    """Those of one objection, in order of notice."""
    query = select(late_rulings).where(late_rulings.c.objection_id == objection_id)
    with log.read() as connection:
        rows = connection.execute(query.order_by(late_rulings.c.notice_received_on)).all()
    told = days_told(log, objection_id) if rows else ()
    return [_entry(row, told) for row in rows]


def penalties_to_fix(log: EventLog, scope: Scope) -> Sequence[LateRulingEntry]:
    """The late rulings within the scope of a desk of which the penalty was not fixed, and one is or will be due."""
    this = objections.c.objection_id == late_rulings.c.objection_id
    query = select(late_rulings).select_from(with_cases(objections).join(late_rulings, this))
    reached = reached_by(scope, objections.c.entered_by)
    with log.read() as connection:
        rows = connection.execute(query.where(reached, late_rulings.c.decision_id.is_(None))).all()
    entries = [_entry(row, days_told(log, row.objection_id) if row.ended_on else ()) for row in rows]
    return [entry for entry in entries if entry.late.fix_by is not None]


def _enter(connection: Connection, event: LateRulingNoticeReceived) -> None:
    if event.in_the_place_of is not None:
        connection.execute(delete(late_rulings).where(_of(event.originator_id, event.in_the_place_of)))
    row = {
        "objection_id": event.originator_id,
        "notice_received_on": event.received_on,
        "grace_last_day": event.grace_last_day,
        "first_day": event.first_penalty_day,
        "last_day": event.last_penalty_day,
        "ended_on": event.ended_on,
    }
    connection.execute(insert(late_rulings), row)


def _fixed(event: LateRulingPenaltyFixed) -> dict[str, object]:
    return {
        "decision_id": event.decision_id,
        "decided_on": event.decided_on,
        "decided_by": event.decided_by,
        "amount_euros": event.amount_euros,
        "ground": event.ground.value if event.ground else None,
    }


def _end(connection: Connection, recorded: RecordedEvent) -> None:
    """Whatever ends the proceedings ends the default that ran."""
    event = recorded.event
    match event:
        case ObjectionWithdrawn():
            on = event.withdrawn_on
        case DirectAppealConsented():
            on = event.decided_on
        case ObjectionUpheld():
            on = event.ruled_on or recorded.metadata.effective_on
        case ObjectionUpheldForAnotherReason() | ObjectionDismissed() | ObjectionDeclaredInadmissible():
            on = event.ruled_on
        case _:
            return
    runs = and_(late_rulings.c.objection_id == event.originator_id, late_rulings.c.ended_on.is_(None))
    connection.execute(update(late_rulings).where(runs).values(ended_on=on))


def _of(objection_id: UUID, notice_received_on: date) -> ColumnElement[bool]:
    return and_(
        late_rulings.c.objection_id == objection_id, late_rulings.c.notice_received_on == notice_received_on
    )


def _entry(row: Row[tuple[object, ...]], told: Sequence[date]) -> LateRulingEntry:
    late = LateRuling(row.notice_received_on, row.first_day, row.last_day, row.ended_on)
    return LateRulingEntry(
        row.objection_id,
        row.grace_last_day,
        until_told(late, told),
        FixedPenalty(
            row.decision_id,
            row.decided_on,
            row.decided_by,
            row.amount_euros,
            NothingDueGround(row.ground) if row.ground is not None else None,
            row.paid_on,
        )
        if row.decision_id is not None
        else None,
    )
