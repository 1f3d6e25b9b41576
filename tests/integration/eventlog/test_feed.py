"""The two feeds of a log."""

from __future__ import annotations

import msgspec
import pytest

from shared.contracts.envelope import Contract, FeedPage
from shared.eventlog.chain import link
from shared.eventlog.feed import Feed, Journal, Publication
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from tests.support.permits import NOON, Permit, PermitAsked, PermitStamped, an_act, nth_id


class Stamped(Contract, frozen=True):
    """What others hear of a stamp."""

    TYPE = "test.stamped.v1"

    remark_given: str | None


def to_stamped(recorded: RecordedEvent) -> Stamped:
    """The stamp as others hear of it."""
    assert isinstance(recorded.event, PermitStamped)
    return Stamped(recorded.event.remark)


STAMPS = Publication(PermitStamped, Stamped, ("streets",), to_stamped)


@pytest.fixture
def busy(log: EventLog) -> EventLog:
    """A log in which the stamps stand at 2, 4 and 5 of 6."""
    first, second = Permit.ask(nth_id(1)), Permit.ask(nth_id(2))
    first.stamp("a")
    log.save_act(an_act(1), first)
    second.stamp("b")
    second.stamp(None)
    log.save_act(an_act(2, causation_id=nth_id(7), traceparent="00-t"), second)
    log.save_act(an_act(3), Permit.ask(nth_id(3)))
    return log


def places(page: FeedPage) -> list[tuple[int, int]]:
    """Position and previous position of each message."""
    return [(message.position, message.previous) for message in page.messages]


def test_each_message_names_the_published_one_before_it(busy: EventLog):
    """Events that are not published leave no gap."""
    page = Feed(busy, [STAMPS]).page(after=0)

    assert places(page) == [(2, 0), (4, 2), (5, 4)]
    assert page.scanned_to == 6


@pytest.mark.parametrize(
    ("after", "expected"), [(2, [(4, 2), (5, 4)]), (3, [(4, 2), (5, 4)]), (4, [(5, 4)]), (5, [])]
)
def test_a_page_links_to_the_page_before_it(busy: EventLog, after: int, expected: list[tuple[int, int]]):
    """Wherever a page begins, its first message names the published one before it."""
    assert places(Feed(busy, [STAMPS]).page(after)) == expected


def test_a_full_page_was_scanned_to_its_last_message(busy: EventLog):
    """More may stand between it and the end of the log."""
    page = Feed(busy, [STAMPS]).page(after=0, limit=2)

    assert places(page) == [(2, 0), (4, 2)]
    assert page.scanned_to == 4


def test_a_message_says_what_happened_and_why(busy: EventLog):
    """The contract as JSON in camel case, in an envelope with cause and correlation."""
    message = Feed(busy, [STAMPS]).page(after=2).messages[0]

    assert (message.log, message.type, message.recorded_at) == ("permits", "test.stamped.v1", NOON)
    assert message.event_id == busy.stream(nth_id(2))[1].event.event_id
    assert (message.correlation_id, message.causation_id) == (nth_id(20_002), nth_id(7))
    assert message.traceparent == "00-t"
    assert bytes(message.data) == b'{"remarkGiven":"b"}'


def test_a_page_survives_the_wire(busy: EventLog):
    """What a consumer decodes is what the producer made."""
    page = Feed(busy, [STAMPS]).page(after=0)

    assert places(msgspec.json.decode(msgspec.json.encode(page), type=FeedPage)) == places(page)


def test_the_head_of_a_feed_is_its_last_message(busy: EventLog, log: EventLog):
    """A log that has grown without publishing has nothing new for its consumers."""
    assert Feed(busy, [STAMPS]).head() == 5


def test_a_log_that_publishes_nothing_has_an_empty_feed(busy: EventLog):
    """And it was read to its end."""
    feed = Feed(busy, [])

    assert (feed.head(), feed.page(0).messages, feed.page(0).scanned_to) == (0, (), 6)


def test_an_event_is_published_once(log: EventLog):
    """Two contracts for one event would share a position."""
    with pytest.raises(ValueError, match="twice"):
        Feed(log, [STAMPS, STAMPS])


def test_the_journal_holds_every_event_in_order(busy: EventLog):
    """Page by page, each with its act."""
    journal = Journal(busy)

    first, second = journal.page(0, limit=4), journal.page(4, limit=4)

    assert [record.position for record in first.records + second.records] == [1, 2, 3, 4, 5, 6]
    assert [record.act for record in second.records] == [PermitStamped.TOPIC, PermitAsked.TOPIC]
    assert (first.head, first.log) == (6, "permits")


def test_the_chain_can_be_recomputed_from_the_journal(busy: EventLog):
    """Audit needs nothing but the journal's own bytes."""
    head = bytes(32)
    for record in Journal(busy).page(0).records:
        head = link(
            head,
            position=record.position,
            stream_id=record.stream_id,
            stream_version=record.stream_version,
            topic=record.act,
            recorded_at=record.recorded_at_micros,
            metadata=record.metadata,
            state=record.state,
        )
        assert head == record.hash
    assert head == busy.head_hash()
