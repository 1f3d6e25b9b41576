"""A producer that publishes stamps on permits, and a desk that counts them, each with its own log."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, Engine, func, insert, select

from shared.contracts.envelope import TYPE_PREFIX, Contract, Message
from shared.database import open_engine, reading
from shared.eventlog.act import Act
from shared.eventlog.feed import Feed, Publication
from shared.eventlog.log import EventLog, Saved
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.bus import Bus
from shared.runtime.clock import FixedClock
from shared.runtime.consumer import Consumer
from shared.runtime.feed_client import FeedSource
from shared.runtime.ids import SequentialIds
from shared.runtime.relay import Relay
from shared.runtime.sinks import ReactionSink, acts_of
from shared.runtime.workers import WAITS_ITSELF, Worker, WorkerThread
from tests.support import permits
from tests.support.nats import eventually


class Stamped(Contract, frozen=True):
    """A permit was stamped."""

    TYPE = TYPE_PREFIX + "test-stamped.v1"

    permit_id: UUID
    remark: str | None = None


def to_stamped(recorded: RecordedEvent) -> Stamped:
    """The stamp as published; that permits are asked for stays inside."""
    assert isinstance(recorded.event, permits.PermitStamped)
    return Stamped(recorded.event.originator_id, recorded.event.remark)


PUBLICATIONS = [Publication(permits.PermitStamped, Stamped, ("desk",), to_stamped)]


class Producer:
    """The service that stamps."""

    def __init__(self, folder: Path) -> None:
        self.engine = open_engine(f"sqlite:///{folder / 'permits.db'}")
        permits.create_tables(self.engine)
        self.log = permits.open_log(self.engine)
        self.feed = Feed(self.log, PUBLICATIONS)
        self._asked = 0

    def stamp(self, *remarks: str) -> None:
        """Ask for a permit and stamp it with each remark: one unpublished event, then the published ones."""
        self._asked += 1
        permit = permits.Permit.ask(permits.nth_id(self._asked))
        for remark in remarks:
            permit.stamp(remark)
        self.log.save_act(permits.an_act(self._asked), permit)

    def stamp_many(self, first: int, last: int) -> None:
        """Stamps "first" to "last", one permit each."""
        for number in range(first, last + 1):
            self.stamp(str(number))

    def relay(self, bus: Bus) -> Relay:
        """A relay of this log."""
        return Relay(self.log, self.feed, bus, self.engine, permits.tables.consumers)


class Desk:
    """The service that hears of stamps and files a permit of its own for each."""

    def __init__(self, folder: Path) -> None:
        self.engine: Engine = open_engine(f"sqlite:///{folder / 'desk.db'}")
        permits.create_tables(self.engine)
        self.log = EventLog("desk", self.engine, permits.metadata, permits.ManualClock())
        self.broken_at: str | None = None
        """Remark at which the reaction raises."""
        self.seen: list[Act] = []

    def when_stamped_file_it(self, message: Message, stamped: Stamped, act: Act) -> Saved | None:
        """File the remark under an id that follows from the message, so that twice would be seen."""
        if stamped.remark == self.broken_at:
            raise RuntimeError("broken")
        if stamped.remark == "ignored":
            return None
        filed = permits.Permit.ask(message.event_id)
        filed.stamp(stamped.remark)
        self.seen.append(act)
        return self.log.save_act(act, filed)

    def sink(self) -> ReactionSink:
        """The desk's reactions to permits."""
        acts = acts_of("desk", FixedClock(permits.NOON), SequentialIds())
        return ReactionSink("desk", self.log, {Stamped: self.when_stamped_file_it}, acts)

    def consumer(self, source: FeedSource, bus: Bus | None, **seconds: float) -> Consumer:
        """Reads permits; by default polls so seldom that only the bus can have brought a message."""
        intervals = {"poll_seconds": 0.05, "net_seconds": 3600.0, "poison_retry_seconds": 0.2} | seconds
        return Consumer("permits", source, self.sink(), bus, **intervals)

    def remarks(self) -> list[str | None]:
        """What was filed, in the order of the desk's log."""
        events = [recorded.event for recorded in self.log.events_after(0, limit=100_000)]
        return [event.remark for event in events if isinstance(event, permits.PermitStamped)]

    def position(self) -> int:
        """How far the desk is in the permits log."""
        return self.log.consumer_position("desk", "permits")[0]


class StampList:
    """A projection, following or remote: the remarks in order, kept in the table of rules."""

    def __init__(self, name: str = "stamps") -> None:
        self.name = name
        self.tables = (permits.rules,)
        self.broken_at: str | None = None

    def apply(
        self, connection: Connection, about: RecordedEvent | Message, contract: Contract | None = None
    ) -> None:
        """Note the remark."""
        if isinstance(about, RecordedEvent):
            contract = to_stamped(about) if isinstance(about.event, permits.PermitStamped) else None
        if not isinstance(contract, Stamped):
            return
        if contract.remark == self.broken_at:
            raise RuntimeError("broken")
        connection.execute(
            insert(permits.rules).values(name=f"{self.name}-{contract.remark}", position=about.position)
        )

    def remarks(self, engine: Engine) -> list[str]:
        """The remarks noted, in order."""
        ours = permits.rules.c.name.like(f"{self.name}-%")
        with reading(engine) as connection:
            names = (
                connection.execute(select(permits.rules.c.name).where(ours).order_by("position"))
                .scalars()
                .all()
            )
        return [name.partition("-")[2] for name in names]

    def count(self, engine: Engine) -> int:
        """How many remarks are noted."""
        with reading(engine) as connection:
            return connection.execute(select(func.count()).select_from(permits.rules)).scalar_one()


@contextmanager
def running(*workers: Worker) -> Iterator[list[WorkerThread]]:
    """Run workers in threads for as long as the block lasts."""
    threads = [WorkerThread(worker, WAITS_ITSELF) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield threads
    finally:
        for thread in threads:
            thread.ask_to_stop()
        for thread in threads:
            thread.stop()


def numbers(first: int, last: int) -> list[str | None]:
    """The remarks of `Producer.stamp_many`."""
    return [str(number) for number in range(first, last + 1)]


def files(desk: Desk, first: int, last: int, seconds: float = 10.0) -> None:
    """Wait until the desk has filed these and nothing else, in order."""
    eventually(lambda: len(desk.remarks()) >= last - first + 1, seconds)
    assert desk.remarks() == numbers(first, last)


def alive_threads(name: str) -> int:
    """How many threads of this name live."""
    return sum(thread.name == name for thread in threading.enumerate())
