"""The envelope in which every published contract travels: a CloudEvent by the NL GOV profile.

The same bytes go over the bus and over a service's feed. `time` is the instant of recording; legal
dates stand in the data. Nothing personal is in clear, neither in the envelope nor in the data.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec

TYPE_PREFIX = "nl.zero-emissiezones."


class Contract(msgspec.Struct, frozen=True, rename="camel"):
    """Base of the published language: frozen, versioned, additive."""

    TYPE: ClassVar[str]
    """CloudEvent type, `nl.zero-emissiezones.<act>.v<n>`."""


_CLOUD_EVENT_NAMES = {
    "event_id": "id",
    "recorded_at": "time",
    "correlation_id": "correlationid",
    "causation_id": "causationid",
    "previous_hash": "previoushash",
}


class Message(msgspec.Struct, frozen=True, rename=_CLOUD_EVENT_NAMES):
    """One published event: where it stands in its log, what it is, and why it happened.

    As JSON it is a CloudEvent (structured mode); what CloudEvents does not know are extensions.
    """

    log: str
    """Name of the service whose log it is."""
    position: int
    previous: int
    """Position of the preceding published event of the same log (0: none); contiguity is checked."""
    event_id: UUID
    type: str
    recorded_at: datetime
    correlation_id: UUID
    causation_id: UUID | None
    traceparent: str | None
    data: msgspec.Raw
    """The contract, as JSON."""
    source: str = ""
    """Base path of the publishing service; follows from the log."""
    specversion: str = "1.0"
    datacontenttype: str = "application/json"
    hash: str = ""
    """Of the event in its log's chain, hexadecimal; empty in messages of before it was told."""
    previous_hash: str = ""
    """Of the event at `previous`: by it a consumer sees that the log it reads is the one it has read so far."""

    def __post_init__(self) -> None:
        if not self.source:
            msgspec.structs.force_setattr(self, "source", f"/{self.log}/v1")


class FeedPage(msgspec.Struct, frozen=True, rename="camel"):
    """A page of a feed: messages after the asked position, and how far the log was read."""

    log: str
    messages: tuple[Message, ...]
    scanned_to: int
    """Every published event up to this log position is in this page or an earlier one."""
    head: int | None = None
    """The log's last position when the page was read; None where it is not told."""
    after_hash: str = ""
    """Hash of the event at the asked position; empty when the log does not reach that far, or it is not told."""
    scanned_hash: str = ""
    """Hash of the event at `scanned_to`, in the same way."""


class JournalRecord(msgspec.Struct, frozen=True, rename="camel"):
    """One event of a log for audit alone: its act and place in clear, its content as stored bytes."""

    position: int
    event_id: UUID
    stream_id: UUID
    stream_version: int
    act: str
    """The event's topic."""
    case_id: UUID | None
    recorded_at: datetime
    recorded_at_micros: int
    effective_on: str
    actor: str
    role: str
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None
    state: bytes
    metadata: bytes
    hash: bytes


class JournalPage(msgspec.Struct, frozen=True, rename="camel"):
    """A page of a journal, in position order."""

    log: str
    records: tuple[JournalRecord, ...]
    head: int
    """The log's last position when the page was read."""
