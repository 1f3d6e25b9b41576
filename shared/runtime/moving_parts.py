"""The parts of a service that move by themselves: projections, consumers, relay and workers.

Each has a thread; here they are started and stopped together, and asked together what is still to do. Of
several replicas on one database they move in the one that holds the lease; in the others they stand by.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final

from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import SQLAlchemyError

from shared.eventlog.feed import Feed
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
from shared.runtime.telemetry import Metrics
from shared.runtime.workers import WAITS_ITSELF, Worker, WorkerThread, where

logger = logging.getLogger(__name__)

FeedOf = Callable[[str], FeedSource]
"""Where the feed of a log, by its name, can be read."""

SOURCE_WAS_PUT_BACK: Final = "SourceWasPutBack"
"""What is told of a consumer whose source log has another past than it heard; see docs/operations.md."""
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
        self._lags = {log: (each, Lag(each, context.clock.now())) for log, each in readers.items()}
        self._workers = list(parts.workers)
        self._parts = parts
        waiting: list[Worker] = [*self._consumers]
        if self._runner is not None:
            waiting.append(self._runner)
        self._relay: Relay | None = None
        if feed is not None and bus is not None:
            self._relay = Relay(context.log, feed, bus, context.engine, context.positions)
            waiting.append(self._relay)
        self._threads = [WorkerThread(part, WAITS_ITSELF, self._keeper.turn) for part in waiting]
        self._threads += [
            WorkerThread(worker, parts.workers_rest, self._keeper.turn) for worker in self._workers
        ]

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
        self._refresh()
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
        """Bring the gauges up to date; with the database away, those of what it holds are not shown."""
        service = self._context.name
        metrics.lease_held.labels(service).set(int(self.active))
        try:
            self._measure_stored(metrics)
            metrics.database_answers.labels(service).set(1)
        except (SQLAlchemyError, PersistenceError) as fault:
            logger.warning("metrics of %s without its database: %s", service, where(fault))
            metrics.forget_stored(service)
            metrics.database_answers.labels(service).set(0)
        self._measure_threads(service, metrics)

    def _measure_stored(self, metrics: Metrics) -> None:
        service = self._context.name
        if self._context.event_log is not None:
            metrics.log_head.labels(service, service).set(self._context.log.head())
        self._refresh()
        if self._runner is not None:
            self._measure_projections(self._runner, metrics)
        self._measure_readers(metrics)
        self._measure_relay(metrics)
        self._measure_work(service, metrics)

    def _measure_projections(self, runner: FollowingRunner, metrics: Metrics) -> None:
        service = self._context.name
        for name, position in runner.positions().items():
            metrics.projection_position.labels(service, name).set(position)
            waiting = self._context.log.recorded_after(position)
            metrics.projection_lag_seconds.labels(service, name).set(self._age(waiting))

    def _measure_readers(self, metrics: Metrics) -> None:
        """All feeds are asked at the same time: who measures waits for the slowest and not for their sum."""
        if not self._lags:
            return
        service, now, active = self._context.name, self._context.clock.now(), self.active
        with ThreadPoolExecutor(len(self._lags)) as at_once:
            ages = {
                log: at_once.submit(lag.seconds, now, active=active) for log, (_, lag) in self._lags.items()
            }
        for log, (reader, _) in self._lags.items():
            metrics.consumer_position.labels(service, log).set(reader.position)
            metrics.consumer_lag_seconds.labels(service, log).set(ages[log].result())
            metrics.feed_reachable.labels(service, log).set(int(reader.feed_reachable))

    def _measure_relay(self, metrics: Metrics) -> None:
        """One relay publishes for all replicas: those that stand by have nothing to publish."""
        if self._relay is None:
            return
        service = self._context.name
        waiting, first = self._relay.unpublished() if self.active else (0, None)
        metrics.relay_waiting.labels(service).set(waiting)
        metrics.relay_lag_seconds.labels(service).set(self._age(first))

    def _age(self, recorded_at: datetime | None) -> float:
        """In seconds on the business clock; 0 of nothing."""
        if recorded_at is None:
            return 0.0
        return max(0.0, (self._context.clock.now() - recorded_at).total_seconds())

    def _measure_work(self, service: str, metrics: Metrics) -> None:
        for worker in self._workers:
            metrics.worker_due.labels(service, worker.name).set(worker.pending())
        for of, number in self._parts.progress().items():
            metrics.progress.labels(service, of).set(number)
        for what, number in {**self._parts.parked(), "messages": self._poisoned()}.items():
            metrics.parked.labels(service, what).set(number)

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

    def _refresh(self) -> None:
        """Where the parts stand by, the database knows how far those of another replica have come."""
        if not self.active:
            self._look_again()

    def _shown_position(self) -> int:
        self._refresh()
        return self._runner.position() if self._runner is not None else self._context.log.head()

    def _taken_in(self, consumer: Consumer) -> Callable[[int], bool]:
        """Whether a consumer has done all that was published up to a position, and it shows."""

        def reached(position: int) -> bool:
            self._refresh()
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

    def _poisoned(self) -> int:
        """Messages and events before which a consumer or a projection stands still, where they move here."""
        if not self.active:
            return 0
        found = sum(consumer.poison is not None for consumer in self._consumers)
        return found + (len(self._runner.poisoned()) if self._runner is not None else 0)

    def _position_of(self, consumer: Consumer) -> Callable[[], int]:
        def position() -> int:
            self._refresh()
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
