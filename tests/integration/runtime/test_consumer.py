"""A consumer takes every message once and in order, whatever the bus does to them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from shared.contracts.envelope import FeedPage
from shared.database import writing
from shared.eventlog.append import StaleConsumer
from shared.eventlog.feed import Feed
from shared.runtime.bus import Bus
from shared.runtime.consumer import Consumer
from shared.runtime.feed_client import FeedUnreachable
from shared.runtime.nats_server import NatsServer
from shared.runtime.sinks import ProjectionSink, ReactionKeptNoPosition, ReactionSink
from tests.support import permits
from tests.support.messages import Desk, Producer, StampList, files, numbers, running
from tests.support.nats import delete_stream, eventually, lose_message, purge_stream


class Switch:
    """A feed that can be out of reach, and counts how often it was asked."""

    def __init__(self, feed: Feed, *, reachable: bool = True) -> None:
        self.feed = feed
        self.reachable = reachable
        self.asked = 0

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """The feed's page, when it can be reached."""
        self.asked += 1
        if not self.reachable:
            raise FeedUnreachable("switched off")
        return self.feed.page(after, limit)


def taken(consumer: Consumer, position: int) -> None:
    """Step until the consumer has reached a position; AssertionError when it does not."""
    for _ in range(400):
        if consumer.position >= position:
            return
        consumer.step()
    raise AssertionError(f"stands at {consumer.position}")


def test_the_bus_brings_messages_without_the_feed(producer: Producer, desk: Desk, bus: Bus) -> None:
    """Once the feed is read to its end, the bus alone is quick enough to need no poll."""
    consumer = desk.consumer(producer.feed, bus)
    with running(producer.relay(bus), consumer):
        eventually(lambda: consumer._subscription is not None)
        producer.stamp_many(1, 20)
        files(desk, 1, 20)
    assert consumer.gaps == 0


def test_effect_and_position_are_one(producer: Producer, desk: Desk) -> None:
    """After each message the position stands at it, in the database of the effect."""
    producer.stamp("1", "2")
    consumer = desk.consumer(producer.feed, None)
    taken(consumer, 3)
    assert desk.position() == 3


def test_a_reaction_is_caused_by_its_message(producer: Producer, desk: Desk) -> None:
    """Cause, correlation and trace go on in the act of the reaction."""
    permit = permits.Permit.ask(permits.nth_id(1))
    permit.stamp("1")
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    producer.log.save_act(permits.an_act(traceparent=trace), permit)
    taken(desk.consumer(producer.feed, None), 2)
    (act,) = desk.seen
    (stamped,) = producer.log.events_after(1)
    assert (act.causation_id, act.correlation_id) == (stamped.event.event_id, stamped.metadata.correlation_id)
    assert act.traceparent is not None
    assert act.traceparent.split("-")[1] == trace.split("-")[1]


def test_without_a_bus_the_feed_is_polled(producer: Producer, desk: Desk) -> None:
    """Everything converges with the bus off for good."""
    with running(desk.consumer(producer.feed, None)):
        producer.stamp_many(1, 20)
        files(desk, 1, 20)


def test_with_a_bus_that_never_comes_the_feed_is_polled(producer: Producer, desk: Desk) -> None:
    """A server that was never there is the same as no bus."""
    bus = Bus("nats://127.0.0.1:1", "test")
    bus.start()
    with running(producer.relay(bus), desk.consumer(producer.feed, bus)):
        producer.stamp_many(1, 20)
        files(desk, 1, 20)
    bus.close()


def test_a_restarted_consumer_opens_where_it_was(producer: Producer, desk: Desk, bus: Bus) -> None:
    """The hint opens the stream after the last message taken: nothing comes a second time."""
    feed = Switch(producer.feed)
    producer.stamp_many(1, 5)
    relay = producer.relay(bus)
    with running(relay, desk.consumer(feed, bus)) as threads:
        files(desk, 1, 5)
        eventually(lambda: relay.pending() == 0)
        producer.stamp("6")
        files(desk, 1, 6)
        threads[1].stop()
        feed.reachable = False
        producer.stamp_many(7, 9)
        again = desk.consumer(feed, bus)
        with running(again):
            files(desk, 1, 9)
    assert again.dropped == 0


def test_a_hint_into_another_stream_is_not_followed(
    producer: Producer, desk: Desk, bus: Bus, nats_server: NatsServer
) -> None:
    """After the stream was made anew a restarted consumer opens it at its beginning."""
    feed = Switch(producer.feed, reachable=False)
    with running(producer.relay(bus), desk.consumer(feed, bus)):
        producer.stamp_many(1, 5)
        files(desk, 1, 5)
    delete_stream(nats_server, "permits")
    bus.ensure_stream("permits")
    with running(producer.relay(bus), desk.consumer(feed, bus)):
        producer.stamp_many(6, 20)
        eventually(lambda: bus.ensure_stream("permits").last_sequence >= 15)
        files(desk, 1, 20)


def test_a_message_lost_in_the_middle_is_fetched(
    producer: Producer, desk: Desk, bus: Bus, nats_server: NatsServer
) -> None:
    """The chain of positions shows the gap; the feed fills it before what follows is applied."""
    feed = Switch(producer.feed, reachable=False)
    consumer = desk.consumer(feed, bus)
    with running(producer.relay(bus)):
        producer.stamp_many(1, 5)
        eventually(lambda: bus.ensure_stream("permits").last_sequence == 5)
    lose_message(nats_server, "permits", 3)
    consumer.step()
    feed.reachable = True
    consumer._polled_at = float("inf")
    taken(consumer, 10)
    assert desk.remarks() == numbers(1, 5)
    assert consumer.gaps == 1


def test_a_gap_without_a_feed_stops_before_the_gap(
    producer: Producer, desk: Desk, bus: Bus, nats_server: NatsServer
) -> None:
    """While the feed is out of reach nothing behind the gap is applied; when it is back, all is."""
    feed = Switch(producer.feed, reachable=False)
    with running(producer.relay(bus)):
        producer.stamp_many(1, 5)
        eventually(lambda: bus.ensure_stream("permits").last_sequence == 5)
    lose_message(nats_server, "permits", 3)
    consumer = desk.consumer(feed, bus)
    with running(consumer):
        eventually(lambda: consumer.gaps > 0)
        assert desk.remarks() == numbers(1, 2)
        feed.reachable = True
        files(desk, 1, 5)


def test_a_purged_stream_is_repaired_from_the_feed(
    producer: Producer, desk: Desk, bus: Bus, nats_server: NatsServer
) -> None:
    """Messages that nobody had read when the stream was emptied come from the feed."""
    with running(producer.relay(bus)):
        producer.stamp_many(1, 5)
        eventually(lambda: bus.ensure_stream("permits").last_sequence == 5)
    purge_stream(nats_server, "permits")
    with running(producer.relay(bus), desk.consumer(producer.feed, bus)):
        producer.stamp_many(6, 9)
        files(desk, 1, 9)


def test_a_stream_made_anew_is_followed(
    producer: Producer, desk: Desk, bus: Bus, nats_server: NatsServer
) -> None:
    """A deleted stream is opened again when the relay has made another."""
    with running(producer.relay(bus), desk.consumer(producer.feed, bus)):
        producer.stamp_many(1, 5)
        files(desk, 1, 5)
        delete_stream(nats_server, "permits")
        producer.stamp_many(6, 9)
        files(desk, 1, 9)


def test_a_server_that_comes_back_empty_is_survived(
    producer: Producer, desk: Desk, bus: Bus, nats_server: NatsServer, tmp_path: Path
) -> None:
    """The bus is killed, its store deleted, and started again: nothing is lost or doubled."""
    consumer = desk.consumer(producer.feed, bus)
    with running(producer.relay(bus), consumer):
        producer.stamp_many(1, 5)
        files(desk, 1, 5)
        nats_server.kill()
        shutil.rmtree(tmp_path / "nats" / "store")
        producer.stamp_many(6, 9)
        nats_server.start()
        files(desk, 1, 9)
        eventually(lambda: bus.connected and consumer._subscription is not None)
        producer.stamp_many(10, 12)
        files(desk, 1, 12)


def test_while_the_server_is_dead_the_feed_is_polled(
    producer: Producer, desk: Desk, bus: Bus, nats_server: NatsServer
) -> None:
    """A bus that dies under a running consumer is replaced by the feed at once."""
    with running(producer.relay(bus), desk.consumer(producer.feed, bus)):
        producer.stamp_many(1, 5)
        files(desk, 1, 5)
        nats_server.kill()
        producer.stamp_many(6, 9)
        files(desk, 1, 9)


def test_a_stream_read_twice_is_dropped_the_second_time(producer: Producer, desk: Desk, bus: Bus) -> None:
    """Messages at or below the position change nothing."""
    with running(producer.relay(bus)):
        producer.stamp_many(1, 5)
        eventually(lambda: bus.ensure_stream("permits").last_sequence == 5)
    taken(desk.consumer(producer.feed, None), 10)
    consumer = desk.consumer(producer.feed, bus)
    with running(consumer):
        eventually(lambda: consumer.dropped == 5)
    assert desk.remarks() == numbers(1, 5)


def test_two_consumers_at_once_have_one_effect(producer: Producer, desk: Desk, bus: Bus) -> None:
    """Two replicas of one service: for each message one of them wins."""
    consumers = desk.consumer(producer.feed, bus), desk.consumer(producer.feed, None)
    with running(producer.relay(bus), *consumers):
        producer.stamp_many(1, 60)
        files(desk, 1, 60)


def test_poison_stops_the_consumer_and_is_tried_again(producer: Producer, desk: Desk, bus: Bus) -> None:
    """What comes before is applied, what comes after waits; once the reaction can, all goes on."""
    desk.broken_at = "3"
    producer.stamp_many(1, 5)
    consumer = desk.consumer(producer.feed, bus)
    with running(producer.relay(bus), consumer):
        eventually(lambda: consumer.poison is not None)
        assert consumer.poison is not None
        assert consumer.poison.position == 6
        assert desk.remarks() == numbers(1, 2)
        desk.broken_at = None
        files(desk, 1, 5)
    assert consumer.poison is None


def test_poison_is_not_tried_before_its_time(producer: Producer, desk: Desk) -> None:
    """A poisoned consumer rests; it does not hammer."""
    desk.broken_at = "1"
    producer.stamp_many(1, 1)
    consumer = desk.consumer(producer.feed, None, poison_retry_seconds=3600)
    consumer.step()
    desk.broken_at = None
    consumer.poll_now()
    consumer.step()
    assert desk.remarks() == []


def test_poison_is_told_without_its_content(
    producer: Producer, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """The alarm names event and type, not what the event or the error says."""
    desk.broken_at = "Jansen"
    producer.stamp("Jansen")
    desk.consumer(producer.feed, None).step()
    assert str(producer.log.events_after(1)[0].event.event_id) in caplog.text
    assert "Jansen" not in caplog.text
    assert "broken" not in caplog.text


def test_a_busy_database_is_no_poison(
    producer: Producer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that does not answer is raised to the thread, which tries again."""

    def busy(*_: object, **__: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("locked"))

    producer.stamp("1")
    consumer = desk.consumer(producer.feed, None)
    with monkeypatch.context() as patched:
        patched.setattr(desk.log, "save_act", busy)
        with pytest.raises(OperationalError):
            consumer.step()
    assert consumer.poison is None
    consumer.poll_now()
    taken(consumer, 2)


def test_a_message_without_reaction_moves_the_position(producer: Producer, desk: Desk) -> None:
    """An unknown type is taken note of and passed."""
    producer.stamp_many(1, 3)
    acts = desk.sink()._act_for
    consumer = Consumer("permits", producer.feed, ReactionSink("desk", desk.log, {}, acts))
    consumer.step()
    assert (desk.position(), desk.remarks()) == (6, [])


def test_a_reaction_with_nothing_to_do_moves_the_position(producer: Producer, desk: Desk) -> None:
    """None means: heard, and nothing follows from it."""
    producer.stamp("ignored")
    desk.consumer(producer.feed, None).step()
    assert desk.position() == 2


def test_a_reaction_that_forgets_its_act_is_poison(producer: Producer, desk: Desk) -> None:
    """Effect without position would come again for ever: it stops the consumer."""
    forgetful = permits.an_act()
    sink = ReactionSink(
        "desk",
        desk.log,
        {next(iter(desk.sink()._reactions.values()))[0]: lambda *_: desk.log.save_act(forgetful)},
        desk.sink()._act_for,
    )
    producer.stamp("1")
    consumer = Consumer("permits", producer.feed, sink)
    consumer.step()
    assert consumer.poison is not None
    assert consumer.poison.fault == ReactionKeptNoPosition.__name__


def test_a_reaction_in_conflict_decides_anew(
    producer: Producer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When somebody else changed what a reaction had loaded, it is tried again at once."""
    tries = 0
    file_it = desk.when_stamped_file_it

    def beaten_once(*arguments: object) -> object:
        nonlocal tries
        tries += 1
        if tries == 1:
            own = permits.Permit.ask(permits.nth_id(77))
            desk.log.save_act(permits.an_act(), own)
            late = permits.Permit.ask(permits.nth_id(77))
            desk.log.save_act(permits.an_act(), late)
        return file_it(*arguments)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(desk, "when_stamped_file_it", beaten_once)
    producer.stamp("1")
    desk.consumer(producer.feed, None).step()
    assert (tries, desk.remarks()) == (2, ["1"])


def test_a_remote_projection_stores_rows_with_its_position(producer: Producer, desk: Desk, bus: Bus) -> None:
    """A service without a log reads others into tables, once and in order."""
    stamps = StampList()
    sink = ProjectionSink("list", desk.engine, permits.tables.consumers, stamps)
    producer.stamp_many(1, 20)
    with running(producer.relay(bus), Consumer("permits", producer.feed, sink, bus)):
        eventually(lambda: sink.position("permits")[0] == 40)
    assert stamps.remarks(desk.engine) == numbers(1, 20)


def test_a_remote_projection_that_fails_leaves_nothing(producer: Producer, desk: Desk) -> None:
    """Neither row nor position of the poisonous message is kept."""
    stamps = StampList()
    stamps.broken_at = "2"
    sink = ProjectionSink("list", desk.engine, permits.tables.consumers, stamps)
    producer.stamp_many(1, 3)
    consumer = Consumer("permits", producer.feed, sink)
    consumer.step()
    assert (stamps.remarks(desk.engine), sink.position("permits")[0]) == (["1"], 2)


def test_a_stale_position_is_refused(producer: Producer, desk: Desk) -> None:
    """A sink that is told of another previous position than its own stores nothing."""
    sink = ProjectionSink("list", desk.engine, permits.tables.consumers, StampList())
    producer.stamp_many(1, 2)
    _, second = producer.feed.page(0).messages
    with pytest.raises(StaleConsumer):
        sink.take(second, 2, None)


def test_pending_counts_what_is_published_and_not_taken(producer: Producer, desk: Desk) -> None:
    """Drained means: nothing published is left."""
    producer.stamp_many(1, 3)
    consumer = desk.consumer(producer.feed, None)
    assert consumer.pending() == 3
    taken(consumer, 6)
    assert consumer.pending() == 0


def test_pending_is_not_zero_when_nobody_can_tell(producer: Producer, desk: Desk) -> None:
    """An unreachable producer may have published anything."""
    assert desk.consumer(Switch(producer.feed, reachable=False), None).pending() == 1


def test_a_moved_position_is_read_again(producer: Producer, desk: Desk) -> None:
    """A consumer whose position another replica moved goes on from there."""
    producer.stamp_many(1, 4)
    slow, quick = desk.consumer(producer.feed, None), desk.consumer(producer.feed, None)
    assert slow.position == 0
    taken(quick, 8)
    producer.stamp("5")
    with writing(desk.engine) as connection:
        assert connection.execute(text("SELECT position FROM consumer_positions")).scalar_one() == 8
    for _ in range(3):
        slow.poll_now()
        slow.step()
    assert desk.remarks() == numbers(1, 5)
