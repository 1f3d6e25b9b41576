"""Events as stored: plain JSON of their own fields, typed again when read."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest
from eventsourcing.persistence import MapperDeserialisationError, StoredEvent

from shared.eventlog.aggregate import NO_INSTANT, Aggregate, Event, FoundingEvent
from shared.eventlog.mapper import EventMapper, NoTopic
from tests.support.permits import Permit, PermitAsked, PermitStamped, Street, nth_id

MAPPER = EventMapper()


class Nameless(Event):
    """An event whose author forgot its topic."""


class Inherited(PermitStamped):
    """An event that has only the topic of its parent."""


class Pathless(Aggregate):
    """An aggregate whose author forgot its topic."""


class PathlessBegun(FoundingEvent):
    """Founds the aggregate without topic."""

    TOPIC = "test.pathless-begun"


class Weighed(Event):
    """An event in its third form: first a text in kilograms, then a number, then grams."""

    TOPIC = "test.weighed"
    class_version = 3

    grams: int

    @staticmethod
    def upcast_v1_v2(state: dict[str, Any]) -> None:
        """A number instead of a text."""
        state["kilograms"] = int(state.pop("weight"))

    @staticmethod
    def upcast_v2_v3(state: dict[str, Any]) -> None:
        """Grams instead of kilograms."""
        state["grams"] = state.pop("kilograms") * 1000


class Noted(Event):
    """An event to which a field was added after the first ones had been stored."""

    TOPIC = "test.noted"

    text: str
    remark: str | None = None


def asked() -> PermitAsked:
    """The founding event of a permit."""
    (event,) = Permit.ask(nth_id(1)).pending()
    assert isinstance(event, PermitAsked)
    return event


def stored(topic: str, state: bytes) -> StoredEvent:
    """A stored event at version 2 of some stream."""
    return StoredEvent(nth_id(1), 2, topic, state)


def test_every_field_comes_back_as_declared():
    """Structs, dates and ids in an event are the same values after storing."""
    event = MAPPER.to_domain_event(MAPPER.to_stored_event(asked()))

    assert event == asked()
    assert isinstance(event, PermitAsked)
    assert event.street == Street("Lange Poten", (1, 3))
    assert event.from_day == date(2026, 8, 1)
    assert isinstance(event.asked_by, UUID)


def test_only_the_own_fields_are_stored():
    """Stream id, version and the library's timestamp are not in the JSON; the aggregate's topic is."""
    state = msgspec.json.decode(MAPPER.to_stored_event(asked()).state)

    assert list(state) == ["originator_topic", "street", "from_day", "asked_by"]
    assert state["originator_topic"] == "test.permit"


def test_the_topic_is_the_explicit_one():
    """Stored names do not follow modules and classes."""
    assert MAPPER.to_stored_event(asked()).topic == "test.permit-asked"


def test_the_same_event_always_has_the_same_bytes():
    """Stored bytes are hashed, so nothing in them may depend on the run."""
    expected = (
        b'{"originator_topic":"test.permit","street":{"name":"Lange Poten","numbers":[1,3]},'
        b'"from_day":"2026-08-01","asked_by":"%s"}' % str(nth_id(999)).encode()
    )
    assert MAPPER.to_stored_event(asked()).state == expected


@pytest.mark.parametrize("event_class", [Nameless, Inherited])
def test_an_event_without_a_topic_of_its_own_is_refused(event_class: type[Event]):
    """Neither a module path nor a parent's topic may become a stored name."""
    event = event_class.__new__(event_class)
    event.__dict__.update(originator_id=nth_id(1), originator_version=2, timestamp=NO_INSTANT, remark=None)

    with pytest.raises(NoTopic):
        MAPPER.to_stored_event(event)


def test_an_aggregate_without_a_topic_is_refused():
    """The founding event would otherwise store the path of a class."""
    (event,) = Pathless.found(PathlessBegun, id=nth_id(1)).pending()

    with pytest.raises(NoTopic):
        MAPPER.to_stored_event(event)


@pytest.mark.parametrize(
    "state",
    [b'{"remark":1}', b"{}", b"not json", b'{"remark":null,"colour":"red"}'],
    ids=["other type", "missing field", "no json", "field of a newer program"],
)
def test_bytes_that_do_not_fit_are_refused(state: bytes):
    """Nothing is guessed and nothing is dropped when an event cannot be read."""
    with pytest.raises(MapperDeserialisationError, match=r"test\.permit-stamped at .* version 2"):
        MAPPER.to_domain_event(stored("test.permit-stamped", state))


@pytest.mark.parametrize(
    "state",
    [b'{"weight":"7"}', b'{"kilograms":7,"class_version":2}', b'{"grams":7000,"class_version":3}'],
    ids=["first", "second", "third"],
)
def test_older_forms_are_brought_up_to_date(state: bytes):
    """An event of each earlier class version is read as today's."""
    event = MAPPER.to_domain_event(stored("test.weighed", state))

    assert isinstance(event, Weighed)
    assert event.grams == 7000


def test_the_class_version_is_stored():
    """What is written today says so, or tomorrow's program would upcast it again."""
    event = Weighed(originator_id=nth_id(1), originator_version=2, timestamp=NO_INSTANT, grams=5)

    assert MAPPER.to_stored_event(event).state == b'{"grams":5,"class_version":3}'


def test_a_field_added_later_has_its_default_in_older_events():
    """An addition needs no new version of the class; what was required from the start stays required."""
    event = MAPPER.to_domain_event(stored("test.noted", b'{"text":"heard"}'))
    assert isinstance(event, Noted)
    assert (event.text, event.remark) == ("heard", None)
    with pytest.raises(MapperDeserialisationError):
        MAPPER.to_domain_event(stored("test.noted", b'{"remark":"heard"}'))
