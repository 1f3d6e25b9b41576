"""A real nats-server for tests, on a free port, with its store in the test's own folder."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Protocol

import nats
import pytest
from nats.js import JetStreamContext
from nats.js.api import StreamConfig

from shared.runtime.bus import Bus
from shared.runtime.nats_server import NatsServer


@pytest.fixture
def nats_server(tmp_path: Path) -> Iterator[NatsServer]:
    """A running server; tests may stop, kill and start it again."""
    server = NatsServer(tmp_path / "nats")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bus(nats_server: NatsServer) -> Iterator[Bus]:
    """A bus connected to the running server."""
    bus = connected_bus(nats_server.url)
    yield bus
    bus.close()


def connected_bus(url: str) -> Bus:
    """A bus that has reached its server."""
    bus = Bus(url, "test")
    bus.start()
    eventually(lambda: bus.connected)
    return bus


def eventually(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something holds; AssertionError when it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.01)


def listening(port: int) -> bool:
    """Whether anybody answers on this port of the loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Reachable(Protocol):
    """A server that the tests can speak with."""

    @property
    def url(self) -> str:
        """Its address, with its secret token."""


def delete_stream(server: Reachable, log: str) -> None:
    """Delete a stream behind everybody's back."""
    _administer(server, lambda jetstream: jetstream.delete_stream(log))


def purge_stream(server: Reachable, log: str) -> None:
    """Throw away every message of a stream."""
    _administer(server, lambda jetstream: jetstream.purge_stream(log))


def lose_message(server: Reachable, log: str, sequence: int) -> None:
    """Throw away one message in the middle of a stream."""
    _administer(server, lambda jetstream: jetstream.delete_msg(log, sequence))


def make_forgetful_stream(server: Reachable, log: str) -> None:
    """A stream that recognises a doubled message for a tenth of a second only."""
    config = StreamConfig(name=log, subjects=[f"loket.{log}"], duplicate_window=0.1, allow_atomic=True)
    _administer(server, lambda jetstream: jetstream.add_stream(config))


def _administer(server: Reachable, act: Callable[[JetStreamContext], Awaitable[object]]) -> None:
    async def connect_and_act() -> None:
        client = await nats.connect(server.url)
        await act(client.jetstream())
        await client.close()

    asyncio.run(connect_and_act())
