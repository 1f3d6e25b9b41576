"""Opening the two databases Loket runs on: SQLite (embedded) and PostgreSQL (production).

Both are held to what the event log needs: durable commits, one locking write transaction, and reads
from one snapshot.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from threading import Lock, RLock
from typing import Final, Protocol
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

LOCK_WAIT_SECONDS: Final = 10
"""How long a writer waits for a lock before the database gives up on it."""
_EVER_MS: Final = 2**31 - 1
"""The longest that SQLite can wait for a lock: 24 days."""

_ASK: Final = {"postgresql": "SHOW", "sqlite": "PRAGMA"}
_SAFE: Final[Mapping[str, Mapping[str, Callable[[str], bool]]]] = {
    "postgresql": dict.fromkeys(
        ("fsync", "synchronous_commit", "full_page_writes"), lambda value: value != "off"
    ),
    "sqlite": {
        "journal_mode": lambda value: value == "wal",
        "synchronous": lambda value: value in {"2", "3"},
    },
}
"""By kind of database: the settings on which durability rests, and which values are safe."""

_BEGIN: Final = "loket_begin"
CONNECTIONS: Final = 40
"""To one database at once, unless its opener says otherwise; who needs one more waits for one that is given back."""
_KEPT: Final = 10
"""How many of them stay open while nobody needs them."""

_GONE_AFTER_MS: Final = 6_000
"""How long what was sent may stay unacknowledged: meanwhile no keepalive is sent, whose count would find it out."""
_OF_A_SESSION: Final[Mapping[str, int]] = {
    "lock_timeout": LOCK_WAIT_SECONDS * 1000,
    "idle_in_transaction_session_timeout": 20_000,
    "tcp_keepalives_idle": 3,
    "tcp_keepalives_interval": 1,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": _GONE_AFTER_MS,
}
"""What the server holds a session to: a frozen replica keeps a lock for so many milliseconds, and one whose host has
vanished for as many seconds as keepalives take, or nobody could take over from it."""
_OF_A_CLIENT: Final[Mapping[str, int]] = {
    "connect_timeout": LOCK_WAIT_SECONDS,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": _GONE_AFTER_MS,
}
"""What a client holds the server to, in seconds but for the last: when its host has vanished, who waits for an answer
finds out by keepalives, and who had just asked by what nobody acknowledged. A server that lives and is silent is
waited for (on Linux; elsewhere libpq passes over the last one)."""

_write_locks: WeakKeyDictionary[Engine, RLock] = WeakKeyDictionary()
_write_locks_guard: Final = Lock()


class Fenced(Exception):
    """Whoever wrote may not act any more: somebody else has taken over. Nothing was stored."""


class Fence(Protocol):
    """What must still hold at the end of every write transaction of a worker."""

    @property
    def engine(self) -> Engine:
        """The database that it stands in; transactions in others are not held to it."""

    def check(self, connection: Connection) -> None:
        """Raise `Fenced` unless it holds, and keep it so until the transaction has ended."""


_fence: Final[ContextVar[Fence | None]] = ContextVar("fence", default=None)


class UnsafeDatabase(Exception):
    """The database server may forget what it has acknowledged; Loket does not start on it."""


def open_engine(url: str, connections: int = CONNECTIONS) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://...`, of so many connections at most.

    Raises ValueError for any other kind of database, and for SQLite without a file.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return _open_sqlite(url, connections)
    if backend == "postgresql":
        return _open_postgresql(url, connections)
    raise ValueError(f"neither an SQLite file nor PostgreSQL: {parsed.render_as_string(hide_password=True)}")


def open_beside(engine: Engine, connections: int) -> Engine:
    """Another engine for the same database, with connections of its own: whoever uses up the others leaves it these.

    Within the process both wait for SQLite's write lock in one line.
    """
    beside = open_engine(engine.url.render_as_string(hide_password=False), connections)
    with _write_locks_guard:
        _write_locks[beside] = _write_locks.setdefault(engine, RLock())
    return beside


@contextmanager
def writing(engine: Engine, *, on_disk: bool = True, patient: bool = False) -> Iterator[Connection]:
    """One write transaction: committed when the block ends, rolled back when it raises.

    On SQLite it holds the database's write lock from its first moment (BEGIN IMMEDIATE), behind a lock of
    the process, because SQLite's own waiting is unfair. On PostgreSQL it is READ COMMITTED, so that each
    statement sees what was committed before it. A worker's transaction ends with the check of its fence.

    Without `on_disk` SQLite does not wait for the disk: what is committed survives the death of the process at
    once, and that of the machine from the next commit that does wait. PostgreSQL always waits.
    `patient` waits for SQLite's write lock as long as another process holds it.
    """
    if engine.dialect.name == "sqlite":
        with _write_lock_of(engine), engine.connect() as connection, ExitStack() as differently:
            if not on_disk:
                differently.enter_context(_set_to(connection, "synchronous", "NORMAL", "FULL"))
            if patient:
                differently.enter_context(_set_to(connection, "busy_timeout", _EVER_MS, _busy_ms()))
            connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin():
                yield connection
                _check_fence(engine, connection)
    else:
        with engine.begin() as connection:
            yield connection
            _check_fence(engine, connection)


@contextmanager
def fenced(fence: Fence) -> Iterator[None]:
    """Hold every write transaction of this context to the fence; each of them may raise `Fenced`.

    Threads that are started meanwhile have a context of their own: hand them a copy (`copy_context`).
    """
    before = _fence.set(fence)
    try:
        yield
    finally:
        _fence.reset(before)


@contextmanager
def _set_to(connection: Connection, pragma: str, value: str | int, normally: str | int) -> Iterator[None]:
    """Another value of an SQLite setting of this connection, for the length of the block."""
    driver = connection.connection.cursor()
    driver.execute(f"PRAGMA {pragma} = {value}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA {pragma} = {normally}")
        driver.close()


def _busy_ms() -> int:
    """How long SQLite waits for a lock otherwise."""
    return int(LOCK_WAIT_SECONDS * 1000)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read transaction; all its statements see the same snapshot. Nothing it does is kept."""
    with engine.connect() as connection:
        connection.execution_options(**_snapshot(engine))
        with connection.begin() as transaction:
            yield connection
            transaction.rollback()


def refuse_unsafe(engine: Engine) -> None:
    """Raise `UnsafeDatabase` unless the database keeps what it has acknowledged, also when the power fails.

    Asked of a connection as every other gets it, so that settings of a role or a database count as well.
    """
    with reading(engine) as connection:
        settings = _SAFE[engine.dialect.name]
        found = {
            name: str(connection.execute(text(f"{_ASK[engine.dialect.name]} {name}")).scalar_one())
            for name in settings
        }
    unsafe = [f"{name} = {value}" for name, value in found.items() if not settings[name](value)]
    if unsafe:
        raise UnsafeDatabase(
            f"{engine.dialect.name} runs with {', '.join(unsafe)}: what it has acknowledged could be lost"
        )


def is_duplicate(error: IntegrityError) -> bool:
    """Whether the violated constraint is a primary key or another uniqueness."""
    cause = error.orig
    if isinstance(cause, sqlite3.IntegrityError):
        return cause.sqlite_errorname in ("SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE")
    return isinstance(cause, psycopg.errors.UniqueViolation)


def _snapshot(engine: Engine) -> dict[str, str | bool]:
    """Options under which a transaction reads from one snapshot; SQLite needs none for that."""
    if engine.dialect.name == "sqlite":
        return {}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _open_sqlite(url: str, connections: int) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": LOCK_WAIT_SECONDS},
        hide_parameters=True,
        **_pool(connections),
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def _open_postgresql(url: str, connections: int) -> Engine:
    said = " ".join(f"-c {name}={value}" for name, value in _OF_A_SESSION.items())
    return create_engine(
        url,
        isolation_level="READ COMMITTED",
        connect_args={"options": said, **_OF_A_CLIENT},
        pool_pre_ping=True,
        hide_parameters=True,
        **_pool(connections),
    )


def _pool(connections: int) -> dict[str, int]:
    kept = min(_KEPT, connections)
    return {"pool_size": kept, "max_overflow": connections - kept}


def _check_fence(engine: Engine, connection: Connection) -> None:
    """Last of all, so that what the fence locks is locked no longer than a commit takes."""
    fence = _fence.get()
    if fence is not None and fence.engine is engine:
        fence.check(connection)


def _write_lock_of(engine: Engine) -> RLock:
    with _write_locks_guard:
        return _write_locks.setdefault(engine, RLock())
