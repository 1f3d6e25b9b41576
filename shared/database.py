"""Opening the two databases Loket runs on: SQLite (embedded) and PostgreSQL (production).

Both are held to what the event log needs: durable commits, one locking write transaction, and reads
from one snapshot.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, RLock
from typing import Final
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

LOCK_WAIT_SECONDS: Final = 10
"""How long a writer waits for a lock before the database gives up on it."""

_BEGIN: Final = "loket_begin"
_POOL_SIZE: Final = 10
_POOL_OVERFLOW: Final = 30

_write_locks: WeakKeyDictionary[Engine, RLock] = WeakKeyDictionary()
_write_locks_guard: Final = Lock()


class UnsafeDatabase(Exception):
    """The database server may forget what it has acknowledged; Loket does not start on it."""


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://...`.

    Raises ValueError for any other kind of database, and for SQLite without a file.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return _open_sqlite(url)
    if backend == "postgresql":
        return _open_postgresql(url)
    raise ValueError(f"neither an SQLite file nor PostgreSQL: {parsed.render_as_string(hide_password=True)}")


@contextmanager
def writing(engine: Engine, *, on_disk: bool = True) -> Iterator[Connection]:
    """One write transaction: committed when the block ends, rolled back when it raises.

    On SQLite it holds the database's write lock from its first moment (BEGIN IMMEDIATE), behind a lock of
    the process, because SQLite's own waiting is unfair. On PostgreSQL it is READ COMMITTED, so that each
    statement sees what was committed before it.

    Without `on_disk` SQLite does not wait for the disk: what is committed survives the death of the process at
    once, and that of the machine from the next commit that does wait. PostgreSQL always waits.
    """
    if engine.dialect.name == "sqlite":
        with _write_lock_of(engine), engine.connect() as connection, _waiting(connection, on_disk=on_disk):
            connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin():
                yield connection
    else:
        with engine.begin() as connection:
            yield connection


@contextmanager
def _waiting(connection: Connection, *, on_disk: bool) -> Iterator[None]:
    """Whether commits of this connection wait for the disk, for the length of the block (SQLite)."""
    if on_disk:
        yield
        return
    driver = connection.connection.cursor()
    driver.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        driver.execute("PRAGMA synchronous = FULL")
        driver.close()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read transaction; all its statements see the same snapshot. Nothing it does is kept."""
    with engine.connect() as connection:
        connection.execution_options(**_snapshot(engine))
        with connection.begin() as transaction:
            yield connection
            transaction.rollback()


def refuse_unsafe(engine: Engine) -> None:
    """Raise `UnsafeDatabase` when PostgreSQL runs without the settings that make a commit durable."""
    if engine.dialect.name != "postgresql":
        return
    with reading(engine) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            if connection.execute(text(f"SHOW {setting}")).scalar_one() == "off":
                raise UnsafeDatabase(
                    f"PostgreSQL runs with {setting} = off: acknowledged events could be lost"
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


def _open_sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": LOCK_WAIT_SECONDS},
        hide_parameters=True,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_OVERFLOW,
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


def _open_postgresql(url: str) -> Engine:
    milliseconds = LOCK_WAIT_SECONDS * 1000
    return create_engine(
        url,
        isolation_level="READ COMMITTED",
        connect_args={
            "options": f"-c lock_timeout={milliseconds} -c idle_in_transaction_session_timeout=60000"
        },
        pool_pre_ping=True,
        hide_parameters=True,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_OVERFLOW,
    )


def _write_lock_of(engine: Engine) -> RLock:
    with _write_locks_guard:
        return _write_locks.setdefault(engine, RLock())
