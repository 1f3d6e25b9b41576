"""The gauges of which only a service's database tells: positions, ages, and work that waits."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol

from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import SQLAlchemyError

from shared.runtime.consumer import Consumer
from shared.runtime.declaration import ServiceContext, ServiceParts
from shared.runtime.lag import Behind, Lag
from shared.runtime.projections import FollowingRunner
from shared.runtime.relay import Relay
from shared.runtime.telemetry import Metrics
from shared.runtime.workers import where

logger = logging.getLogger(__name__)


class Moving(Protocol):
    """Whether the parts move in this replica, and how far they have come where they move in another."""

    @property
    def active(self) -> bool: ...
    def refresh(self) -> None: ...


def forget_stored(metrics: Metrics, service: str) -> None:
    """Show nothing of what the database of that service did not tell in time."""
    metrics.forget_stored(service)
    metrics.database_answers.labels(service).set(0)


class StoredMeasures:
    """Those of one service."""

    def __init__(
        self,
        context: ServiceContext,
        parts: ServiceParts,
        runner: FollowingRunner | None,
        consumers: Sequence[Consumer],
        lags: Mapping[str, tuple[Behind, Lag]],
        relay: Relay | None,
        moving: Moving,
    ) -> None:
        """What is measured; `lags` by the log that is read."""
        self._context = context
        self._parts = parts
        self._runner = runner
        self._consumers = consumers
        self._lags = lags
        self._relay = relay
        self._moving = moving

    def measure(self, metrics: Metrics) -> None:
        """Bring them up to date; with the database away they are not shown."""
        service = self._context.name
        try:
            self._measure_stored(metrics)
            metrics.database_answers.labels(service).set(1)
        except (SQLAlchemyError, PersistenceError) as fault:
            logger.warning("metrics of %s without its database: %s", service, where(fault))
            forget_stored(metrics, service)

    def _measure_stored(self, metrics: Metrics) -> None:
        service = self._context.name
        if self._context.event_log is not None:
            metrics.log_head.labels(service, service).set(self._context.log.head())
        self._moving.refresh()
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
        service, now, active = self._context.name, self._context.clock.now(), self._moving.active
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
        waiting, first = self._relay.unpublished() if self._moving.active else (0, None)
        metrics.relay_waiting.labels(service).set(waiting)
        metrics.relay_lag_seconds.labels(service).set(self._age(first))

    def _age(self, recorded_at: datetime | None) -> float:
        """In seconds on the business clock; 0 of nothing."""
        if recorded_at is None:
            return 0.0
        return max(0.0, (self._context.clock.now() - recorded_at).total_seconds())

    def _measure_work(self, service: str, metrics: Metrics) -> None:
        for worker in self._parts.workers:
            metrics.worker_due.labels(service, worker.name).set(worker.pending())
        for of, number in self._parts.progress().items():
            metrics.progress.labels(service, of).set(number)
        for what, number in {**self._parts.parked(), "messages": self._poisoned()}.items():
            metrics.parked.labels(service, what).set(number)

    def _poisoned(self) -> int:
        """Messages and events before which a consumer or a projection stands still, where they move here."""
        if not self._moving.active:
            return 0
        found = sum(consumer.poison is not None for consumer in self._consumers)
        return found + (len(self._runner.poisoned()) if self._runner is not None else 0)
