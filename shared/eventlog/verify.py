"""Verifying a log: gapless positions, contiguous streams, time that never runs back, an intact chain.

Reads the bytes as stored and decodes nothing, so it needs no event class and no key. The whole log is for
`loket verify`; its tail is looked at whenever a service starts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Engine, func, select

from shared.database import reading
from shared.eventlog.records import Head, Record, read_head, records_between
from shared.eventlog.tables import GENESIS_HASH, LogTables

_PAGE: Final = 5000
_MOST_FAULTS: Final = 100
_SHOWN_FAULTS: Final = 3
TAIL: Final = 1_000
"""How many events a service verifies when it starts: a matter of milliseconds."""


class BrokenLog(Exception):
    """The end of the log does not verify; nothing may be appended to it."""


@dataclass(frozen=True, slots=True)
class LogVerification:
    """What verifying a log has shown, up to the position where it ended when the verification began."""

    position: int
    hash: bytes
    """The hash stored at `position`; when nothing was found, also the one recomputed."""
    faults: tuple[str, ...]
    """What does not hold, the first hundred; names positions and streams, never contents."""

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


@dataclass(slots=True)
class _Walk:
    """Where a walk along the log is, and what it has found."""

    position: int = 0
    hash: bytes = GENESIS_HASH
    recorded_at: int = 0
    versions: dict[UUID, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    from_the_first: bool = True
    """False: streams may have begun before the walk."""

    def fault(self, what: str) -> None:
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(what)

    def step(self, record: Record) -> None:
        if record.position != self.position + 1:
            self.fault(f"positions go from {self.position} to {record.position}")
        expected = self._next_version(record)
        if record.stream_version != expected:
            self.fault(f"stream {record.stream_id}: version {record.stream_version}, not {expected}")
        if record.recorded_at < self.recorded_at:
            self.fault(f"position {record.position} was recorded before the one preceding it")
        if not record.follows(self.hash):
            self.fault(f"the chain is broken at position {record.position}")
        self.position = record.position
        self.hash = record.hash
        self.recorded_at = record.recorded_at
        self.versions[record.stream_id] = record.stream_version

    def _next_version(self, record: Record) -> int:
        before = 0 if self.from_the_first else record.stream_version - 1
        return self.versions.get(record.stream_id, before) + 1


def verify_log(
    engine: Engine, tables: LogTables, progress: Callable[[int, int], None] = lambda *_: None
) -> LogVerification:
    """Walk the whole log; `progress` is called with the position reached and the last one, page by page.

    Pages are read in transactions of their own, so that a long verification holds no snapshot open.
    """
    return _verify_from(_Walk(), engine, tables, progress)


def verify_tail(engine: Engine, tables: LogTables, events: int = TAIL) -> LogVerification:
    """Walk the last events only, from the hash that is stored before them."""
    with reading(engine) as connection:
        after = max(0, _head_or_nothing(connection, tables).position - events)
        before = records_between(connection, tables.events, after=after - 1, upto=after) if after else []
    walk = _Walk(from_the_first=not before)
    for record in before:
        walk.position, walk.hash, walk.recorded_at = record.position, record.hash, record.recorded_at
    return _verify_from(walk, engine, tables)


def refuse_broken(engine: Engine, tables: LogTables) -> None:
    """Raise `BrokenLog` when the tail of the log does not verify."""
    tail = verify_tail(engine, tables)
    if not tail.holds:
        raise BrokenLog(f"the end of its log does not verify: {'; '.join(tail.faults[:_SHOWN_FAULTS])}")


def _verify_from(
    walk: _Walk, engine: Engine, tables: LogTables, progress: Callable[[int, int], None] = lambda *_: None
) -> LogVerification:
    head, last = _ends(engine, tables)
    while walk.position < head.position:
        with reading(engine) as connection:
            page = records_between(
                connection, tables.events, after=walk.position, upto=head.position, limit=_PAGE
            )
        if not page:
            break
        for record in page:
            walk.step(record)
        progress(walk.position, head.position)
    _compare_with_head(walk, head, last)
    return LogVerification(walk.position, walk.hash, tuple(walk.faults))


def _ends(engine: Engine, tables: LogTables) -> tuple[Head, int]:
    with reading(engine) as connection:
        return _head_or_nothing(connection, tables), _last_position(connection, tables)


def _head_or_nothing(connection: Connection, tables: LogTables) -> Head:
    return read_head(connection, tables.head) or Head(0, GENESIS_HASH, 0)


def _last_position(connection: Connection, tables: LogTables) -> int:
    return connection.execute(select(func.max(tables.events.c.position))).scalar_one() or 0


def _compare_with_head(walk: _Walk, head: Head, last: int) -> None:
    if last != head.position:
        walk.fault(f"the head says {head.position}, the last event is {last}")
    if walk.hash != head.hash:
        walk.fault("the head's hash is not that of the last event")
    if walk.recorded_at != head.recorded_at:
        walk.fault("the head's instant is not that of the last event")
