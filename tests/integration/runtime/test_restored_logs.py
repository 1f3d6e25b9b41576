"""A log that was put back to an older state and goes on differently: who heard it notices, stops, and is told."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, delete, func, insert, select, update

from shared.contracts.envelope import FeedPage
from shared.database import reading, writing
from shared.eventlog.feed import Feed
from shared.runtime.bus import Bus
from shared.runtime.consumer import Consumer
from shared.runtime.relay import Relay, StreamAheadOfLog
from shared.runtime.source_past import NothingToAccept, SourcePast
from tests.support import permits
from tests.support.messages import PUBLICATIONS, Desk, Producer, numbers

KEPT = ("events", "log_head", "permits")
Backup = dict[str, list[dict[str, object]]]


@dataclass
class Restored:
    """The log of a producer on either database, a copy of it, and the desk that hears it."""

    producer: Producer
    desk: Desk
    older: Backup
    newer: Backup

    def restore(self, backup: Backup) -> None:
        """Put a backup back."""
        with writing(self.producer.engine) as connection:
            for name in KEPT:
                table = permits.metadata.tables[name]
                connection.execute(delete(table))
                connection.execute(insert(table), backup[name])

    def past(self) -> SourcePast:
        """What the desk knows of the log."""
        return SourcePast(self.desk.engine, permits.tables.consumers, "desk")

    def consumer(self, bus: Bus | None = None, **seconds: float) -> Consumer:
        """The desk's, as after a start."""
        given = {"poll_seconds": 0.0, "net_seconds": 3600.0} | seconds
        return Consumer("permits", self.producer.feed, self.desk.sink(), bus, past=self.past(), **given)


@pytest.fixture
def house(engine: Engine, producer: Producer, desk: Desk) -> Restored:
    """Three stamps heard, copied, and two more heard that the copy does not have."""
    producer.engine.dispose()
    permits.create_tables(engine)
    producer.engine = engine
    producer.log = permits.open_log(engine)
    producer.feed = Feed(producer.log, PUBLICATIONS)
    producer.stamp_many(1, 3)
    older = copy(engine)
    producer.stamp_many(4, 5)
    made = Restored(producer, desk, older, newer=copy(engine))
    hear(made.consumer())
    assert desk.remarks() == numbers(1, 5)
    made.restore(older)
    producer._asked = 100
    return made


def copy(engine: Engine) -> Backup:
    """A backup."""
    with reading(engine) as connection:
        return {
            name: [dict(row) for row in connection.execute(select(permits.metadata.tables[name])).mappings()]
            for name in KEPT
        }


def hear(consumer: Consumer) -> None:
    """Until there is nothing more to hear."""
    while consumer.step():
        pass


def test_a_log_that_ends_before_what_was_heard_is_noticed(house: Restored):
    """At once, and after a start; nothing is taken, and the position stays where it was."""
    consumer = house.consumer()
    hear(consumer)
    assert consumer.regression is not None
    assert (consumer.regression.stood_at, consumer.regression.common_position) == (10, 6)
    assert house.desk.position() == 10


def test_a_log_that_went_on_differently_is_known_by_its_hash(house: Restored):
    """It is longer than what was heard, and another."""
    for number in range(6, 12):
        house.producer.stamp(f"other {number}")
    consumer = house.consumer()
    hear(consumer)
    assert consumer.regression is not None
    assert consumer.regression.common_position == 6
    assert house.desk.remarks() == numbers(1, 5)


def test_a_consumer_that_runs_notices_what_was_put_back_under_it(house: Restored):
    """Not only when it starts."""
    house.restore(house.newer)
    consumer = house.consumer()
    hear(consumer)
    house.restore(house.older)
    for number in range(6, 12):
        house.producer.stamp(f"other {number}")
    hear(consumer)
    assert consumer.regression is not None


def test_told_to_it_goes_on_from_where_the_pasts_part(house: Restored):
    """Nothing of the new future is skipped; who said so and why is kept, and so is what was lost."""
    house.producer.stamp("other 4")
    consumer = house.consumer()
    hear(consumer)
    regression = consumer.regression
    assert regression is not None
    lost = house.past().lost("permits", regression)
    assert [message.position for message in lost] == [8, 10]
    house.past().accept("permits", "operator-1", "disk of 2 March")
    house.producer.stamp("other 5")
    hear(consumer)
    assert consumer.regression is None
    assert house.desk.remarks() == [*numbers(1, 5), "other 4", "other 5"]
    table = permits.metadata.tables["source_regressions"]
    with reading(house.desk.engine) as connection:
        row = connection.execute(select(table)).one()
        taken = permits.metadata.tables["messages_taken"]
        kept = connection.execute(
            select(func.count()).select_from(taken).where(taken.c.lost_at == row.settled_at)
        ).scalar_one()
    assert (row.accepted_by, row.because, kept) == ("operator-1", "disk of 2 March", 2)
    assert house.past().open_regression("permits") is None


def test_nobody_accepts_what_nobody_noticed(house: Restored):
    """Nor twice."""
    with pytest.raises(NothingToAccept):
        house.past().accept("permits", "operator-1", "why not")
    hear(house.consumer())
    house.past().accept("permits", "operator-1", "disk of 2 March")
    with pytest.raises(NothingToAccept):
        house.past().accept("permits", "operator-2", "again")


def test_a_log_that_is_put_right_is_heard_on_without_a_word(house: Restored):
    """A newer backup has what was heard: nothing is lost, and nothing to accept."""
    consumer = house.consumer()
    hear(consumer)
    assert consumer.regression is not None
    house.restore(house.newer)
    hear(consumer)
    assert consumer.regression is None
    assert house.past().open_regression("permits") is None
    house.producer.stamp("6")
    hear(consumer)
    assert house.desk.remarks() == numbers(1, 6)


def test_nothing_is_noticed_where_only_what_is_not_published_is_gone(producer: Producer, desk: Desk):
    """What was heard is there."""
    past = SourcePast(desk.engine, permits.tables.consumers, "desk")
    producer.stamp_many(1, 2)
    consumer = Consumer("permits", producer.feed, desk.sink(), None, poll_seconds=0.0, past=past)
    hear(consumer)
    consumer._scanned = (99, "an unpublished event that is no more")
    hear(consumer)
    assert consumer.regression is None
    producer.stamp_many(3, 3)
    hear(consumer)
    assert desk.remarks() == numbers(1, 3)


def test_a_bus_that_tells_of_another_future_is_not_believed(producer: Producer, desk: Desk, bus: Bus):
    """What follows the position, but not the hash, is asked of the feed."""
    past = SourcePast(desk.engine, permits.tables.consumers, "desk")
    producer.stamp_many(1, 2)
    relay = producer.relay(bus)
    hear_relay(relay)
    first = Consumer("permits", Switch(producer.feed), desk.sink(), bus, past=past, net_seconds=3600.0)
    hear(first)
    with writing(desk.engine) as connection:
        connection.execute(update(permits.tables.consumers).values(hash="00"))
    producer.stamp_many(3, 3)
    hear_relay(relay)
    consumer = Consumer("permits", Switch(producer.feed), desk.sink(), bus, past=past, net_seconds=3600.0)
    hear(consumer)
    assert consumer.regression is not None
    assert desk.remarks() == numbers(1, 2)


def test_a_relay_publishes_nothing_into_the_stream_of_another_past(house: Restored, bus: Bus):
    """Also where the log is longer again than the stream: its last message has another hash there."""
    house.producer.stamp_many(200, 201)
    hear_relay(house.producer.relay(bus))
    house.restore(house.older)
    house.producer._asked = 300
    for number in range(300, 306):
        house.producer.stamp(f"other {number}")
    with pytest.raises(StreamAheadOfLog):
        house.producer.relay(bus).step()


class Switch:
    """A feed."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """As the feed has it."""
        return self._feed.page(after, limit)


def hear_relay(relay: Relay) -> None:
    """Until everything is published."""
    while relay.pending():
        relay.step()
