"""Bases for domain events and aggregates: the library's, without its wall clock and random ids.

An event is a module-level class with an explicit topic (its name for decades), typed fields and an
`apply` that only assigns. An aggregate's public methods decide and call `trigger_event`. Neither
reads a clock: instants and dates are arguments, and the instant of recording is set in the append.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, Self, dataclass_transform
from uuid import UUID, uuid5

from eventsourcing.domain import AggregateCreated, AggregateEvent, BaseAggregate
from eventsourcing.utils import register_topic

NO_INSTANT: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands in the library's own `timestamp`, which Loket neither stores nor reads."""


@dataclass_transform(frozen_default=True)
class Event(AggregateEvent):
    """A recorded fact: past tense, the legal act as its verb, a `TOPIC` of its own."""

    TOPIC: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "TOPIC" in cls.__dict__:
            register_topic(cls.TOPIC, cls)

    @staticmethod
    def create_timestamp() -> datetime:
        return NO_INSTANT

    @property
    def event_id(self) -> UUID:
        """The event's own id, derived from its place, so that nobody needs to store it."""
        return event_id(log_of(self.TOPIC), self.originator_id, self.originator_version)


class FoundingEvent(Event, AggregateCreated):
    """The first event of a stream."""


class Aggregate(BaseAggregate[UUID]):
    """A consistency boundary; always created with an id that was handed in.

    State is declared as annotated attributes with defaults; events assign them.
    """

    TOPIC: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "TOPIC" in cls.__dict__:
            register_topic(cls.TOPIC, cls)

    @staticmethod
    def create_id(*_: Any, **__: Any) -> UUID:
        raise TypeError("ids are injected: pass id=")

    @classmethod
    def found(cls, event_class: type[FoundingEvent], *, id: UUID, **fields: Any) -> Self:
        """Begin a stream with its founding event."""
        return cls._create(event_class, id=id, **fields)

    def pending(self) -> Sequence[Event]:
        """Events decided but not yet saved."""
        return [event for event in self.pending_events if isinstance(event, Event)]


def event_id(log: str, stream_id: UUID, version: int) -> UUID:
    """The id of the event at this place: time-independent, the same in every copy of the log.

    The log's name is part of it, because a case has a stream under its own id in more than one log.
    """
    return uuid5(stream_id, f"{log}:{version}")


def log_of(topic: str) -> str:
    """The name of the log that an event belongs to: the first part of its topic, `<log>.<Act>`."""
    return topic.partition(".")[0]
