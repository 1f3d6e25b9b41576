"""When another log was put back: how a consumer notices, what it notes for an operator, and how it goes on.

A restored log goes on differently from the one that was heard. The consumer knows it by the hash of the last
message that it took in: the log ends before it, or has another event there. It then stops, with nothing taken
and nothing skipped, and notes up to where both have the same past. Once an operator has said that it may
(`loket accept-restore`), it stands there again and takes in the new future. See docs/operations.md.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, Table, insert, select, update

from shared.contracts.envelope import FeedPage
from shared.database import reading, writing
from shared.eventlog.tables import GENESIS_HASH


class Pages(Protocol):
    """The feed of the log in question."""

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """Published messages after a position, in order. Raises FeedUnreachable."""


class NothingToAccept(Exception):
    """The service stands before no log that was put back."""


@dataclass(frozen=True, slots=True)
class Regression:
    """That a log went back, as it was noticed."""

    log: str
    stood_at: int
    """Position of the last message that was taken in."""
    common_position: int
    """Up to here the log is as it was heard; 0: nothing of it."""
    noticed_at: int
    accepted: bool


@dataclass(frozen=True, slots=True)
class LostMessage:
    """A message that was taken in, of an event that its log does not have any more."""

    position: int
    event_id: UUID
    type: str


class SourcePast:
    """What one service knows of the past of the logs that it hears."""

    def __init__(self, engine: Engine, positions: Table, consumer: str) -> None:
        """`positions` is the service's table of consumer positions; the other two stand beside it."""
        self._engine = engine
        self._positions = positions
        self._taken = positions.metadata.tables["messages_taken"]
        self._regressions = positions.metadata.tables["source_regressions"]
        self._consumer = consumer

    def hash_of(self, log: str) -> str:
        """The hash of the last message taken in; empty when that is not known."""
        with reading(self._engine) as connection:
            found = connection.execute(
                select(self._positions.c.hash).where(*self._place(log))
            ).scalar_one_or_none()
        return found or ""

    def open_regression(self, log: str) -> Regression | None:
        """The one that is not settled; None when the log is as it was heard, or nobody has noticed yet."""
        with reading(self._engine) as connection:
            row = connection.execute(select(self._regressions).where(*self._open(log))).one_or_none()
        if row is None:
            return None
        accepted = row.accepted_at is not None
        return Regression(log, row.stood_at, row.common_position, row.noticed_at, accepted)

    def note(self, log: str, stood_at: int, source: Pages) -> Regression:
        """Note that the log went back, once; asks the source where the common past ends."""
        known = self.open_regression(log)
        if known is not None:
            return known
        common, common_hash = self._common_past(log, source)
        noticed_at = _now()
        with writing(self._engine) as connection:
            connection.execute(
                insert(self._regressions).values(
                    log=log,
                    noticed_at=noticed_at,
                    stood_at=stood_at,
                    common_position=common,
                    common_hash=common_hash,
                )
            )
        return Regression(log, stood_at, common, noticed_at, accepted=False)

    def lost(self, log: str, regression: Regression) -> list[LostMessage]:
        """What was taken in from the future that is no more."""
        taken = self._taken.c
        query = select(taken.position, taken.event_id, taken.type).where(
            taken.log == log, taken.position > regression.common_position, taken.lost_at == 0
        )
        with reading(self._engine) as connection:
            return [LostMessage(*row) for row in connection.execute(query.order_by(taken.position))]

    def accept(self, log: str, by: str, because: str) -> Regression:
        """An operator says that the service may go on from the common past. Raises NothingToAccept."""
        with writing(self._engine) as connection:
            said = connection.execute(
                update(self._regressions)
                .where(*self._open(log), self._regressions.c.accepted_at.is_(None))
                .values(accepted_by=by, because=because, accepted_at=_now())
            )
        regression = self.open_regression(log)
        if not said.rowcount or regression is None:
            raise NothingToAccept(log)
        return regression

    def go_back(self, regression: Regression) -> None:
        """Stand where the common past ends; what was heard after it is kept apart as lost."""
        log = regression.log
        now = _now()
        with writing(self._engine) as connection:
            connection.execute(
                update(self._taken)
                .where(
                    self._taken.c.log == log,
                    self._taken.c.lost_at == 0,
                    self._taken.c.position > regression.common_position,
                )
                .values(lost_at=now)
            )
            connection.execute(
                update(self._positions)
                .where(*self._place(log))
                .values(
                    position=regression.common_position, hash=self._common_hash(connection, log), hint=None
                )
            )
            self._settle(connection, log, now)

    def is_as_heard(self, log: str) -> None:
        """The log has again what was heard of it: nothing is to be accepted."""
        with writing(self._engine) as connection:
            self._settle(connection, log, _now())

    def _settle(self, connection: Connection, log: str, now: int) -> None:
        connection.execute(update(self._regressions).where(*self._open(log)).values(settled_at=now))

    def _common_hash(self, connection: Connection, log: str) -> str:
        found = select(self._regressions.c.common_hash).where(*self._open(log))
        return str(connection.execute(found).scalar_one())

    def _common_past(self, log: str, source: Pages) -> tuple[int, str]:
        """The last message taken in that the source still has as it was; (0, genesis) when there is none.

        Where a chain has the same hash it has the same past, so halving finds it.
        """
        taken = self._taken.c
        query = select(taken.position, taken.hash).where(taken.log == log, taken.lost_at == 0)
        with reading(self._engine) as connection:
            marks = [(row.position, row.hash) for row in connection.execute(query.order_by(taken.position))]
        low, high = 0, len(marks)
        while low < high:
            middle = (low + high) // 2
            position, known = marks[middle]
            if source.page(position, 1).after_hash == known:
                low = middle + 1
            else:
                high = middle
        return marks[low - 1] if low else (0, GENESIS_HASH.hex())

    def _place(self, log: str) -> tuple[ColumnElement[bool], ...]:
        return (self._positions.c.consumer == self._consumer, self._positions.c.log == log)

    def _open(self, log: str) -> tuple[ColumnElement[bool], ...]:
        return (self._regressions.c.log == log, self._regressions.c.settled_at.is_(None))


def _now() -> int:
    """Microseconds since 1970, wall time: about the house and not about the business."""
    return time.time_ns() // 1000
