"""Appeals against not deciding: those that a late decision concerns (inline), and as people read them (following)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Row,
    String,
    Table,
    Uuid,
    insert,
    or_,
    select,
    update,
)

from services.objections.domain.at_court import OrderedToPay
from services.objections.domain.late_appeal import (
    LateAppealDeclaredInadmissible,
    LateAppealDismissed,
    LateAppealLodged,
    LateAppealState,
    LateAppealUpheld,
    LateAppealWithdrawn,
    LateDecisionNoted,
    LateDecisionOrdered,
)
from services.objections.domain.ruling_told import day_told
from services.objections.domain.scope import Scope
from services.objections.projections import metadata
from services.objections.projections.contested_decisions import contested_decisions
from services.objections.projections.court_columns import (
    MOST_ROWS,
    ended,
    of_hearing,
    of_the_appeal,
    of_the_case,
    of_the_course,
    ruled,
    to_pay_in,
)
from services.objections.projections.rulings_told import days_told
from services.objections.projections.sealed_reasons import written
from shared.eventlog.aggregate import Event
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.law.court_orders import OrderedDecision
from shared.privacy.sealed import Sealed

waiting_late_appeals = Table(
    "waiting_late_appeals",
    metadata,
    Column("appeal_id", Uuid, primary_key=True),
    Column("subject_id", Uuid, nullable=False, index=True),
    Column("pending_on", Uuid, unique=True),
)
"""`pending_on` is the subject while the court has not ruled: one appeal at a time."""

late_appeals = Table(
    "late_appeals",
    metadata,
    *of_the_case("appeal_id"),
    Column("objection_id", Uuid),
    Column("municipality", String),
    Column("lodged_on", Date, nullable=False),
    *of_the_course(),
    Column("notice_received_on", Date),
    Column("open_from", Date),
    Column("premature", Boolean),
    Column("sent_on", Date),
    Column("last_day", Date),
    Column("euros_per_day", Integer),
    Column("most_euros", Integer),
    Column("late_decision_id", Uuid),
    Column("taken_on", Date),
    *of_the_appeal(),
)


class WaitingLateAppeals:
    """Keeps `waiting_late_appeals` in the transaction of the append."""

    name: Final = "waiting_late_appeals"
    tables: Final = (waiting_late_appeals,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """A row from lodging until no decision concerns the appeal any more."""
        match event.event:
            case LateAppealLodged(originator_id=appeal_id) as lodged:
                subject_id = lodged.objection_id or lodged.case_id
                about = {"subject_id": subject_id, "pending_on": subject_id}
                yield RowWrite(self.name, "insert", {"appeal_id": appeal_id}, about)
            case LateAppealUpheld(originator_id=appeal_id):
                yield RowWrite(self.name, "update", {"appeal_id": appeal_id}, {"pending_on": None})
            case (
                LateAppealWithdrawn(originator_id=appeal_id)
                | LateAppealDeclaredInadmissible(originator_id=appeal_id)
                | LateAppealDismissed(originator_id=appeal_id)
            ):
                yield RowWrite(self.name, "delete", {"appeal_id": appeal_id})


@dataclass(frozen=True, slots=True)
class LateAppealEntry:
    """One appeal against not deciding as the register has it; the ruling stays sealed."""

    appeal_id: UUID
    version: int
    case_id: UUID
    objection_id: UUID | None
    lodged_on: date
    court_reference: str | None
    notice_received_on: date | None
    open_from: date | None
    premature: bool | None
    state: LateAppealState
    ended_on: date | None
    ruling: Sealed | str | None
    order: OrderedDecision | None
    late_decision_id: UUID | None
    taken_on: date | None
    hearing_on: date | None
    """The day on which the court hears it; None: not told."""
    to_pay: OrderedToPay | None
    """What the authority is to pay (Awb 8:74, 8:75)."""
    announced_on: date | None = None
    """The day on which the letter about that decision, or that ruling, was sent; None: none was heard of."""

    @property
    def carried_out_on(self) -> date | None:
        """When what the court ordered was done: it is announced, by the day of its letter (Awb 8:55d(1))."""
        return self.announced_on


class LateAppealRegister:
    """Following projection."""

    name = "late_appeal_register"
    tables = (late_appeals,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says."""
        event = recorded.event
        if isinstance(event, LateAppealLodged):
            connection.execute(insert(late_appeals).values(_lodged(event)))
            return
        changed = _changed(recorded)
        if changed is not None:
            this = late_appeals.c.appeal_id == event.originator_id
            connection.execute(
                update(late_appeals).where(this).values(**changed, version=event.originator_version)
            )


_ANNOUNCED: Final = select(late_appeals, contested_decisions.c.announced_on).outerjoin(
    contested_decisions, contested_decisions.c.decision_id == late_appeals.c.late_decision_id
)
"""Each with the day on which the decision that came after all was announced."""


class LateAppealQueries:
    """Reads of the register, each within the scope of a desk; and what commands ask."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def find(self, scope: Scope, appeal_id: UUID) -> LateAppealEntry | None:
        """One appeal; None when there is none within the scope."""
        query = _ANNOUNCED.where(late_appeals.c.appeal_id == appeal_id, _reached(scope))
        with self._log.read() as connection:
            row = connection.execute(query).one_or_none()
        return _announced(self._log, _entry(row)) if row is not None else None

    def page(self, scope: Scope, after: UUID | None, limit: int) -> list[LateAppealEntry]:
        """At most `limit` appeals after the one named, in order of their ids (that is, of registration)."""
        query = _ANNOUNCED.where(_reached(scope)).order_by(late_appeals.c.appeal_id)
        if after is not None:
            query = query.where(late_appeals.c.appeal_id > after)
        with self._log.read() as connection:
            entries = [_entry(row) for row in connection.execute(query.limit(min(limit, MOST_ROWS)))]
        return [_announced(self._log, entry) for entry in entries]


class WaitingAppeals:
    """What commands ask: which appeals a decision that is taken now concerns."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def on(self, subject_ids: Iterable[UUID]) -> tuple[UUID, ...]:
        """The appeals on what was not decided in these cases or on these objections."""
        table = waiting_late_appeals.c
        query = select(table.appeal_id).where(table.subject_id.in_(sorted(subject_ids)))
        with self._log.read() as connection:
            return tuple(connection.execute(query.order_by(table.appeal_id)).scalars())


def _reached(scope: Scope) -> ColumnElement[bool]:
    local = late_appeals.c.municipality.in_(sorted(scope.municipalities))
    return or_(late_appeals.c.municipality.is_(None), local) if scope.national else local


def _lodged(event: LateAppealLodged) -> dict[str, object]:
    return {
        "appeal_id": event.originator_id,
        "version": event.originator_version,
        "case_id": event.case_id,
        "objection_id": event.objection_id,
        "municipality": event.municipality,
        "lodged_on": event.lodged_on,
        "court_reference": event.court_reference,
        "notice_received_on": event.notice_received_on,
        "open_from": event.open_from,
        "premature": event.premature,
        "state": LateAppealState.PENDING.value,
    }


def _changed(recorded: RecordedEvent) -> dict[str, object] | None:
    """What an act changes beside the version; None: not an act on such an appeal."""
    event = recorded.event
    match event:
        case LateDecisionNoted():
            return {"late_decision_id": event.decision_id, "taken_on": event.taken_on}
        case LateDecisionOrdered(order=order):
            return {
                "sent_on": order.sent_on,
                "last_day": order.last_day,
                "euros_per_day": order.euros_per_day,
                "most_euros": order.most_euros,
            }
        case _:
            return of_hearing(event) or _ended(event)


def _ended(event: Event) -> dict[str, object] | None:
    match event:
        case LateAppealWithdrawn():
            return ended(LateAppealState.WITHDRAWN.value, event.withdrawn_on)
        case LateAppealDeclaredInadmissible():
            end = ended(LateAppealState.INADMISSIBLE.value, event.declared_on)
        case LateAppealDismissed():
            end = ended(LateAppealState.DISMISSED.value, event.ruled_on)
        case LateAppealUpheld():
            end = ended(LateAppealState.UPHELD.value, event.ruled_on)
        case _:
            return None
    return {**end, **ruled(event.sealed_ruling, event.to_pay)}


def _entry(row: Row[tuple[object, ...]]) -> LateAppealEntry:
    return LateAppealEntry(
        appeal_id=row.appeal_id,
        version=row.version,
        case_id=row.case_id,
        objection_id=row.objection_id,
        lodged_on=row.lodged_on,
        court_reference=row.court_reference,
        notice_received_on=row.notice_received_on,
        open_from=row.open_from,
        premature=row.premature,
        state=LateAppealState(row.state),
        ended_on=row.ended_on,
        ruling=written(None, row.sealed_ruling),
        order=_order(row),
        late_decision_id=row.late_decision_id,
        taken_on=row.taken_on,
        hearing_on=row.hearing_on,
        to_pay=to_pay_in(row),
        announced_on=row.announced_on,
    )


def _announced(log: EventLog, entry: LateAppealEntry) -> LateAppealEntry:
    """With the day on which a ruling that was given in no decision heard of then was announced (Awb 7:12(2))."""
    if entry.announced_on is not None or entry.objection_id is None or entry.taken_on is None:
        return entry
    return replace(entry, announced_on=day_told(entry.taken_on, days_told(log, entry.objection_id)))


def _order(row: Row[tuple[object, ...]]) -> OrderedDecision | None:
    if row.last_day is None:
        return None
    return OrderedDecision(row.sent_on, row.last_day, row.euros_per_day, row.most_euros)
