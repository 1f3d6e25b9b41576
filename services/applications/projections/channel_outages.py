"""Following: the register of outages, and the terms to complete of which an outage covers the last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Index,
    Row,
    String,
    Table,
    Uuid,
    and_,
    delete,
    func,
    insert,
    select,
)

from services.applications.domain.channel_outage import (
    ChannelOutageCorrected,
    ChannelOutageRecorded,
    OutageReason,
    OutageTimes,
    by_days,
)
from services.applications.projections import metadata
from services.applications.projections.completion_terms import completion_terms
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.law.moved_terms import CHANNELS, ElectronicChannel, Outage, TermFor
from shared.vocabulary import from_utc_micros, utc_micros

channel_outages = Table(
    "channel_outages",
    metadata,
    Column("outage_id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("began_at_micros", BigInteger, nullable=False),
    Column("ended_at_micros", BigInteger, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("final_day", Date, nullable=False),
    Column("reason", String(20), nullable=False),
    Column("told_by_event", Uuid, nullable=False),
    Index("channel_outages_by_day", "first_day", "final_day"),
)
"""One row per outage, as it was recorded or corrected last."""

_COVERED: Final = and_(
    channel_outages.c.first_day <= completion_terms.c.term_last_day,
    completion_terms.c.term_last_day <= channel_outages.c.final_day,
    channel_outages.c.channel.in_([channel.value for channel in CHANNELS[TermFor.SUPPLEMENT]]),
)
_AFFECTED: Final = completion_terms.join(channel_outages, _COVERED)


@dataclass(frozen=True, slots=True)
class StoredOutage:
    """An outage, as the register has it."""

    outage_id: UUID
    version: int
    times: OutageTimes
    told_by_event: UUID
    """The event that recorded or corrected it last."""

    def by_days(self) -> Outage:
        """The outage by legal days."""
        return by_days(self.outage_id, self.times)


class ChannelOutagesProjection:
    """A row for each outage."""

    name: Final = "channel_outages"
    tables: Final = (channel_outages,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        if isinstance(event, ChannelOutageRecorded | ChannelOutageCorrected):
            this = channel_outages.c.outage_id == event.originator_id
            connection.execute(delete(channel_outages).where(this))
            connection.execute(insert(channel_outages), _row(event))


class OutageReader:
    """Reads of the register, and the worklist of the worker that moves terms."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def page(self, on: date | None, after: UUID | None, limit: int) -> list[StoredOutage]:
        """At most `limit` outages in the order of recording; with a day, those that covered a part of it."""
        query = select(channel_outages).order_by(channel_outages.c.outage_id)
        if on is not None:
            query = query.where(channel_outages.c.first_day <= on, channel_outages.c.final_day >= on)
        if after is not None:
            query = query.where(channel_outages.c.outage_id > after)
        with self._log.read() as connection:
            return [_stored(row) for row in connection.execute(query.limit(limit))]

    def terms_to_move(self, limit: int) -> list[tuple[UUID, StoredOutage]]:
        """Cases with a term to complete of which an outage covers the last day, and that outage."""
        query = (
            select(completion_terms.c.case_id, channel_outages)
            .select_from(_AFFECTED)
            .order_by(completion_terms.c.case_id, channel_outages.c.final_day.desc())
            .limit(limit)
        )
        with self._log.read() as connection:
            return [(row.case_id, _stored(row)) for row in connection.execute(query)]

    def count_to_move(self) -> int:
        """How many there are."""
        with self._log.read() as connection:
            return connection.execute(select(func.count()).select_from(_AFFECTED)).scalar_one()


def _row(event: ChannelOutageRecorded | ChannelOutageCorrected) -> dict[str, object]:
    days = by_days(event.originator_id, event.times)
    return {
        "outage_id": event.originator_id,
        "version": event.originator_version,
        "channel": event.times.channel.value,
        "began_at_micros": utc_micros(event.times.began_at),
        "ended_at_micros": utc_micros(event.times.ended_at),
        "first_day": days.first_day,
        "final_day": days.final_day,
        "reason": event.times.reason.value,
        "told_by_event": event.event_id,
    }


def _stored(row: Row[tuple[object, ...]]) -> StoredOutage:
    times = OutageTimes(
        ElectronicChannel(row.channel),
        from_utc_micros(row.began_at_micros),
        from_utc_micros(row.ended_at_micros),
        OutageReason(row.reason),
    )
    return StoredOutage(row.outage_id, row.version, times, row.told_by_event)
