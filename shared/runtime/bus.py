"""The bus: a synchronous face on NATS JetStream, which runs on an asyncio thread of its own.

JetStream is transport, never truth. Whatever happens to it is one of two exceptions here, and both
are for the relay and the consumers to retry; no command ever waits for the bus. One stream for each
log, named after it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription as InboxSubscription
from nats.errors import Error as NatsError
from nats.js import api
from nats.js.errors import APIError, NotFoundError
from nats.js.manager import JetStreamManager
from nats.nuid import NUID

logger = logging.getLogger(__name__)
T = TypeVar("T")

MAX_BATCH: Final = 1000
"""The server refuses larger atomic batches."""
WRONG_LAST_SEQUENCE: Final = 10071
WRONG_LAST_SEQUENCE_CONSTANT: Final = 10164
"""The two codes with which the server says that the stream stands elsewhere than was expected."""
ALREADY_IN_STREAM: Final = 10201
"""A message of an atomic batch carries an id that the stream knows within its duplicate window."""

_CALL_SECONDS: Final = 5.0
_FORGOTTEN_CONSUMER_SECONDS: Final = 60.0
_PENDING_BYTES: Final = 64 * 1024 * 1024


class BusUnavailable(Exception):
    """The bus did not answer, or answered with an error; it may or may not have done what was asked."""


class StreamMoved(Exception):
    """The stream does not end where the caller thought: another relay, or a stream made anew."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to publish; `id` is what the server recognises duplicates by."""

    id: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message as it came, with its place in the stream."""

    sequence: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class StreamState:
    """Where a stream stands; `created` tells a stream made anew from the one before."""

    created: str
    first_sequence: int
    last_sequence: int


class _LoopThread:
    """An asyncio loop on a thread of its own, to which other threads hand work."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CALL_SECONDS)
        if not self._thread.is_alive():
            self._loop.close()

    def run(self, work: Coroutine[None, None, T], seconds: float) -> T:
        """Do the work there and wait for it; every fault of transport becomes BusUnavailable."""
        if not self._thread.is_alive():
            work.close()
            raise BusUnavailable("closed")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        except (NatsError, OSError) as fault:
            future.cancel()
            raise BusUnavailable(type(fault).__name__) from fault


class Bus:
    """One connection for a process. Reconnects for ever; safe to use from any thread."""

    def __init__(
        self,
        url: str,
        name: str,
        replicas: int = 1,
        login: tuple[str, str] | None = None,
        *,
        apart: bool = False,
    ) -> None:
        """`url` names one server or several, with commas; it may hold a token and is never logged.

        `name` is shown in the server's monitoring, and begins the subjects on which answers come back: a
        server can keep them for this name. `login` is user and password. `apart`: every log is in an account of its
        own, and what another log lets be read stands under `of.LOG` in that of this name.
        """
        self._url = url
        self._name = name
        self._replicas = replicas
        self._login: tuple[str | None, str | None] = login or (None, None)
        self._apart = apart
        self._client = Client()
        self._loop = _LoopThread(f"bus-{name}")
        self._connecting: asyncio.Task[None] | None = None
        self._connections = 0

    def start(self) -> None:
        """Begin to connect in the background; returns at once, whether there is a server or not."""
        self._loop.start()
        self._loop.run(self._begin(), _CALL_SECONDS)

    def close(self) -> None:
        """Disconnect and end the thread."""
        try:
            self._loop.run(self._end(), _CALL_SECONDS)
        except BusUnavailable:
            logger.warning("the bus did not close in an orderly way")
        self._loop.stop()

    @property
    def connected(self) -> bool:
        """What the client believes; stays true for a while when the server is frozen."""
        return self._client.is_connected

    @property
    def connections(self) -> int:
        """How often the connection was made; a new number means that subscriptions may be gone."""
        return self._connections

    def ensure_stream(self, log: str) -> StreamState:
        """The stream of a log, made when it is not there. Raises BusUnavailable."""
        return self._call(self._ensure_stream(log), 2 * _CALL_SECONDS)

    def last_message(self, log: str, state: StreamState) -> Delivered | None:
        """The last message of the stream, or None when it holds none. Raises BusUnavailable."""
        return self._call(self._message_at(log, state.last_sequence), _CALL_SECONDS)

    def publish_batch(self, log: str, messages: Sequence[Outgoing], expected_last_sequence: int) -> int:
        """Publish all or nothing, at most MAX_BATCH; returns the stream's new last sequence.

        Raises StreamMoved when the stream does not end at `expected_last_sequence`, BusUnavailable
        when the outcome is unknown: look at the last message before publishing again.
        """
        return self._call(self._publish_batch(log, messages, expected_last_sequence), 3 * _CALL_SECONDS)

    def subscribe(self, log: str, start_sequence: int) -> Subscription:
        """Read the stream from a sequence on (1 is the first). Raises BusUnavailable."""
        inbox, next_subject = self._call(self._open(log, start_sequence), 2 * _CALL_SECONDS)
        return Subscription(self._loop, self._client, inbox, next_subject)

    def _call(self, work: Coroutine[None, None, T], seconds: float) -> T:
        if not self.connected:
            work.close()
            raise BusUnavailable("not connected")
        return self._loop.run(work, seconds)

    async def _begin(self) -> None:
        self._connecting = asyncio.create_task(self._connect_until_connected())

    async def _connect_until_connected(self) -> None:
        user, password = self._login
        while not self._client.is_connected:
            try:
                await self._client.connect(
                    self._url.split(","),
                    name=self._name,
                    user=user,
                    password=password,
                    inbox_prefix=f"_INBOX_{self._name}",
                    connect_timeout=2,
                    reconnect_time_wait=1,
                    max_reconnect_attempts=-1,
                    ping_interval=10,
                    max_outstanding_pings=2,
                    pending_size=_PENDING_BYTES,
                    reconnected_cb=self._on_connected,
                    error_cb=_on_error,
                    disconnected_cb=_on_disconnected,
                )
                await self._on_connected()
            except (NatsError, OSError) as fault:
                logger.info("no bus yet (%s); the feeds are polled", type(fault).__name__)
                await asyncio.sleep(1)

    async def _on_connected(self) -> None:
        self._connections += 1
        logger.info("connected to the bus")

    async def _end(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
        await self._client.close()

    async def _ensure_stream(self, log: str) -> StreamState:
        manager = self._manager(log)
        try:
            info = await manager.stream_info(log)
        except NotFoundError:
            info = await manager.add_stream(
                api.StreamConfig(
                    name=log,
                    subjects=[_subject(log)],
                    retention=api.RetentionPolicy.LIMITS,
                    discard=api.DiscardPolicy.NEW,
                    storage=api.StorageType.FILE,
                    num_replicas=self._replicas,
                    duplicate_window=120,
                    allow_atomic=True,
                )
            )
        created = info.created.isoformat() if info.created else ""
        return StreamState(created, info.state.first_seq, info.state.last_seq)

    async def _message_at(self, log: str, sequence: int) -> Delivered | None:
        if sequence == 0:
            return None
        try:
            message = await self._client.jetstream().get_msg(log, seq=sequence)
        except NotFoundError:
            return None
        return Delivered(sequence, message.headers or {}, message.data or b"")

    async def _publish_batch(self, log: str, messages: Sequence[Outgoing], last_sequence: int) -> int:
        *earlier, final = _with_batch_headers(log, messages, last_sequence)
        for headers, body in earlier:
            await self._client.publish(_subject(log), body, headers=headers)
        headers, body = final
        try:
            ack = await self._client.jetstream().publish(
                _subject(log), body, headers=headers, timeout=2 * _CALL_SECONDS
            )
        except APIError as refusal:
            if refusal.err_code in {WRONG_LAST_SEQUENCE, WRONG_LAST_SEQUENCE_CONSTANT, ALREADY_IN_STREAM}:
                raise StreamMoved(log) from refusal
            raise
        return ack.seq

    async def _open(self, log: str, start_sequence: int) -> tuple[InboxSubscription, str]:
        created = await self._manager(log).add_consumer(
            log,
            api.ConsumerConfig(
                deliver_policy=api.DeliverPolicy.BY_START_SEQUENCE,
                opt_start_seq=max(1, start_sequence),
                ack_policy=api.AckPolicy.NONE,
                inactive_threshold=_FORGOTTEN_CONSUMER_SECONDS,
                mem_storage=True,
                num_replicas=1,
                name=NUID().next().decode(),
            ),
        )
        inbox = await self._client.subscribe(self._client.new_inbox())
        return inbox, f"{self._api_of(log)}.CONSUMER.MSG.NEXT.{log}.{created.name}"

    def _manager(self, log: str) -> JetStreamManager:
        return self._client.jsm(prefix=self._api_of(log))

    def _api_of(self, log: str) -> str:
        """Where the servers are asked about the stream of a log."""
        return f"of.{log}" if self._apart and log != self._name else api.DEFAULT_PREFIX


class SubscriptionLost(BusUnavailable):
    """The server no longer knows this subscription; open another."""


class Subscription:
    """Messages of one stream in order, pulled in batches and never acknowledged.

    Lost messages are the reader's to notice: it knows its position and the chain of `previous`.
    """

    def __init__(
        self, loop: _LoopThread, client: Client, inbox: InboxSubscription, next_subject: str
    ) -> None:
        self._loop = loop
        self._client = client
        self._inbox = inbox
        self._next_subject = next_subject
        self._asked = 0
        self._asked_until = 0.0

    def fetch(self, batch: int, seconds: float) -> list[Delivered]:
        """What has come, at most `batch`; waits up to `seconds` for the first.

        Raises BusUnavailable, or SubscriptionLost when it must be opened again.
        """
        return self._loop.run(self._fetch(batch, seconds), seconds + _CALL_SECONDS)

    def close(self) -> None:
        """Stop receiving; the server forgets the consumer by itself."""
        try:
            self._loop.run(self._inbox.unsubscribe(), _CALL_SECONDS)
        except BusUnavailable:
            logger.debug("closed a subscription without a server")

    async def _fetch(self, batch: int, seconds: float) -> list[Delivered]:
        if self._asked <= 0 or time.monotonic() > self._asked_until:
            await self._ask(batch)
        delivered: list[Delivered] = []
        while len(delivered) < batch:
            wait = seconds if not delivered else 0.001
            try:
                message = await self._inbox.next_msg(timeout=wait)
            except TimeoutError:
                break
            if not self._is_status(message):
                self._asked -= 1
                delivered.append(_delivered(message))
            elif self._asked <= 0:
                break
        return delivered

    async def _ask(self, batch: int) -> None:
        lifetime = 30.0
        request = {"batch": batch, "expires": int(lifetime * 1_000_000_000)}
        await self._client.publish(
            self._next_subject, json.dumps(request).encode(), reply=self._inbox.subject
        )
        self._asked = batch
        self._asked_until = time.monotonic() + lifetime

    def _is_status(self, message: Msg) -> bool:
        """Server words instead of a message: a finished request, or a consumer that is gone."""
        status = (message.headers or {}).get(api.Header.STATUS) if not message.data else None
        if status is None:
            return False
        self._asked = 0
        if status in {"404", "408"}:
            return True
        raise SubscriptionLost(status)


def _subject(log: str) -> str:
    return f"loket.{log}"


def _with_batch_headers(
    log: str, messages: Sequence[Outgoing], last_sequence: int
) -> list[tuple[dict[str, str], bytes]]:
    """Headers of an atomic batch, fenced on its first message and committed on its last."""
    if not 0 < len(messages) <= MAX_BATCH:
        raise ValueError(f"a batch has 1 to {MAX_BATCH} messages")
    batch_id = NUID().next().decode()
    prepared = []
    for number, message in enumerate(messages, start=1):
        headers = {**message.headers, "Nats-Msg-Id": message.id}
        headers |= {"Nats-Batch-Id": batch_id, "Nats-Batch-Sequence": str(number)}
        if number == 1:
            headers["Nats-Expected-Last-Sequence"] = str(last_sequence)
            headers["Nats-Expected-Stream"] = log
        if number == len(messages):
            headers["Nats-Batch-Commit"] = "1"
        prepared.append((headers, message.body))
    return prepared


def _delivered(message: Msg) -> Delivered:
    return Delivered(message.metadata.sequence.stream, message.headers or {}, message.data)


async def _on_error(fault: Exception) -> None:
    logger.info("bus: %s", type(fault).__name__)


async def _on_disconnected() -> None:
    logger.warning("disconnected from the bus; the feeds are polled until it is back")
