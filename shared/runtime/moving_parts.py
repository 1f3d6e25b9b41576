"""The parts of a service that move by themselves: projections, consumers, relay and workers.

Each has a thread; here they are started and stopped together, and asked together what is still to do. Of
several replicas on one database they move in the one that holds the lease; in the others they stand by.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Final

from shared.eventlog.feed import Feed
from shared.runtime.bounded_look import BoundedLook
from shared.runtime.bus import Bus
from shared.runtime.consumer import Consumer
from shared.runtime.declaration import ServiceContext, ServiceParts
from shared.runtime.feed_client import FeedClient, FeedSource, FeedUnreachable
from shared.runtime.lag import Behind, Lag
from shared.runtime.lease import WorkerLease
from shared.runtime.lease_keeper import LeaseKeeper
from shared.runtime.projections import FollowingRunner
from shared.runtime.relay import Relay
from shared.runtime.sinks import ProjectionSink, ReactionSink, Sink, acts_of
from shared.runtime.source_past import SourcePast
from shared.runtime.stored_measures import StoredMeasures, forget_stored
from shared.runtime.telemetry import Metrics
from shared.runtime.workers import WAITS_ITSELF, Worker, WorkerThread

logger = logging.getLogger(__name__)

FeedOf = Callable[[str], FeedSource]
"""Where the feed of a log, by its name, can be read."""

SOURCE_WAS_PUT_BACK: Final = "SourceWasPutBack"
"""What is told of a consumer whose source log has another past than it heard; see docs/operations.md."""
LOOKS_SECONDS: Final = 5.0
"""How long whoever measures waits for what the database tells: Prometheus gives a service ten seconds in all."""
_STOP_SECONDS: Final = 10.0


def feeds_over_http(context: ServiceContext) -> FeedOf:
    """The feeds of the sister services at the addresses that the settings give."""
    return lambda log: FeedClient(context.settings.service_url(log), context.service_token)


class MovingParts:
    """All threads of one service."""

    def __init__(
        self,
        context: ServiceContext,
        parts: ServiceParts,
        feed: Feed | None,
        feed_of: FeedOf,
        bus: Bus | None,
        lease: WorkerLease,
    ) -> None:
        """`feed` is the service's own, None without a log; `feed_of` gives those of others."""
        self._context = context
        self._keeper = LeaseKeeper(context.name, lease, self._take_up)
        self._sources: dict[str, FeedSource] = {}
        self._runner = _runner(context, parts)
        self._consumers = [
            self._consumer(log, sink, feed_of(log), bus) for log, sink in _sinks(context, parts).items()
        ]
        readers: dict[str, Behind] = {each.source_log: each for each in self._consumers}
        readers |= parts.readers
        lags = {log: (each, Lag(each, context.clock.now())) for log, each in readers.items()}
        self._workers = list(parts.workers)
        waiting: list[Worker] = [*self._consumers]
        if self._runner is not None:
            waiting.append(self._runner)
        relay = None
        if feed is not None and bus is not None:
            relay = Relay(context.log, feed, bus, context.engine, context.positions)
            waiting.append(relay)
        self._threads = [WorkerThread(part, WAITS_ITSELF, self._keeper.turn) for part in waiting]
        self._threads += [
            WorkerThread(worker, parts.workers_rest, self._keeper.turn) for worker in self._workers
        ]
        self._look = BoundedLook(f"{context.name}-measures", LOOKS_SECONDS)
        self._stored = StoredMeasures(context, parts, self._runner, self._consumers, lags, relay, self)

    @property
    def active(self) -> bool:
        """Whether the parts move here; otherwise they stand by."""
        return self._keeper.held

    def start(self) -> None:
        """Take the lease, when it is free, and start every thread."""
        self._keeper.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let every part end its current step, all at the same time; none waits any more for the log to go on."""
        for thread in self._threads:
            thread.ask_to_stop()
        if self._context.event_log is not None:
            self._context.event_log.end_waiting()
        for thread in self._threads:
            thread.stop(_STOP_SECONDS)
        for consumer in self._consumers:
            consumer.close()
        self._keeper.stop()

    def wake(self) -> None:
        """Let every part look for work now; consumers look at the feeds."""
        for consumer in self._consumers:
            consumer.poll_now()
        for thread in self._threads:
            thread.wake()

    def _take_up(self) -> None:
        """Go on from where others have come."""
        self._look_again()
        for thread in self._threads:
            thread.wake()

    def _look_again(self) -> None:
        for consumer in self._consumers:
            consumer.look_again()
        if self._runner is not None:
            self._runner.look_again()

    def pending(self) -> list[str]:
        """What is due and not done yet, a line for each part that has some; empty: drained."""
        return [f"{name}: {count}" for name, count in self._counts() if count]

    def _counts(self) -> Iterator[tuple[str, int]]:
        self.refresh()
        parts: list[Worker] = [*self._consumers, *self._workers]
        if self._runner is not None:
            parts.append(self._runner)
        for part in parts:
            yield f"{self._context.name} {part.name}", part.pending()

    def next_due(self) -> datetime | None:
        """The earliest timer that lies ahead, on the business clock."""
        return min((due for worker in self._workers if (due := worker.next_due()) is not None), default=None)

    def stopped(self) -> dict[str, str]:
        """Parts that stand still on an error, with the error's type; where nothing moves, nothing stands still."""
        found = {thread.worker.name: thread.failing for thread in self._threads if thread.failing is not None}
        if not self.active:
            return found
        found |= {consumer.name: consumer.poison.fault for consumer in self._consumers if consumer.poison}
        found |= {consumer.name: SOURCE_WAS_PUT_BACK for consumer in self._consumers if consumer.regression}
        if self._runner is not None:
            found |= {name: poison.fault for name, poison in self._runner.poisoned().items()}
        return found

    def reached(self) -> dict[str, Callable[[int], bool]]:
        """By log, whether what this service reads has taken in that log up to a position."""
        found = {consumer.source_log: self._taken_in(consumer) for consumer in self._consumers}
        if self._context.event_log is not None:
            found[self._context.name] = self._followed
        return found

    def shown(self) -> dict[str, Callable[[], int]]:
        """By log, the position up to which every read shows it: the own log, or without one those of others."""
        if self._context.event_log is not None:
            return {self._context.name: self._shown_position}
        return {consumer.source_log: self._position_of(consumer) for consumer in self._consumers}

    def measure(self, metrics: Metrics) -> None:
        """Bring the gauges up to date; what the database does not tell in time is not shown.

        A look at feeds that do not answer takes less, and is no fault of the database.
        """
        service = self._context.name
        metrics.lease_held.labels(service).set(int(self.active))
        in_time = self._look.take(
            partial(self._stored.measure, metrics), partial(forget_stored, metrics, service)
        )
        if not in_time:
            logger.warning("metrics of %s without its database: it does not answer", service)
        self._measure_threads(service, metrics)

    def _measure_threads(self, service: str, metrics: Metrics) -> None:
        for thread in self._threads:
            metrics.worker_rested.labels(service, thread.worker.name).set(thread.seconds_since_step())
        stopped = self.stopped()
        for name in {thread.worker.name for thread in self._threads} | set(stopped):
            metrics.stopped.labels(service, name).set(int(name in stopped))

    def _consumer(self, log: str, sink: Sink, source: FeedSource, bus: Bus | None) -> Consumer:
        self._sources[log] = source
        past = SourcePast(self._context.engine, self._context.positions, sink.consumer)
        return Consumer(log, source, sink, bus, poll_seconds=self._context.settings.poll_seconds, past=past)

    def _followed(self, position: int) -> bool:
        """Whether the following projections show the own log up to this position."""
        return self._shown_position() >= position

    def refresh(self) -> None:
        """Where the parts stand by, the database knows how far those of another replica have come."""
        if not self.active:
            self._look_again()

    def _shown_position(self) -> int:
        self.refresh()
        return self._runner.position() if self._runner is not None else self._context.log.head()

    def _taken_in(self, consumer: Consumer) -> Callable[[int], bool]:
        """Whether a consumer has done all that was published up to a position, and it shows."""

        def reached(position: int) -> bool:
            self.refresh()
            if consumer.position < position and not self._nothing_between(consumer, position):
                consumer.poll_now()  # somebody waits: do not leave it to the next regular poll
                return False
            return self._context.event_log is None or self._followed(self._context.log.head())

        return reached

    def _nothing_between(self, consumer: Consumer, position: int) -> bool:
        """Whether no message was published after the consumer's position up to this one."""
        try:
            page = self._sources[consumer.source_log].page(consumer.position, 1)
        except FeedUnreachable:
            return False
        if page.messages:
            return page.messages[0].position > position
        return page.scanned_to >= position

    def _position_of(self, consumer: Consumer) -> Callable[[], int]:
        def position() -> int:
            self.refresh()
            return consumer.position

        return position


def _runner(context: ServiceContext, parts: ServiceParts) -> FollowingRunner | None:
    if not parts.following:
        return None
    return FollowingRunner(context.log, context.engine, context.positions, parts.following)


def _sinks(context: ServiceContext, parts: ServiceParts) -> dict[str, Sink]:
    """By source log: where its messages go."""
    act_for = acts_of(context.name, context.clock, context.ids)
    sinks: dict[str, Sink] = {}
    for log, reactions in parts.reactions.items():
        sinks[log] = ReactionSink(context.name, context.log, reactions, act_for)
    for log, projection in parts.remote.items():
        sinks[log] = ProjectionSink(context.name, context.engine, context.positions, projection)
    return sinks
