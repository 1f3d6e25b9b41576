"""Following projections: read models that follow their own log, a moment behind it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy import Connection, Engine, Table

from shared.database import reading, writing
from shared.eventlog.append import Consumed, StaleConsumer
from shared.eventlog.consumers import advance_consumer, consumer_position
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.workers import Poison, is_transient, where

logger = logging.getLogger(__name__)

BATCH: Final = 500
POISON_RETRY_SECONDS: Final = 30.0
_WAIT_SECONDS: Final = 0.5
_GATHER_SECONDS: Final = 0.02
"""How long to let events gather after the log moved: one transaction for several costs little more than for one."""


class FollowingProjection(Protocol):
    """A read model: its table, its projector and its queries stand in one file."""

    @property
    def name(self) -> str:
        """Its name among the log's consumers; another name begins from the first event."""

    @property
    def tables(self) -> Sequence[Table]:
        """The tables that only this projection writes."""

    def apply(self, connection: Connection, recorded: RecordedEvent, /) -> None:
        """Change the tables by one event; rows and position are stored together."""


class FollowingRunner:
    """Brings every following projection of a service up to its log. A `Worker` that waits itself."""

    def __init__(
        self,
        log: EventLog,
        engine: Engine,
        positions: Table,
        projections: Sequence[FollowingProjection],
        poison_retry_seconds: float = POISON_RETRY_SECONDS,
    ) -> None:
        """`positions` is the service's table of consumer positions."""
        self.name = f"{log.name}-projections"
        self._log = log
        self._engine = engine
        self._followers = [
            _Follower(log, engine, positions, projection, poison_retry_seconds) for projection in projections
        ]
        self._moved = threading.Condition()

    def step(self) -> bool:
        """Bring the projections one batch further; waits for the log when there is nothing."""
        moved = self._advance_together()
        if moved is None:
            moved = any([follower.advance() for follower in self._followers])  # noqa: C419 - every one of them
        if moved:
            with self._moved:
                self._moved.notify_all()
            return True
        foremost = max((follower.position for follower in self._followers), default=0)
        if self._log.wait_for(foremost + 1, _WAIT_SECONDS) <= foremost:
            return False
        time.sleep(_GATHER_SECONDS)
        return True

    def _advance_together(self) -> bool | None:
        """One read and one transaction for all, while all stand at one position.

        True when they came further, False when there was nothing, None when each must go for itself: they
        stand apart, or one of them cannot go on and must be told from the others.
        """
        positions = {follower.position for follower in self._followers}
        if len(positions) != 1 or any(follower.poison for follower in self._followers):
            return None
        events = self._log.events_after(positions.pop(), limit=BATCH)
        try:
            return self._apply_to_all(events) if events else False
        except Exception as fault:
            if is_transient(fault):
                raise
            return None

    def _apply_to_all(self, events: Sequence[RecordedEvent]) -> bool:
        try:
            with writing(self._engine) as connection:
                for follower in self._followers:
                    follower.apply_in(connection, events)
        except StaleConsumer:
            for follower in self._followers:
                follower.look_again()
        else:
            for follower in self._followers:
                follower.stand_at(events[-1].position)
        return True

    def pending(self) -> int:
        """How many events the slowest projection is behind its log."""
        return max(0, self._log.head() - self.position()) if self._followers else 0

    def next_due(self) -> datetime | None:
        """Projections have no timers."""
        return None

    def position(self) -> int:
        """The log position that every projection has reached; the log's head when there are none."""
        return min((follower.position for follower in self._followers), default=self._log.head())

    def positions(self) -> dict[str, int]:
        """How far each projection is, by name."""
        return {follower.name: follower.position for follower in self._followers}

    def look_again(self) -> None:
        """Another replica may have moved the positions: read them anew."""
        for follower in self._followers:
            follower.look_again()

    def poisoned(self) -> dict[str, Poison]:
        """The projections that stopped, and where."""
        return {follower.name: follower.poison for follower in self._followers if follower.poison}

    def wait_for(self, position: int, timeout: float) -> bool:
        """Wait until every projection has reached the position; False when it takes too long."""
        with self._moved:
            return self._moved.wait_for(lambda: self.position() >= position, timeout)


class _Follower:
    """One projection and its position.

    When a batch fails its events are applied one by one, so that those before the poison get through.
    """

    def __init__(
        self,
        log: EventLog,
        engine: Engine,
        positions: Table,
        projection: FollowingProjection,
        poison_retry_seconds: float,
    ) -> None:
        self.name = projection.name
        self.poison: Poison | None = None
        self._log = log
        self._engine = engine
        self._table = positions
        self._projection = projection
        self._retry_seconds = poison_retry_seconds
        self._batch = BATCH
        self._known: int | None = None

    @property
    def position(self) -> int:
        """The last event applied; read from the database once, and after somebody else moved it."""
        known = self._known  # looked at once: requests of a replica that stands by may unset it meanwhile
        if known is None:
            with reading(self._engine) as connection:
                known, _ = consumer_position(connection, self._table, self.name, self._log.name)
            self._known = known
        return known

    def advance(self) -> bool:
        """Apply the next batch; False when there is none, or none may be tried yet."""
        if self.poison and time.monotonic() - self.poison.stopped_at < self._retry_seconds:
            return False
        events = self._log.events_after(self.position, limit=self._batch)
        if not events:
            return False
        try:
            self._apply(events)
        except StaleConsumer:
            self.look_again()
        except Exception as fault:
            if is_transient(fault):
                raise
            return self._narrow_down(events, fault)
        self.poison = None
        self._batch = min(BATCH, 2 * self._batch)
        return True

    def apply_in(self, connection: Connection, events: Sequence[RecordedEvent]) -> None:
        """Rows and position in somebody's transaction; whoever commits it calls `stand_at`."""
        consumed = Consumed(self.name, self._log.name, previous=self.position, position=events[-1].position)
        advance_consumer(connection, self._table, consumed)
        for recorded in events:
            self._projection.apply(connection, recorded)

    def stand_at(self, position: int) -> None:
        """What was applied up to here is committed."""
        self._known = position

    def look_again(self) -> None:
        """Somebody else moved the position: read it anew."""
        self._known = None

    def _apply(self, events: Sequence[RecordedEvent]) -> None:
        with writing(self._engine) as connection:
            self.apply_in(connection, events)
        self.stand_at(events[-1].position)

    def _narrow_down(self, events: Sequence[RecordedEvent], fault: Exception) -> bool:
        """After a failed batch go event by event; a single event that fails is the poison."""
        self._batch = 1
        if len(events) > 1:
            return True
        stopped = events[0]
        self.poison = Poison(stopped.position, stopped.event.event_id, type(fault).__name__)
        logger.error(
            "projection %s of %s stopped at position %d, event %s (%s): %s",
            self.name,
            self._log.name,
            stopped.position,
            stopped.event.event_id,
            type(stopped.event).__name__,
            where(fault),
        )
        return False
