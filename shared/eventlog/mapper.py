"""Between events and their stored form: plain JSON of an event's own fields, typed on the way back.

Not stored: stream id and version (columns of their own), the library's timestamp (nobody reads it).
A field comes back as its declared type, so a UUID, a date or a frozen struct needs no transcoding.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any, Final, get_type_hints
from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, MapperDeserialisationError, StoredEvent
from eventsourcing.utils import resolve_topic

from shared.eventlog.aggregate import NO_INSTANT, Event

_NOT_STORED: Final = frozenset({"originator_id", "originator_version", "timestamp"})
_CLASS_VERSION: Final = "class_version"

Fields = dict[str, Any]
"""An event's own fields by name: the one place where their types are known only at run time."""


class NoTopic(TypeError):
    """An event or aggregate class without a `TOPIC` of its own cannot be stored."""


class EventMapper(Mapper[UUID]):
    """The library's mapper, with one typed JSON codec for each event class."""

    def __init__(self) -> None:
        """No cipher and no compressor: personal data are sealed at the edge, before they get here."""
        super().__init__(transcoder=JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """The stored form. Raises `NoTopic`, or TypeError for a field that JSON cannot carry."""
        codec = codec_of(type(domain_event))
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=codec.topic,
            state=codec.encode(domain_event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Event:
        """The event. Raises MapperDeserialisationError when the bytes do not fit its class."""
        event_class: type[Event] = resolve_topic(stored_event.topic)
        try:
            fields = codec_of(event_class).decode(stored_event.state)
        except msgspec.MsgspecError as error:
            place = f"{stored_event.originator_id} version {stored_event.originator_version}"
            raise MapperDeserialisationError(f"{stored_event.topic} at {place}: {error}") from error
        fields["originator_id"] = stored_event.originator_id
        fields["originator_version"] = stored_event.originator_version
        fields["timestamp"] = NO_INSTANT
        event = object.__new__(event_class)
        object.__setattr__(event, "__dict__", fields)
        return event


class EventCodec:
    """Writes and reads the own fields of one event class."""

    def __init__(self, event_class: type) -> None:
        """Raises `NoTopic` when the class has no topic of its own."""
        if "TOPIC" not in vars(event_class):
            raise NoTopic(f"{event_class.__qualname__} needs a TOPIC of its own")
        self.topic: str = vars(event_class)["TOPIC"]
        self._class = event_class
        self._class_version: int = getattr(event_class, _CLASS_VERSION, 1)
        self._shape = _shape_of(event_class)
        self._names = self._shape.__struct_fields__
        self._decoder = msgspec.json.Decoder(self._shape)

    def encode(self, event: object) -> bytes:
        """JSON of the own fields, in the order of their declaration."""
        values = vars(event)
        fields = {name: values[name] for name in self._names}
        if ":" in fields.get("originator_topic", ""):
            raise NoTopic(f"the aggregate of {self._class.__qualname__} needs a TOPIC of its own")
        if self._class_version > 1:
            fields[_CLASS_VERSION] = self._class_version
        return msgspec.json.encode(fields)

    def decode(self, state: bytes) -> Fields:
        """The own fields as declared today; older versions of the class are upcast first."""
        if self._class_version == 1:
            return msgspec.structs.asdict(self._decoder.decode(state))
        return msgspec.structs.asdict(msgspec.convert(self._upcast(state), self._shape))

    def _upcast(self, state: bytes) -> Fields:
        fields = msgspec.json.decode(state, type=Fields)
        for version in range(fields.pop(_CLASS_VERSION, 1), self._class_version):
            getattr(self._class, f"upcast_v{version}_v{version + 1}")(fields)
        return fields


@cache
def codec_of(event_class: type) -> EventCodec:
    """The codec of an event class, made once."""
    return EventCodec(event_class)


def _shape_of(event_class: type) -> type[msgspec.Struct]:
    """A struct of the own fields. Unknown fields are refused: an older program must not drop what it meets.

    A field that was added later has a default, which stands in the events stored before.
    """
    types = get_type_hints(event_class)
    own = [field for field in dataclasses.fields(event_class) if field.name not in _NOT_STORED]
    return msgspec.defstruct(
        event_class.__name__,
        [(field.name, types[field.name], _default_of(field)) for field in own],
        frozen=True,
        forbid_unknown_fields=True,
        kw_only=True,
    )


def _default_of(field: dataclasses.Field[Any]) -> object:
    return msgspec.NODEFAULT if field.default is dataclasses.MISSING else field.default
