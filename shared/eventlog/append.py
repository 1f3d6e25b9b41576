"""An append as one value: what is stored together, or not at all.

Everything here is data: no callables, so an append can be printed, compared and retried. The
recorder carries it out in one transaction and one lock order (inline rows, consumer position and
idempotency answer, head, guards, insert, commit).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal
from uuid import UUID

import msgspec

RowValue = str | int | bytes | bool | date | UUID | None


class PositionOfEvent(msgspec.Struct, frozen=True):
    """Stands for the log position that the append's n-th event will get (0 is the first, -1 the last)."""

    index: int = -1


POSITION: Final = PositionOfEvent()
"""The position of the append's last event."""


@dataclass(frozen=True, slots=True)
class RowWrite:
    """One row of an inline table, written in the transaction of the append.

    `expect` makes an update or delete conditional: a row that differs (or is not there) raises
    `StaleRow` and nothing is stored. Inserting an existing key raises `DuplicateRow`.
    """

    table: str
    kind: Literal["insert", "upsert", "update", "delete"]
    key: Mapping[str, RowValue]
    values: Mapping[str, RowValue | PositionOfEvent] = field(default_factory=dict)
    expect: Mapping[str, RowValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition read after the head is held, in a statement of its own.

    Raises `GuardFailed(code)` unless the row with `key` exists and has the values of `expect`.
    """

    table: str
    key: Mapping[str, RowValue]
    expect: Mapping[str, RowValue]
    code: str


@dataclass(frozen=True, slots=True)
class Consumed:
    """That this append is the effect of the message at `position` of another log.

    The consumer position moves from `previous` to `position` in the same transaction; when it does
    not stand at `previous`, `StaleConsumer` is raised and nothing is stored.
    """

    consumer: str
    log: str
    previous: int
    position: int
    hint: str | None = None
    """Where to open the stream next time; never truth."""
    event_id: UUID | None = None
    type: str = ""
    hash: str = ""
    """Of the event in the other log's chain; empty where it is not told."""


@dataclass(frozen=True, slots=True)
class IdempotencyAnswer:
    """The answer to one idempotency key of one principal on one route; holds nothing personal."""

    principal: str
    route: str
    key: str
    fingerprint: str
    """HMAC of the request body, hexadecimal."""
    status: int
    resource_id: UUID
    version: int
    position: int | PositionOfEvent = POSITION


class Metadata(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who did it, for which case, and because of what; stored beside the event, inside the hash."""

    actor: str
    """A pseudonymous staff or system id."""
    role: str
    effective_on: date
    """The legal day from which the act has effect."""
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None = None
    """The event that caused this one, in any log."""
    case_id: UUID | None = None
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Append:
    """All that goes with the stored events of one transaction; `metadata` runs parallel to them."""

    metadata: Sequence[Metadata] = ()
    rows: Sequence[RowWrite] = ()
    guards: Sequence[Guard] = ()
    consumed: Consumed | None = None
    answer: IdempotencyAnswer | None = None


class AppendRefused(Exception):
    """Base of the reasons for which an append stores nothing. Load anew and decide again."""


class StaleRow(AppendRefused):
    """Inline rows changed since they were read. `keys` are the (table, key) pairs that did."""

    def __init__(self, keys: Sequence[tuple[str, Mapping[str, RowValue]]]) -> None:
        super().__init__(f"{len(keys)} stale row(s) in {sorted({table for table, _ in keys})}")
        self.keys = keys


class DuplicateRow(AppendRefused):
    """An inserted inline row was there already."""


class GuardFailed(AppendRefused):
    """A guard did not hold once the head was held."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class StaleConsumer(AppendRefused):
    """Another replica has consumed this message, or the position is not contiguous."""


class AlreadyAnswered(AppendRefused):
    """The idempotency key was answered by somebody else in the meantime; read the stored answer."""
