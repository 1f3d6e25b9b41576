"""Consumers: what a service does with the messages of another one, in order and exactly once.

A consumer's position in a log is stored in its own database, in the transaction of the effect. The
bus only makes it quick: what it loses, doubles or mixes up is seen by the chain of positions and
repaired from the producer's feed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Final

import msgspec
from opentelemetry.trace import Span, SpanKind

from shared.contracts.envelope import FeedPage, Message
from shared.eventlog.append import StaleConsumer
from shared.runtime.bus import Bus, BusUnavailable, StreamState, Subscription
from shared.runtime.crash import crash_point
from shared.runtime.feed_client import PAGE_SIZE, FeedSource, FeedUnreachable
from shared.runtime.sinks import Reaction, RemoteProjection, Sink
from shared.runtime.source_past import Regression, SourcePast
from shared.runtime.tracing import span_for_all
from shared.runtime.workers import Poison, is_transient, where

__all__ = ["Consumer", "Reaction", "RemoteProjection", "Sink"]

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 2.0
"""How often the feed is polled while there is no bus."""
NET_SECONDS: Final = 10.0
"""How often it is polled all the same while there is one."""
POISON_RETRY_SECONDS: Final = 30.0
Mark = tuple[int, str]
"""A position in the source log, and the hash there; empty where it is not known."""
NOTHING: Final[Mark] = (0, "")
_FETCH: Final = 200
_WAIT_SECONDS: Final = 0.5


class Hint(msgspec.Struct, frozen=True):
    """Where in the stream the last message stood; only a stream of that creation time knows it."""

    created: str
    sequence: int


class Consumer:
    """One service's reading of one other log. A `Worker` that waits itself."""

    def __init__(
        self,
        source_log: str,
        source: FeedSource,
        sink: Sink,
        bus: Bus | None = None,
        poll_seconds: float = POLL_SECONDS,
        net_seconds: float = NET_SECONDS,
        poison_retry_seconds: float = POISON_RETRY_SECONDS,
        past: SourcePast | None = None,
    ) -> None:
        """`source` is the producer's feed; `bus` None: only the feed is read; `past`: as what it is known again."""
        self.name = f"{sink.consumer}-from-{source_log}"
        self.source_log = source_log
        self.poison: Poison | None = None
        """Where this consumer stopped; it tries again every `poison_retry_seconds`."""
        self.regression: Regression | None = None
        """That the source log was put back; nothing is taken until an operator has accepted it."""
        self.taken_until: datetime | None = None
        """When the last message that was taken here was recorded."""
        self.feed_reachable, self._ever_reached = True, False
        self.applied = self.dropped = self.gaps = 0
        """Counts since the start: messages applied, dropped as known, and gaps found on the bus."""
        self._source = source
        self._sink = sink
        self._bus = bus
        self._poll_seconds = poll_seconds
        self._net_seconds = net_seconds
        self._retry_seconds = poison_retry_seconds
        self._polled_at = float("-inf")
        self._past = past
        self._known: Mark | None = None
        self._scanned: Mark = NOTHING
        self._hint: str | None = None
        self._subscription: Subscription | None = None
        self._opened_on, self._created = 0, ""

    @property
    def position(self) -> int:
        """Position of the last message taken from the source log."""
        return self._mark()[0]

    def _mark(self) -> Mark:
        known = self._known  # looked at once: requests of a replica that stands by may unset it meanwhile
        if known is None:
            position, self._hint = self._sink.position(self.source_log)
            known = position, self._past.hash_of(self.source_log) if self._past is not None else ""
            self._known = known
        return known

    def look_again(self) -> None:
        """Another replica may have moved the position: read it anew."""
        self._known = None
        self._scanned = NOTHING

    def step(self) -> bool:
        """Take what has come; waits for the bus when nothing has."""
        if self._at_rest():
            return False
        if self._poll_is_due():
            return self._poll()
        if self.regression is not None or self._bus is None or not self._bus.connected:
            return False
        return self._receive()

    def pending(self) -> int:
        """How many published messages are not taken yet, at most a page; 1 when nobody can tell."""
        try:
            page = self._source.page(max(self._mark(), self._scanned)[0], PAGE_SIZE)
        except FeedUnreachable:
            return 1
        return len(page.messages)

    def oldest_waiting(self) -> datetime | None:
        """When the first message that is not taken was recorded; None: there is none. Raises FeedUnreachable."""
        messages = self._source.page(self.position, 1).messages
        return messages[0].recorded_at if messages else None

    def next_due(self) -> datetime | None:
        """Consumers have no timers."""
        return None

    def poll_now(self) -> None:
        """Look at the feed at the next step."""
        self._polled_at = float("-inf")

    def close(self) -> None:
        """Stop receiving from the bus."""
        if self._subscription is not None:
            self._subscription.close()
            self._subscription = None

    def _at_rest(self) -> bool:
        """Whether it waits before a poisonous message; afterwards it goes on by the feed."""
        if self.poison is None:
            return False
        if time.monotonic() - self.poison.stopped_at < self._retry_seconds:
            return True
        self.poll_now()
        return False

    # The feed

    def _poll_is_due(self) -> bool:
        on_the_bus = self._bus is not None and self._bus.connected and self._subscription is not None
        interval = self._net_seconds if on_the_bus and self.feed_reachable else self._poll_seconds
        return time.monotonic() - self._polled_at >= interval

    def _poll(self) -> bool:
        """Take one page of the feed; when it was the last, the poll is done."""
        more = self._take_page()
        if not more:
            self._polled_at = time.monotonic()
        return more

    def _take_page(self) -> bool:
        """Take a page of the feed; True when it brought something."""
        after, known = max(self._mark(), self._scanned)
        try:
            page = self._source.page(after, PAGE_SIZE)
            if not self._is_as_heard(page, after, known):
                return self._stand_before_another_past()
        except FeedUnreachable as fault:
            self._lose_feed(fault)
            return False
        self._find_feed()
        if not self._take_all(page.messages):
            return False
        self._scanned = max(self._scanned, (page.scanned_to, page.scanned_hash))
        return bool(page.messages)

    # The past

    def _is_as_heard(self, page: FeedPage, after: int, known: str) -> bool:
        """Whether the log still has what was heard of it up to the asked position."""
        if page.head is None:  # nothing is told
            return True
        if page.head < after or (known and page.after_hash != known):
            return False
        if self.regression is not None:
            logger.warning("%s: the log is again as it was heard", self.name)
            self.regression = None
            if self._past is not None:
                self._past.is_as_heard(self.source_log)
        return True

    def _stand_before_another_past(self) -> bool:
        """Take nothing; once an operator has accepted it, go on from where the pasts part."""
        if self._scanned > self._mark():  # only what is not published may be gone
            self._scanned = NOTHING
            return True
        self.close()
        if self._past is None:
            self.regression = Regression(self.source_log, self.position, 0, 0, accepted=False)
            return False
        before, found = self.regression, self._past.note(self.source_log, self.position, self._source)
        self.regression = found
        if before is None:
            logger.error(
                "%s: the log was put back: it is not the one that was heard up to %d, the same up to %d",
                self.name,
                found.stood_at,
                found.common_position,
            )
        if not found.accepted:
            return False
        self._past.go_back(found)
        self.regression = None
        self.look_again()
        logger.warning("%s: goes on from %d as an operator has said", self.name, found.common_position)
        return True

    def _follows(self, message: Message) -> bool:
        """Whether a message of the bus has the past that was heard."""
        position, known = self._mark()
        if not known or not message.hash:
            return True
        if message.position == position:
            return message.hash == known
        return message.previous != position or message.previous_hash in {"", known}

    def _lose_feed(self, why: FeedUnreachable) -> None:
        if self.feed_reachable:
            level = logging.WARNING if self._ever_reached else logging.INFO
            logger.log(level, "%s: the feed is out of reach: %s", self.name, why)
        self.feed_reachable = False

    def _find_feed(self) -> None:
        if not self.feed_reachable:
            logger.info("%s: the feed is within reach", self.name)
        self.feed_reachable = self._ever_reached = True

    # The bus

    def _receive(self) -> bool:
        """Take what the bus delivers; whatever is wrong with the bus, the feed stands in."""
        try:
            subscription = self._open_subscription()
            delivered = subscription.fetch(_FETCH, _WAIT_SECONDS)
        except BusUnavailable as fault:
            logger.info("%s: the bus is away: %s", self.name, type(fault).__name__)
            self._subscription = None
            return False
        messages = [msgspec.json.decode(item.body, type=Message) for item in delivered]
        with self._span(messages, "bus"):
            for item, message in zip(delivered, messages, strict=True):
                hint = msgspec.json.encode(Hint(self._created, item.sequence)).decode()
                if not self._take_from_bus(message, hint):
                    self.close()
                    return False
        return bool(delivered)

    def _open_subscription(self) -> Subscription:
        bus = self._bus
        if bus is None:
            raise BusUnavailable("no bus")
        if self._subscription is None or self._opened_on != bus.connections:
            self._opened_on = bus.connections
            state = bus.ensure_stream(self.source_log)
            self._created = state.created
            self._subscription = bus.subscribe(self.source_log, self._start_in(state))
        return self._subscription

    def _start_in(self, state: StreamState) -> int:
        """After the hinted sequence, when this stream has it; else at its beginning."""
        _ = self.position
        hint = msgspec.json.decode(self._hint, type=Hint) if self._hint else Hint("", 0)
        known = hint.created == state.created and hint.sequence <= state.last_sequence
        return hint.sequence + 1 if known else 1

    def _take_from_bus(self, message: Message, hint: str) -> bool:
        """Apply what follows, drop what is known, fetch what is missing; False when it must stop."""
        if not self._follows(message):
            logger.warning("%s: position %d has another past; asking the feed", self.name, message.position)
            self._fill_gap(message.position)
            self.poll_now()
            if self.regression is not None:
                return False
        elif message.position > self.position:
            return self._take_next(message, hint)
        self.dropped += 1
        self._hint = hint
        return True

    def _take_next(self, message: Message, hint: str) -> bool:
        if message.previous > self.position:
            self.gaps += 1
            logger.warning("%s: gap before position %d; asking the feed", self.name, message.position)
            self._fill_gap(message.position)
            return self.position >= message.position
        self._hint = hint
        return self._apply(message)

    def _fill_gap(self, upto: int) -> None:
        while self.position < upto and self._take_page():
            pass
        if self.position < upto:
            self._polled_at = time.monotonic()

    # The effect

    def _take_all(self, messages: Sequence[Message]) -> bool:
        """Apply messages that are known to be complete; False when it must stop."""
        new = [message for message in messages if message.position > self.position]
        with self._span(new, "feed"):
            return all(self._apply(message) for message in new if message.position > self.position)

    def _span(self, messages: Sequence[Message], way: str) -> AbstractContextManager[Span | None]:
        """Several messages are received in one span; each has another for what is done about it."""
        if len(messages) <= 1:
            return nullcontext()
        attributes: dict[str, str | int] = {
            "messaging.operation.type": "receive",
            "messaging.destination.name": self.source_log,
            "messaging.batch.message_count": len(messages),
            "loket.way": way,
        }
        contexts = [message.traceparent for message in messages]
        name = f"receive {self.source_log}"
        return span_for_all(name, self._sink.consumer, SpanKind.CONSUMER, contexts, attributes)

    def _apply(self, message: Message) -> bool:
        """The effect of one message with the position, in one transaction; False when it did not happen."""
        try:
            self._sink.take(message, self.position, self._hint)
        except StaleConsumer:
            self._known = None
            return self.position >= message.position
        except Exception as fault:
            if is_transient(fault):
                raise
            self._stop_at(message, fault)
            return False
        crash_point(f"{self.name}.taken")
        self._known = message.position, message.hash
        self.taken_until = message.recorded_at
        self.applied += 1
        self.poison = None
        return True

    def _stop_at(self, message: Message, fault: Exception) -> None:
        self.poison = Poison(message.position, message.event_id, type(fault).__name__)
        logger.error(
            "%s stopped at position %d, event %s (%s): %s",
            self.name,
            message.position,
            message.event_id,
            message.type,
            where(fault),
        )
