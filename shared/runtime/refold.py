"""Making the tables of one service anew from the logs, in a database of their own.

It can be brought on as often as wanted: first far, while the service goes on; then the last bit, while the
service's tables are held in one snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

import msgspec
from sqlalchemy import Connection, Engine, MetaData

from shared.contracts.envelope import Message
from shared.database import writing
from shared.eventlog.consumers import consumer_position
from shared.eventlog.inline_rows import InlineRows
from shared.eventlog.log import EventLog, InlineProjection
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.declaration import ServiceDefinition
from shared.runtime.feed_client import FeedSource
from shared.runtime.folding import HeardFold, JournalPageOf, Progress
from shared.runtime.sinks import known_contracts
from shared.runtime.workers import where

_PAGE: Final = 1000


@dataclass(frozen=True)
class Sources:
    """What the tables of a service are folded from."""

    log: EventLog | None
    """The service's own."""
    feeds: Mapping[str, FeedSource]
    """By log: what each service publishes."""
    journals: Mapping[str, JournalPageOf]
    """By log: what audit reads of it."""


@dataclass(frozen=True)
class Positions:
    """Up to where each fold of a service must go, as its tables say at one moment."""

    followed: Mapping[str, int]
    """By projection that follows the own log."""
    head: int
    """Where the own log ends; inline tables are there."""
    heard: Mapping[str, int]
    """By log of another service."""
    read: Mapping[str, int]
    """By journal."""

    @classmethod
    def of(cls, definition: ServiceDefinition, log: EventLog | None, connection: Connection) -> Positions:
        """As they are in the snapshot of this connection."""
        folds, table = definition.folds, definition.metadata.tables["consumer_positions"]
        heard = {fold.log for fold in folds.heard()}
        return cls(
            followed={
                each.name: consumer_position(connection, table, each.name, definition.name)[0]
                for each in folds.following
            },
            head=log.head_in(connection) if log is not None else 0,
            heard={log: consumer_position(connection, table, definition.name, log)[0] for log in heard},
            read=folds.journals.positions(connection) if folds.journals else {},
        )


@dataclass(slots=True)
class _Step:
    """One projector of the own log, and how far it is."""

    name: str
    apply: Callable[[Connection, RecordedEvent], None]
    reached: int = 0
    upto: int = 0

    @property
    def waiting(self) -> bool:
        return self.reached < self.upto


class Refold:
    """The tables of one service, folded into the migrated database `scratch`."""

    def __init__(self, definition: ServiceDefinition, scratch: Engine, sources: Sources) -> None:
        self._definition = definition
        self._scratch = scratch
        self._sources = sources
        self._contracts = known_contracts()
        self._heard = definition.folds.heard()
        self._heard_to = [0] * len(self._heard)
        self._following = [_Step(each.name, each.apply) for each in definition.folds.following]
        self._inline = [_Step(each.name, _inline(definition.metadata, each)) for each in definition.inline]
        self._inline += [_Step(each.name, each.apply) for each in definition.folds.beside]
        self.broken: dict[str, str] = {}
        """By projection that could not be folded: where, and on what."""

    def bring_to(self, positions: Positions, progress: Progress) -> None:
        """Go on up to these positions; what others published first, then the own log, then journals."""
        for place, fold in enumerate(self._heard):
            self._hear(place, fold, positions.heard[fold.log], progress)
        for step in self._following:
            step.upto = positions.followed[step.name]
        for step in self._inline:
            step.upto = positions.head
        self._follow(progress)
        self._read(positions.read, progress)

    def _hear(self, place: int, fold: HeardFold, upto: int, progress: Progress) -> None:
        feed = self._sources.feeds[fold.log]
        while (after := self._heard_to[place]) < upto:
            page = feed.page(after, _PAGE)
            if page.scanned_to <= after:
                break  # it is said to have heard more than there is
            with writing(self._scratch) as connection:
                for message in page.messages:
                    if message.position <= upto:
                        self._take(connection, fold, message)
            self._heard_to[place] = min(upto, page.scanned_to)
            progress(f"what {fold.log} published", self._heard_to[place], upto)

    def _take(self, connection: Connection, fold: HeardFold, message: Message) -> None:
        contract = self._contracts.get(message.type)
        if contract is not None:
            data = msgspec.json.decode(message.data, type=contract)
            with self._unbroken(fold.name, f"message {message.position} of {fold.log}") as whole:
                if whole:
                    fold.projection.apply(connection, message, data)

    def _follow(self, progress: Progress) -> None:
        steps, log = [*self._following, *self._inline], self._sources.log
        while log is not None and any(step.waiting for step in steps):
            after = min(step.reached for step in steps if step.waiting)
            last = max(step.upto for step in steps)
            page = log.events_after(after, limit=_PAGE, upto=last)
            reached = page[-1].position if page else last
            with writing(self._scratch) as connection:
                for step in steps:
                    self._apply(connection, step, page)
                    step.reached = max(step.reached, min(step.upto, reached))
            progress("its own events", reached, last)

    def _apply(self, connection: Connection, step: _Step, page: Sequence[RecordedEvent]) -> None:
        for recorded in page:
            if step.reached < recorded.position <= step.upto:
                with self._unbroken(step.name, f"event {recorded.position}") as whole:
                    if whole:
                        step.apply(connection, recorded)

    def _read(self, upto: Mapping[str, int], progress: Progress) -> None:
        fold = self._definition.folds.journals
        if fold is not None:
            for log, last in upto.items():
                for position in fold.read_on(self._scratch, log, self._sources.journals[log], last):
                    progress(f"the journal of {log}", position, last)

    @contextmanager
    def _unbroken(self, name: str, at: str) -> Iterator[bool]:
        """Whether this projection is still whole; a fault in the block is noted, and it is left as it is."""
        try:
            yield name not in self.broken
        except Exception as fault:  # noqa: BLE001 - whatever a projector breaks on is what is to be told
            self.broken[name] = f"cannot be folded at {at}: {where(fault)}"


def _inline(metadata: MetaData, projection: InlineProjection) -> Callable[[Connection, RecordedEvent], None]:
    """The rows of an inline projection, written as an append would."""

    def apply(connection: Connection, recorded: RecordedEvent) -> None:
        rows = InlineRows(metadata, projection.rows(replace(recorded, position=0)))
        rows.write(connection)
        rows.fill_in_positions(connection, lambda _: recorded.position)

    return apply
