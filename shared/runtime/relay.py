"""The relay: follows its own log and publishes to the log's stream, once and in order.

There is no outbox beside the log: the stream itself says how far it was published, and a second
relay that publishes at the same time is fenced off by the server.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

import msgspec
from opentelemetry.trace import Span, SpanKind
from sqlalchemy import Engine, Table

from shared.contracts.envelope import FeedPage, Message
from shared.database import writing
from shared.eventlog.append import Consumed, StaleConsumer
from shared.eventlog.consumers import advance_consumer
from shared.eventlog.log import EventLog
from shared.runtime.bus import MAX_BATCH, Bus, BusUnavailable, Outgoing, StreamMoved
from shared.runtime.crash import crash_point
from shared.runtime.tracing import TRACEPARENT, span_for_all

logger = logging.getLogger(__name__)

POSITION_HEADER: Final = "Loket-Position"
HASH_HEADER: Final = "Loket-Hash"
CONSUMER: Final = "relay"
_WAIT_SECONDS: Final = 0.5
_GATHER_SECONDS: Final = 0.03
"""How long to let events gather after the log moved: a batch costs little more than a message."""
_REMEMBER_SECONDS: Final = 5.0


class StreamAheadOfLog(Exception):
    """The stream ends with a message that the log does not have, or has otherwise: the log was put back.

    An operator must decide; nothing is published meanwhile.
    """


class PublishedFeed(Protocol):
    """What the relay follows: the feed of its own log."""

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """Published messages after a position, in order."""

    def head(self) -> int:
        """Position of the last published event."""

    def waiting_after(self, position: int) -> tuple[int, datetime | None]:
        """How many published events follow a position, and when the first of them was recorded."""


@dataclass(frozen=True, slots=True)
class _End:
    """Where the stream ends: last log position in it (or looked at), and its last sequence."""

    position: int
    sequence: int


class Relay:
    """Publishes one log. A `Worker` that waits itself; does nothing while the bus is away."""

    def __init__(
        self, log: EventLog, feed: PublishedFeed, bus: Bus, engine: Engine, positions: Table
    ) -> None:
        """`positions` is the service's table of consumer positions, where the relay remembers its own."""
        self.name = f"{log.name}-relay"
        self._log = log
        self._feed = feed
        self._bus = bus
        self._engine = engine
        self._positions = positions
        self._end: _End | None = None
        self._reached = 0
        """Up to where everything is known to be in the stream, also when the bus went away since."""
        self._to_remember = 0
        self._remembered_at = 0.0

    def step(self) -> bool:
        """Publish the next batch; waits for the log when there is nothing to publish."""
        if not self._bus.connected:
            self._end = None
            return False
        try:
            end = self._end or self._find_end()
            page = self._feed.page(end.position, MAX_BATCH)
            self._end = self._publish(page, end)
            self._reached = self._end.position
            self._remember()
        except (StreamMoved, BusUnavailable) as fault:
            logger.info("%s looks again where its stream ends: %s", self.name, type(fault).__name__)
            self._end = None
            return False
        if len(page.messages) < MAX_BATCH:
            self._wait_for_more(self._end)
        return True

    def _wait_for_more(self, end: _End) -> None:
        """Until the log goes on after what was looked at, and then for a moment more: a batch costs little."""
        if self._log.wait_for(end.position + 1, _WAIT_SECONDS) > end.position:
            time.sleep(_GATHER_SECONDS)

    def pending(self) -> int:
        """1 when something is to be published; 0 without a bus, since nobody waits for the relay."""
        if not self._bus.connected:
            return 0
        return int(self._end is None or self._feed.head() > self._end.position)

    def unpublished(self) -> tuple[int, datetime | None]:
        """How many events wait to be published, and when the first of them was recorded; also without a bus."""
        reached = self._reached
        if reached == 0:
            reached, _ = self._log.consumer_position(CONSUMER, self._log.name)
        return self._feed.waiting_after(reached)

    def next_due(self) -> datetime | None:
        """The relay has no timers."""
        return None

    def _find_end(self) -> _End:
        """After the last message of the stream; of an empty stream after what was published before.

        What an emptied stream has lost, consumers fetch from the feed.
        """
        state = self._bus.ensure_stream(self._log.name)
        last = self._bus.last_message(self._log.name, state)
        if last is None:
            position, _ = self._log.consumer_position(CONSUMER, self._log.name)
        else:
            position = int(last.headers[POSITION_HEADER])
        stated = last.headers.get(HASH_HEADER, "") if last is not None else ""
        if position > self._log.head() or (stated and stated != self._log.hash_at(position)):
            raise StreamAheadOfLog(self._log.name)
        return _End(position, state.last_sequence)

    def _publish(self, page: FeedPage, end: _End) -> _End:
        if not page.messages:
            return _End(max(end.position, page.scanned_to), end.sequence)
        with self._span(page.messages):
            outgoing = [_outgoing(message) for message in page.messages]
            sequence = self._bus.publish_batch(self._log.name, outgoing, end.sequence)
        crash_point(f"{self.name}.published")
        self._to_remember = page.messages[-1].position
        return _End(max(page.messages[-1].position, page.scanned_to), sequence)

    def _span(self, messages: Sequence[Message]) -> AbstractContextManager[Span]:
        """In the trace of what is published, or linked to each trace of a batch."""
        attributes: dict[str, str | int] = {
            "messaging.operation.type": "send",
            "messaging.destination.name": self._log.name,
            "messaging.batch.message_count": len(messages),
            "loket.last_position": messages[-1].position,
        }
        contexts = [message.traceparent for message in messages]
        return span_for_all(
            f"publish {self._log.name}", self._log.name, SpanKind.PRODUCER, contexts, attributes
        )

    def _remember(self) -> None:
        """Keep the own position for the day that the stream is empty; too low a one does no harm."""
        position, self._to_remember = self._to_remember, 0
        if position == 0:
            return
        if time.monotonic() - self._remembered_at < _REMEMBER_SECONDS:
            self._to_remember = position
            return
        known, _ = self._log.consumer_position(CONSUMER, self._log.name)
        if position > known:
            try:
                with writing(self._engine) as connection:
                    consumed = Consumed(CONSUMER, self._log.name, previous=known, position=position)
                    advance_consumer(connection, self._positions, consumed)
            except StaleConsumer:
                logger.debug("another relay of %s remembers its position", self._log.name)
        self._remembered_at = time.monotonic()


def _outgoing(message: Message) -> Outgoing:
    """The message as CloudEvent, with headers for who routes without reading bodies."""
    headers = {
        "Content-Type": "application/cloudevents+json",
        "Loket-Log": message.log,
        POSITION_HEADER: str(message.position),
        "Loket-Previous": str(message.previous),
        HASH_HEADER: message.hash,
        "Loket-Type": message.type,
        "Loket-Correlation-Id": str(message.correlation_id),
    }
    if message.causation_id is not None:
        headers["Loket-Causation-Id"] = str(message.causation_id)
    if message.traceparent is not None:
        headers[TRACEPARENT] = message.traceparent
    return Outgoing(str(message.event_id), headers, msgspec.json.encode(message))
