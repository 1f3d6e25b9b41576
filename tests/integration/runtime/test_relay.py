"""The relay publishes its log once and in order, whatever happens to the stream."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from shared.contracts.envelope import Message
from shared.runtime.bus import Bus, BusUnavailable, Outgoing
from shared.runtime.nats_server import NatsServer
from shared.runtime.relay import StreamAheadOfLog
from tests.support import permits
from tests.support.messages import Producer, Stamped, numbers, running
from tests.support.nats import connected_bus, delete_stream, eventually, make_forgetful_stream, purge_stream
from tests.support.small_disk import small_disk


def published(bus: Bus) -> list[Message]:
    """Everything in the stream."""
    reader = bus.subscribe("permits", 1)
    bodies: list[bytes] = []
    while batch := reader.fetch(500, 0.3):
        bodies.extend(delivered.body for delivered in batch)
    return [msgspec.json.decode(body, type=Message) for body in bodies]


def remarks(bus: Bus) -> list[str | None]:
    """The remarks in the stream, in its order."""
    return [msgspec.json.decode(message.data, type=Stamped).remark for message in published(bus)]


def relay_all(producer: Producer, bus: Bus) -> None:
    """Run a fresh relay until nothing is left to publish."""
    relay = producer.relay(bus)
    while relay.pending():
        relay.step()


def test_the_published_subset_is_in_the_stream(producer: Producer, bus: Bus) -> None:
    """Each message names its position and that of the one before it; internal events stay inside."""
    producer.stamp("1", "2")
    producer.stamp("3")
    relay_all(producer, bus)
    assert [(m.previous, m.position) for m in published(bus)] == [(0, 2), (2, 3), (3, 5)]


def test_messages_are_the_bytes_of_the_feed(producer: Producer, bus: Bus) -> None:
    """Whether by bus or by feed, the message is the same."""
    producer.stamp("1", "2")
    relay_all(producer, bus)
    assert tuple(published(bus)) == producer.feed.page(0).messages


def test_headers_route_without_reading_bodies(producer: Producer, bus: Bus) -> None:
    """Log, position, previous position and type stand in the headers, the event id is the message id."""
    producer.stamp("1")
    relay_all(producer, bus)
    (delivered,) = bus.subscribe("permits", 1).fetch(1, 2)
    expected = {
        "Loket-Log": "permits",
        "Loket-Position": "2",
        "Loket-Previous": "0",
        "Loket-Type": Stamped.TYPE,
        "Nats-Msg-Id": str(producer.log.events_after(1)[0].event.event_id),
    }
    assert expected.items() <= dict(delivered.headers).items()


def test_a_restarted_relay_goes_on_after_the_last_message(producer: Producer, bus: Bus) -> None:
    """The stream says how far it was published."""
    producer.stamp_many(1, 3)
    relay_all(producer, bus)
    producer.stamp_many(4, 5)
    relay_all(producer, bus)
    assert remarks(bus) == numbers(1, 5)


def test_more_than_one_batch(producer: Producer, bus: Bus) -> None:
    """A long log goes in several batches."""
    for hundred in range(11):
        producer.stamp(*(str(hundred * 100 + n) for n in range(1, 101)))
    relay_all(producer, bus)
    assert remarks(bus) == numbers(1, 1100)


def test_two_relays_at_once_publish_once(producer: Producer, bus: Bus, nats_server: NatsServer) -> None:
    """The server fences off whichever relay is late; nothing is doubled, missed or out of order."""
    other_bus = connected_bus(nats_server.url)
    relays = producer.relay(bus), producer.relay(other_bus)
    with running(*relays):
        producer.stamp_many(1, 150)
        eventually(lambda: not any(relay.pending() for relay in relays))
    assert remarks(bus) == numbers(1, 150)
    other_bus.close()


def test_a_late_relay_is_fenced_off(producer: Producer, bus: Bus, nats_server: NatsServer) -> None:
    """Long after the server has forgotten the ids, a relay with an old end in mind publishes nothing twice."""
    make_forgetful_stream(nats_server, "permits")
    quick, late = producer.relay(bus), producer.relay(bus)
    late.step()
    producer.stamp_many(1, 3)
    while quick.pending():
        quick.step()
    time.sleep(0.3)
    while late.pending():
        late.step()
    assert remarks(bus) == numbers(1, 3)


def test_a_lost_acknowledgement_publishes_nothing_twice(producer: Producer, bus: Bus) -> None:
    """After an unknown outcome the relay looks at the stream before it publishes again."""

    class Forgetful(Bus):
        lost = 0

        def publish_batch(self, log: str, messages: Sequence[Outgoing], expected_last_sequence: int) -> int:
            sequence = super().publish_batch(log, messages, expected_last_sequence)
            self.lost += 1
            if self.lost == 1:
                raise BusUnavailable("the answer was lost")
            return sequence

    forgetful = Forgetful(bus._url, "forgetful")
    forgetful.start()
    eventually(lambda: forgetful.connected)
    producer.stamp_many(1, 3)
    relay_all(producer, forgetful)
    forgetful.close()
    assert remarks(bus) == numbers(1, 3)


def test_an_emptied_stream_gets_only_what_is_new(
    producer: Producer, bus: Bus, nats_server: NatsServer
) -> None:
    """What was published before is the feed's to give; the relay starts after its own position."""
    producer.stamp_many(1, 3)
    relay_all(producer, bus)
    purge_stream(nats_server, "permits")
    producer.stamp_many(4, 5)
    relay_all(producer, bus)
    assert remarks(bus) == numbers(4, 5)


def test_a_stream_deleted_under_a_running_relay_is_made_again(
    producer: Producer, bus: Bus, nats_server: NatsServer
) -> None:
    """The relay finds the stream gone, makes it anew and goes on where it remembers to have been.

    It writes its position down at most every few seconds, so it may begin a few messages early, but
    leaves none out.
    """
    relay = producer.relay(bus)
    with running(relay):
        producer.stamp_many(1, 3)
        eventually(lambda: relay.pending() == 0)
        delete_stream(nats_server, "permits")
        producer.stamp_many(4, 5)
        eventually(lambda: relay.pending() == 0)
    again = remarks(bus)
    assert again[-2:] == numbers(4, 5)
    assert again == numbers(1, 5)[-len(again) :]


def test_without_a_bus_the_relay_waits(producer: Producer) -> None:
    """A step without a server does nothing and raises nothing."""
    bus = Bus("nats://127.0.0.1:1", "test")
    bus.start()
    producer.stamp("1")
    relay = producer.relay(bus)
    assert not relay.step()
    assert relay.pending() == 0
    bus.close()


def test_what_waits_to_be_published_is_counted_without_a_bus(producer: Producer) -> None:
    """And has the age of its first event; what is not published does not count."""
    bus = Bus("nats://127.0.0.1:1", "test")
    bus.start()
    producer.stamp("1", "2")
    relay = producer.relay(bus)
    relay.step()
    assert relay.unpublished() == (2, producer.log.recorded_after(1))
    bus.close()


def test_nothing_waits_once_it_is_published(producer: Producer, bus: Bus, nats_server: NatsServer) -> None:
    """What was published is known to be when the bus goes away: only what comes after it waits."""
    relay = producer.relay(bus)
    producer.stamp("1", "2")
    relay.step()
    assert relay.unpublished() == (0, None)
    nats_server.stop()
    eventually(lambda: not bus.connected)
    producer.stamp("3")
    relay.step()
    assert relay.unpublished() == (1, producer.log.recorded_after(4))


def test_a_relay_remembers_its_place_also_when_it_rests(producer: Producer, bus: Bus) -> None:
    """Otherwise what was published last would seem to wait after a start without a bus."""
    relay = producer.relay(bus)
    for remark in ("1", "2"):
        producer.stamp(remark)
        relay.step()
    relay._remembered_at = float("-inf")
    relay.step()
    assert producer.log.consumer_position("relay", "permits")[0] == 4


def test_a_stream_ahead_of_its_log_is_refused(producer: Producer, bus: Bus) -> None:
    """Positions that the log does not have mean that the log was put back: an operator must look."""
    bus.ensure_stream("permits")
    bus.publish_batch("permits", [Outgoing("x", {"Loket-Position": "99"}, b"{}")], 0)
    producer.stamp("1")
    with pytest.raises(StreamAheadOfLog):
        producer.relay(bus).step()


def test_the_trace_goes_with_the_message(producer: Producer, bus: Bus) -> None:
    """A traceparent of the act is a header of the message."""
    permit = permits.Permit.ask(permits.nth_id(1))
    permit.stamp("1")
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    producer.log.save_act(permits.an_act(traceparent=trace), permit)
    relay_all(producer, bus)
    (delivered,) = bus.subscribe("permits", 1).fetch(1, 2)
    assert delivered.headers["traceparent"] == trace


def test_a_full_disk_under_the_message_server_loses_nothing(producer: Producer, tmp_path: Path) -> None:
    """The log is written on and its feed read; once there is room, and the server was started anew, all is published."""
    with small_disk(tmp_path / "nats", 8) as disk:
        server = NatsServer(disk.folder)
        server.start()
        bus = connected_bus(server.url)
        producer.stamp("1")
        relay_all(producer, bus)
        disk.fill()
        producer.stamp_many(2, 400)
        relay = producer.relay(bus)
        relay.step()
        assert relay.pending()
        heard = [
            msgspec.json.decode(message.data, type=Stamped).remark
            for message in producer.feed.page(0).messages
        ]
        assert heard == numbers(1, 400)
        disk.free()
        server.stop()
        server.start()
        connections = bus.connections
        eventually(lambda: bus.connected and bus.connections >= connections)
        relay_all(producer, bus)
        assert remarks(bus) == numbers(1, 400)
        bus.close()
        server.stop()
