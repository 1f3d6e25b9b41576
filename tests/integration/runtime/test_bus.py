"""What the bus promises on a real server, and what it says when there is none."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from shared.runtime.bus import MAX_BATCH, Bus, BusUnavailable, Outgoing, StreamMoved, Subscription
from shared.runtime.nats_server import NatsServer
from tests.support.nats import connected_bus, delete_stream, eventually, listening


def numbered(*numbers: int) -> list[Outgoing]:
    """Messages whose body and id are their number."""
    return [Outgoing(f"id-{n}", {"Loket-Position": str(n)}, str(n).encode()) for n in numbers]


def test_a_batch_is_stored_in_order(bus: Bus) -> None:
    """What is published in one batch comes out in its order."""
    bus.ensure_stream("toy")
    assert bus.publish_batch("toy", numbered(1, 2, 3), expected_last_sequence=0) == 3
    assert [m.body for m in bus.subscribe("toy", 1).fetch(10, 2)] == [b"1", b"2", b"3"]


def test_a_batch_of_one_is_stored(bus: Bus) -> None:
    """The smallest batch works as the others do."""
    bus.ensure_stream("toy")
    assert bus.publish_batch("toy", numbered(1), 0) == 1


def test_the_largest_batch_is_stored(bus: Bus) -> None:
    """A thousand messages go in one batch."""
    bus.ensure_stream("toy")
    assert bus.publish_batch("toy", numbered(*range(1, MAX_BATCH + 1)), 0) == MAX_BATCH


def test_a_larger_batch_is_refused_before_it_is_sent(bus: Bus) -> None:
    """More than the server takes is the caller's mistake."""
    with pytest.raises(ValueError, match="a batch has"):
        bus.publish_batch("toy", numbered(*range(MAX_BATCH + 1)), 0)


def test_a_batch_with_another_end_in_mind_is_refused_whole(bus: Bus) -> None:
    """The expected last sequence fences: nothing of the batch is stored."""
    bus.ensure_stream("toy")
    bus.publish_batch("toy", numbered(1), 0)
    with pytest.raises(StreamMoved):
        bus.publish_batch("toy", numbered(2, 3), 0)
    assert bus.ensure_stream("toy").last_sequence == 1


def test_a_known_message_id_is_refused(bus: Bus) -> None:
    """A message published twice with the right end in mind is refused by its id."""
    bus.ensure_stream("toy")
    bus.publish_batch("toy", numbered(1, 2), 0)
    with pytest.raises(StreamMoved):
        bus.publish_batch("toy", numbered(2, 3), 2)


def test_the_last_message_is_found_with_its_headers(bus: Bus) -> None:
    """The relay reads from the stream how far it came."""
    bus.ensure_stream("toy")
    bus.publish_batch("toy", numbered(1, 2), 0)
    last = bus.last_message("toy", bus.ensure_stream("toy"))
    assert last is not None
    assert last.headers["Loket-Position"] == "2"


def test_an_empty_stream_has_no_last_message(bus: Bus) -> None:
    """A stream that was just made has no last message."""
    assert bus.last_message("toy", bus.ensure_stream("toy")) is None


def test_a_subscription_starts_where_it_was_told(bus: Bus) -> None:
    """Opening at a sequence leaves out what came before."""
    bus.ensure_stream("toy")
    bus.publish_batch("toy", numbered(1, 2, 3), 0)
    assert [m.sequence for m in bus.subscribe("toy", 3).fetch(10, 2)] == [3]


def test_a_message_is_delivered_soon_after_it_was_published(bus: Bus) -> None:
    """A waiting reader does not wait out its time."""
    bus.ensure_stream("toy")
    reader = bus.subscribe("toy", 1)
    assert reader.fetch(10, 0.05) == []
    bus.publish_batch("toy", numbered(1), 0)
    began = time.monotonic()
    assert len(reader.fetch(10, 5)) == 1
    assert time.monotonic() - began < 1


def test_many_small_fetches_lose_nothing(bus: Bus) -> None:
    """Batches smaller than what is there continue where the last one ended."""
    bus.ensure_stream("toy")
    bus.publish_batch("toy", numbered(*range(1, 501)), 0)
    reader = bus.subscribe("toy", 1)
    bodies: list[bytes] = []
    while len(bodies) < 500:
        bodies.extend(m.body for m in reader.fetch(7, 2))
    assert bodies == [str(n).encode() for n in range(1, 501)]


def test_without_a_server_calls_fail_at_once() -> None:
    """Nobody waits for a bus that was never there."""
    bus = Bus("nats://127.0.0.1:1", "test")
    bus.start()
    began = time.monotonic()
    with pytest.raises(BusUnavailable):
        bus.ensure_stream("toy")
    assert time.monotonic() - began < 1
    bus.close()


def test_the_bus_connects_when_the_server_comes_late(tmp_path: Path) -> None:
    """A server that starts after its clients is found."""
    server = NatsServer(tmp_path / "nats")
    server.start()
    server.stop()
    bus = Bus(server.url, "test")
    bus.start()
    assert not bus.connected
    server.start()
    eventually(lambda: bus.connected)
    bus.close()
    server.stop()


def test_what_was_acknowledged_survives_a_kill(nats_server: NatsServer, bus: Bus) -> None:
    """The server syncs before it acknowledges; after SIGKILL the batch is there."""
    bus.ensure_stream("toy")
    bus.publish_batch("toy", numbered(1, 2, 3), 0)
    nats_server.kill()
    nats_server.start()
    again = connected_bus(nats_server.url)
    assert again.ensure_stream("toy").last_sequence == 3
    again.close()


def test_a_subscription_notices_that_its_stream_is_gone(nats_server: NatsServer, bus: Bus) -> None:
    """A deleted stream ends the subscription with an error, not with silence."""
    bus.ensure_stream("toy")
    reader = bus.subscribe("toy", 1)
    reader.fetch(10, 0.05)
    delete_stream(nats_server, "toy")
    eventually(lambda: bus.ensure_stream("toy").last_sequence == 0)
    with pytest.raises(BusUnavailable):
        fetch_for_a_while(reader)


def test_strangers_are_refused(nats_server: NatsServer) -> None:
    """Without the token of the address nobody connects."""
    stranger = Bus(nats_server.url.replace(nats_server.url.split("@")[0], "nats://guess"), "stranger")
    stranger.start()
    time.sleep(0.3)
    assert not stranger.connected
    stranger.close()


def test_the_server_dies_with_its_parent(tmp_path: Path) -> None:
    """A killed parent leaves no server behind."""
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from shared.runtime.nats_server import NatsServer\n"
        "server = NatsServer(Path(sys.argv[1])); server.start(); print(server.url, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    parent = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False
    )
    port = int(parent.stdout.strip().rpartition(":")[2])
    eventually(lambda: not listening(port))


def fetch_for_a_while(reader: Subscription) -> None:
    """Read on, as a consumer does."""
    for _ in range(5):
        reader.fetch(10, 0.5)
