"""The lease of a service's workers: of several replicas on one database, one works and the others stand by.

A row says who holds it, until when (wall time, by the clock of the database) and under which epoch; every
takeover makes a new epoch. The time makes sure that somebody works. That no two do is made sure by the epoch:
each write transaction of a worker ends with a look at it, and stores nothing when another has taken over.
See docs/adr/0009.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import Connection, Engine, Select, Table, select, text

from shared.database import Fenced, reading, writing
from shared.eventlog.tables import LEASE_ROW
from shared.runtime.holder import is_gone, new_holder

LEASE_SECONDS: Final = 6.0
"""How long a holder that is silent keeps it."""
NOBODY: Final = ""
_MICROS: Final = 1_000_000
_SERVER_TIME: Final = text("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)")


class LeaseNotMigrated(Exception):
    """The row of the lease is missing: the migrations have not run."""


@dataclass(frozen=True, slots=True)
class LeaseState:
    """The row as it stands."""

    epoch: int
    holder: str
    expires_at: int
    """Microseconds since 1970."""

    def is_free(self, now: int, gone: Callable[[str], bool] = is_gone) -> bool:
        """Whether another may take it: released, run out, or its holder's process has ended."""
        return self.holder == NOBODY or self.expires_at <= now or gone(self.holder)


@dataclass(frozen=True, slots=True)
class LeaseFence:
    """Holds while nobody else has taken the lease over."""

    engine: Engine
    table: Table
    epoch: int

    def check(self, connection: Connection) -> None:
        """Raise `Fenced` when the epoch is no longer the current one, and keep it so for this transaction.

        The lock is the weakest there is: the holder may go on renewing, and only a takeover waits for it.
        """
        current = connection.execute(_current_epoch(self.table)).scalar_one()
        if current != self.epoch:
            raise Fenced(f"the lease is at epoch {current}, this worker at {self.epoch}")


class WorkerLease:
    """One replica's hold on the lease of one service."""

    def __init__(
        self,
        engine: Engine,
        table: Table,
        seconds: float = LEASE_SECONDS,
        *,
        own: Engine | None = None,
        now: Callable[[Connection], int] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        gone: Callable[[str], bool] = is_gone,
    ) -> None:
        """`engine` is that of the workers, `own` one of which this lease alone takes connections (default: the same).

        `now` is the wall time that all replicas share, `monotonic` the time of this process alone.
        """
        self.seconds = seconds
        self.holder = new_holder()
        self._engine = own or engine
        self._workers_engine = engine
        self._table = table
        self._now = now or wall_time
        self._monotonic = monotonic
        self._gone = gone
        self._fence: LeaseFence | None = None
        self._held_until = float("-inf")

    @property
    def held(self) -> bool:
        """Whether this replica may work: it holds the lease, and has renewed it in time."""
        return self.fence is not None

    @property
    def fence(self) -> LeaseFence | None:
        """What its workers are held to; None while it may not work."""
        return self._fence if self._monotonic() < self._held_until else None

    def take(self) -> bool:
        """Take the lease when it is free; False when another holds it."""
        with reading(self._engine) as connection:
            if not self._is_free(connection, self._state(connection)):
                return False
        began = self._monotonic()
        with writing(self._engine) as connection:
            state = self._state(connection, hold=True)
            if not self._is_free(connection, state):
                return False
            self._write(connection, state.epoch, epoch=state.epoch + 1)
        self._fence = LeaseFence(self._workers_engine, self._table, state.epoch + 1)
        self._held_until = began + self.seconds
        return True

    def renew(self) -> bool:
        """Keep it for another while, also when it had run out and nobody took it; False when it is lost."""
        if self._fence is None:
            return False
        began = self._monotonic()
        with writing(self._engine) as connection:
            kept = self._write(connection, self._fence.epoch)
        if kept:
            self._held_until = began + self.seconds
        else:
            self._forget()
        return kept

    def release(self) -> None:
        """Give it back, so that another can take it at once; nothing when it is lost."""
        fence = self._fence
        self._forget()
        if fence is not None:
            with writing(self._engine) as connection:
                self._write(connection, fence.epoch, holder=NOBODY, expires_at=0)

    def state(self) -> LeaseState:
        """The row as it stands in the database."""
        with reading(self._engine) as connection:
            return self._state(connection)

    def close(self) -> None:
        """Give the connections of its own back."""
        if self._engine is not self._workers_engine:
            self._engine.dispose()

    def _forget(self) -> None:
        self._fence = None
        self._held_until = float("-inf")

    def _is_free(self, connection: Connection, state: LeaseState) -> bool:
        return state.is_free(self._now(connection), self._gone)

    def _state(self, connection: Connection, *, hold: bool = False) -> LeaseState:
        query = select(self._table.c.epoch, self._table.c.holder, self._table.c.expires_at).where(
            self._table.c.id == LEASE_ROW
        )
        found = connection.execute(query.with_for_update() if hold else query).one_or_none()
        if found is None:
            raise LeaseNotMigrated(f"{self._table.name} is empty")
        return LeaseState(*found)

    def _write(self, connection: Connection, of_epoch: int, **values: object) -> bool:
        """Change the row while it is at this epoch; by default: this holder's, for another while."""
        until = self._now(connection) + round(self.seconds * _MICROS)
        changed = connection.execute(
            self._table.update()
            .where(self._table.c.id == LEASE_ROW, self._table.c.epoch == of_epoch)
            .values({"holder": self.holder, "expires_at": until} | values)
        )
        return changed.rowcount == 1


@cache
def _current_epoch(table: Table) -> Select[int]:
    """Built once: it is asked in every transaction of every worker."""
    return select(table.c.epoch).where(table.c.id == LEASE_ROW).with_for_update(read=True, key_share=True)


def wall_time(connection: Connection) -> int:
    """Microseconds since 1970 by the one clock that all replicas share: on PostgreSQL its server's."""
    if connection.dialect.name != "postgresql":
        return time.time_ns() // 1000
    return int(connection.execute(_SERVER_TIME).scalar_one())
