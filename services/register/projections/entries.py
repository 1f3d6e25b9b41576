"""The register's entries: what was entered or revoked, in order, for audit to read like a journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Engine,
    Integer,
    Row,
    String,
    Table,
    Uuid,
    func,
    insert,
    select,
    update,
)

from services.register.domain.access_right import AccessRight, Announcement
from services.register.projections import metadata
from shared.contracts.register import RegisterAct, RegisterEntry, RegisterEntryPage
from shared.database import reading
from shared.vocabulary import from_utc_micros, utc_micros

HEAD_ROW: Final = 1
LARGEST_PAGE: Final = 1_000

Position: Final = BigInteger().with_variant(Integer, "sqlite")

register_head = Table(
    "register_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
    Column("recorded_at_micros", BigInteger, nullable=False),
)
"""One row: the last position and instant. Who changes the register holds it first."""

register_entries = Table(
    "register_entries",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("entry_id", Uuid, nullable=False, unique=True),
    Column("act", String(32), nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("decision_id", Uuid, nullable=False),
    Column("caused_by", Uuid, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("zone", String(16), nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("recorded_at_micros", BigInteger, nullable=False),
)


class EntryBook:
    """Writes entries, in the transaction of their effect."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    @staticmethod
    def hold(connection: Connection) -> None:
        """Keep every other change of the register waiting until this transaction ends.

        Without it two consumers, each with one half of a right, could both find the other half absent.
        """
        connection.execute(
            select(register_head.c.position).where(register_head.c.id == HEAD_ROW).with_for_update()
        ).scalar_one()

    def enter(self, connection: Connection, right: AccessRight, because: Announcement) -> None:
        """That the right came into being."""
        self._write(connection, RegisterAct.ACCESS_ENTERED, right, because)

    def revoke(self, connection: Connection, right: AccessRight, because: Announcement) -> None:
        """That the right ends on its `revoked_from`."""
        self._write(connection, RegisterAct.ACCESS_REVOKED, right, because)

    def _write(
        self, connection: Connection, act: RegisterAct, right: AccessRight, because: Announcement
    ) -> None:
        head = connection.execute(select(register_head)).one()
        position = head.position + 1
        recorded_at = max(utc_micros(self._now()), head.recorded_at_micros)
        entered = act is RegisterAct.ACCESS_ENTERED
        entry = {
            "position": position,
            "entry_id": entry_id(act, right.decision_id, because.event_id),
            "act": act,
            "case_id": right.case_id,
            "decision_id": right.decision_id,
            "caused_by": because.event_id,
            "correlation_id": because.correlation_id,
            "zone": right.zone,
            "effective_on": right.valid_from if entered else right.revoked_from,
            "valid_until": right.valid_until,
            "recorded_at_micros": recorded_at,
        }
        connection.execute(insert(register_entries), entry)
        connection.execute(update(register_head).values(position=position, recorded_at_micros=recorded_at))


class EntryPages:
    """Reads entries, in order."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(self, after: int, limit: int) -> RegisterEntryPage:
        """At most `limit` entries with a position above `after`, and how far the register has come."""
        query = (
            select(register_entries)
            .where(register_entries.c.position > after)
            .order_by(register_entries.c.position)
            .limit(min(limit, LARGEST_PAGE))
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            head = connection.execute(select(register_head.c.position)).scalar_one()
        return RegisterEntryPage(log="register", entries=tuple(map(_entry, rows)), head=head)


def entered_by(
    connection: Connection, decisions: Sequence[UUID], known_at: datetime
) -> dict[UUID, date | None]:
    """By decision whose right was entered by then: the day from which it was known to be revoked."""
    query = select(
        register_entries.c.act, register_entries.c.decision_id, register_entries.c.effective_on
    ).where(
        register_entries.c.decision_id.in_(decisions),
        register_entries.c.recorded_at_micros <= utc_micros(known_at),
    )
    known: dict[UUID, date | None] = {}
    for act, decision_id, effective_on in connection.execute(query.order_by(register_entries.c.position)):
        revoked = known.setdefault(decision_id, None)
        if act == RegisterAct.ACCESS_REVOKED:
            known[decision_id] = effective_on if revoked is None else min(revoked, effective_on)
    return known


def last_position_by(connection: Connection, known_at: datetime) -> int:
    """The position of the last entry recorded by then; 0: none."""
    last = select(func.max(register_entries.c.position)).where(
        register_entries.c.recorded_at_micros <= utc_micros(known_at)
    )
    return connection.execute(last).scalar_one() or 0


def last_position(connection: Connection) -> int:
    """The position of the last entry; 0: none."""
    head = select(register_head.c.position).where(register_head.c.id == HEAD_ROW)
    return int(connection.execute(head).scalar_one())


def entry_id(act: RegisterAct, decision_id: UUID, caused_by: UUID) -> UUID:
    """The entry's own id, from what it does and why."""
    return uuid5(caused_by, f"{act}:{decision_id}")


def _entry(row: Row[tuple[object, ...]]) -> RegisterEntry:
    return RegisterEntry(
        position=row.position,
        entry_id=row.entry_id,
        act=RegisterAct(row.act),
        case_id=row.case_id,
        decision_id=row.decision_id,
        caused_by=row.caused_by,
        correlation_id=row.correlation_id,
        zone=row.zone,
        effective_on=row.effective_on,
        valid_until=row.valid_until,
        recorded_at=from_utc_micros(row.recorded_at_micros),
    )
