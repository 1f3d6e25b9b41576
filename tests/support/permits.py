"""The smallest subject with everything a log can hold: permits that are asked for, stamped and withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

import msgspec
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, Engine, Integer, MetaData, String, Table, Uuid

from shared.database import writing
from shared.eventlog.act import Act
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.eventlog.append import POSITION, RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.migration import create_log_tables, create_source_past, create_worker_lease
from shared.eventlog.recorded import RecordedEvent
from shared.eventlog.tables import log_tables

metadata = MetaData()
tables = log_tables(metadata)
permits = Table(
    "permits",
    metadata,
    Column("permit_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("stamps", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
)
rules = Table(
    "rules",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Integer),
    Column("position", BigInteger, nullable=False),
)

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
_NAMES = UUID("0f7d7c0e-6a52-4a4e-9d55-2f1f9d2c8a10")


class Street(msgspec.Struct, frozen=True):
    """A value inside an event."""

    name: str
    numbers: tuple[int, ...]


class PermitAsked(FoundingEvent):
    """A permit was asked for."""

    TOPIC = "test.permit-asked"

    street: Street
    from_day: date
    asked_by: UUID

    def apply(self, aggregate: Permit) -> None:
        aggregate.street = self.street
        aggregate.from_day = self.from_day


class PermitStamped(Event):
    """A permit got a stamp."""

    TOPIC = "test.permit-stamped"

    remark: str | None

    def apply(self, aggregate: Permit) -> None:
        aggregate.remarks = (*aggregate.remarks, self.remark)


class Permit(Aggregate):
    """A permit to put something in a street."""

    TOPIC = "test.permit"

    street: Street = Street("", ())
    from_day: date = date.min
    remarks: tuple[str | None, ...] = ()

    @classmethod
    def ask(cls, permit_id: UUID) -> Permit:
        """Ask for a permit."""
        return cls.found(
            PermitAsked,
            id=permit_id,
            street=Street("Lange Poten", (1, 3)),
            from_day=date(2026, 8, 1),
            asked_by=nth_id(999),
        )

    def stamp(self, remark: str | None = None) -> None:
        """Put a stamp on it."""
        self.trigger_event(PermitStamped, remark=remark)


class Other(Aggregate):
    """An aggregate of another kind."""

    TOPIC = "test.other"


class PermitRows:
    """Inline projection: one row for each permit."""

    name: Final = "permits"
    tables: Final = (permits,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """A new row for a new permit, a stamp more for each stamp."""
        version = event.event.originator_version
        key = {"permit_id": event.event.originator_id}
        if isinstance(event.event, PermitAsked):
            yield RowWrite("permits", "insert", key, {"version": version, "stamps": 0, "position": POSITION})
        else:
            values = {"version": version, "stamps": version - 1, "position": POSITION}
            yield RowWrite("permits", "update", key, values, expect={"version": version - 1})


class ManualClock:
    """A clock that stands still until it is moved, also backwards."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **step: float) -> None:
        """Move by a timedelta's keywords."""
        self.now += timedelta(**step)


def create_tables(engine: Engine) -> None:
    """Create the log's tables by their migration and the inline tables beside them."""
    with writing(engine) as connection:
        operations = Operations(MigrationContext.configure(connection))
        create_log_tables(operations)
        create_worker_lease(operations)
        create_source_past(operations)
        permits.create(connection)
        rules.create(connection)


def open_log(
    engine: Engine, clock: Callable[[], datetime] | None = None, **options: Callable[[str], None]
) -> EventLog:
    """The log of the permits service, with its inline projection."""
    return EventLog("permits", engine, metadata, clock or ManualClock(), [PermitRows()], **options)


def nth_id(number: int) -> UUID:
    """An id that a test can say again."""
    return uuid5(_NAMES, str(number))


def an_act(number: int = 0, **changes: object) -> Act:
    """What somebody does at noon."""
    act = Act(
        actor="desk-1",
        role="case_handler",
        at=NOON,
        command_id=nth_id(10_000 + number),
        correlation_id=nth_id(20_000 + number),
    )
    return replace(act, **changes)  # type: ignore[arg-type]  # keywords of the dataclass, as the test says them
