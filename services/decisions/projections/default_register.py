"""Notices of default and penalties as readers of a case see them (following)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    String,
    Table,
    Uuid,
    and_,
    case,
    delete,
    func,
    insert,
    select,
    update,
)

from services.decisions.domain.carried_term import CarriedTerm
from services.decisions.domain.decision_term import DecisionTermStarted
from services.decisions.domain.notice_of_default import FromNotice, NoticeOfDefaultReceived, PenaltyFixed
from services.decisions.domain.penalty import PenaltyFixedAnew, PenaltyPaid
from services.decisions.domain.recovery import PenaltyRecoveryDecided, PenaltyRecoveryRevoked
from services.decisions.projections import metadata
from services.decisions.projections.case_register import cases, within
from shared.eventlog.aggregate import Event
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.access import Principal

notices_of_default = Table(
    "notices_of_default",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("received_on", Date, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("premature", Boolean, nullable=False),
    Column("grace_last_day", Date),
    Column("first_penalty_day", Date),
    Column("last_penalty_day", Date),
)

penalties = Table(
    "penalties",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("decision_id", Uuid, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("days", Integer, nullable=False),
    Column("amount_euros", Integer, nullable=False),
    Column("ground", String),
    Column("fixed_anew_on_objection", Uuid),
    Column("paid_on", Date),
    Column("share_cents", Integer),
    Column("recovered_euros", Integer),
    Column("recovered_on", Date),
)


class StoredNotice(msgspec.Struct, frozen=True):
    """A notice of default as the register has it."""

    received_on: date
    channel: str
    premature: bool
    grace_last_day: date | None
    first_penalty_day: date | None
    last_penalty_day: date | None


class StoredPenalty(msgspec.Struct, frozen=True):
    """The decision on the penalty as the register has it."""

    decision_id: UUID
    decided_on: date
    decided_by: str
    first_day: date
    last_day: date
    days: int
    amount_euros: int
    ground: str | None
    fixed_anew_on_objection: UUID | None
    paid_on: date | None
    share_cents: int | None
    recovered_euros: int | None
    recovered_on: date | None


class StoredDefault(msgspec.Struct, frozen=True):
    """A case in which a notice of default has had effect."""

    case_id: UUID
    exemption_type: str
    municipality: str | None


class DefaultRegister:
    """Follows the log and keeps `notices_of_default` and `penalties`."""

    name = "default_register"
    tables = (notices_of_default, penalties)

    def apply(self, connection: Connection, event: RecordedEvent) -> None:
        match event.event:
            case NoticeOfDefaultReceived() as notice:
                _note(connection, notice.originator_id, notice)
            case DecisionTermStarted(carried_over=CarriedTerm() as carried) as started:
                for over in carried.notices if not carried.penalty_fixed else ():
                    _note(connection, started.originator_id, over)
            case _:
                self._of_penalty(connection, event.event)

    def _of_penalty(self, connection: Connection, event: Event) -> None:
        """Fixed, paid, or asked back."""
        match event:
            case PenaltyFixed() as fixed:
                connection.execute(insert(penalties).values(**_fixed(fixed)))
            case (
                PenaltyFixedAnew()
                | PenaltyPaid()
                | PenaltyRecoveryDecided()
                | PenaltyRecoveryRevoked() as later
            ):
                _change(connection, later.originator_id, _changed_by(later))
            case _:
                pass


def notices_of(connection: Connection, case_id: UUID) -> list[StoredNotice]:
    """The notices of default in a case, in order of receipt."""
    table = notices_of_default
    query = select(table).where(table.c.case_id == case_id).order_by(table.c.received_on, table.c.channel)
    rows = connection.execute(query)
    return [msgspec.convert(row, StoredNotice, from_attributes=True) for row in rows]


def unfixed_defaults(connection: Connection, principal: Principal) -> list[StoredDefault]:
    """The cases within scope in which a notice of default has had effect, and no penalty was fixed."""
    table = notices_of_default.c
    query = (
        select(cases.c.case_id, cases.c.exemption_type, cases.c.municipality)
        .join(notices_of_default, table.case_id == cases.c.case_id)
        .outerjoin(penalties, penalties.c.case_id == cases.c.case_id)
        .where(within(principal), table.premature.is_(False), penalties.c.case_id.is_(None))
        .distinct()
    )
    return [msgspec.convert(row, StoredDefault, from_attributes=True) for row in connection.execute(query)]


def penalty_of(connection: Connection, case_id: UUID) -> StoredPenalty | None:
    """The decision on the penalty in a case, or None."""
    row = connection.execute(select(penalties).where(penalties.c.case_id == case_id)).one_or_none()
    return msgspec.convert(row, StoredPenalty, from_attributes=True) if row else None


def _change(connection: Connection, case_id: UUID, changed: dict[str, object]) -> None:
    connection.execute(update(penalties).where(penalties.c.case_id == case_id).values(changed))


def _fixed_anew(fixed: PenaltyFixedAnew) -> dict[str, object]:
    return {
        "decision_id": fixed.decision_id,
        "decided_on": fixed.decided_on,
        "decided_by": fixed.decided_by,
        "amount_euros": fixed.amount_euros,
        "ground": None,
        "fixed_anew_on_objection": fixed.objection_id,
        "paid_on": None,
        "share_cents": fixed.share_cents,
    }


def _changed_by(
    later: PenaltyFixedAnew | PenaltyPaid | PenaltyRecoveryDecided | PenaltyRecoveryRevoked,
) -> dict[str, object]:
    """What became of a penalty after it was fixed."""
    match later:
        case PenaltyFixedAnew():
            return _fixed_anew(later)
        case PenaltyPaid():
            return {"paid_on": later.paid_on}
        case PenaltyRecoveryDecided():
            return _recovered(later)
        case PenaltyRecoveryRevoked():
            return _recovered_no_more(later)


def _recovered(back: PenaltyRecoveryDecided) -> dict[str, object]:
    """Added to what was asked back before."""
    before = func.coalesce(penalties.c.recovered_euros, 0)
    return {"recovered_euros": before + back.amount_euros, "recovered_on": back.decided_on}


def _recovered_no_more(revoked: PenaltyRecoveryRevoked) -> dict[str, object]:
    """Taken from what was asked back; nothing is left where that was all."""
    table = penalties.c
    all_of_it = table.recovered_euros == revoked.amount_euros
    left = table.recovered_euros - revoked.amount_euros
    return {
        "recovered_euros": case((all_of_it, None), else_=left),
        "recovered_on": case((all_of_it, None), else_=table.recovered_on),
    }


def _note(connection: Connection, case_id: UUID, notice: NoticeOfDefaultReceived | FromNotice) -> None:
    """As it was recorded last."""
    connection.execute(delete(notices_of_default).where(_same(case_id, notice)))
    connection.execute(insert(notices_of_default).values(**_noticed(case_id, notice)))


def _same(case_id: UUID, notice: NoticeOfDefaultReceived | FromNotice) -> ColumnElement[bool]:
    table = notices_of_default.c
    return and_(
        table.case_id == case_id,
        table.received_on == notice.received_on,
        table.channel == notice.channel.value,
    )


def _noticed(case_id: UUID, notice: NoticeOfDefaultReceived | FromNotice) -> dict[str, object]:
    return {
        "case_id": case_id,
        "received_on": notice.received_on,
        "channel": notice.channel.value,
        "premature": notice.premature,
        "grace_last_day": notice.grace_last_day,
        "first_penalty_day": notice.first_penalty_day,
        "last_penalty_day": notice.last_penalty_day,
    }


def _fixed(fixed: PenaltyFixed) -> dict[str, object]:
    return {
        "case_id": fixed.originator_id,
        "decision_id": fixed.decision_id,
        "decided_on": fixed.decided_on,
        "decided_by": fixed.decided_by,
        "first_day": fixed.first_day,
        "last_day": fixed.last_day,
        "days": fixed.days,
        "amount_euros": fixed.amount_euros,
        "ground": fixed.ground.value if fixed.ground else None,
        "share_cents": fixed.share_cents,
    }
