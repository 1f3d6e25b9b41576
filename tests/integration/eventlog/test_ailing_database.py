"""A database that fails under those who write: what was acknowledged is there, once, and the log verifies.

Connections cut, the server stopped at once, locks that others hold, a disk without room. Each clerk repeats an act
under its key until it is acknowledged, as every client of an API may.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from eventsourcing.persistence import OperationalError
from sqlalchemy import Engine, create_engine, text

from shared import database
from shared.database import open_engine, reading
from shared.eventlog.append import POSITION, RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.verify import verify_log
from tests.support.clerks import Clerk, nothing_lost_nothing_doubled
from tests.support.databases import server_on, waits_for_a_lock
from tests.support.nats import eventually
from tests.support.patience import PATIENCE_SECONDS
from tests.support.permits import Permit, an_act, create_tables, nth_id, open_log, tables
from tests.support.small_disk import SmallDisk, small_disk

CUTS, STOPS, CLERKS = 12, 2, 3
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
HOLD_HEAD = "SELECT position FROM log_head FOR UPDATE"
HEIGHT = {"name": "height"}


@pytest.fixture
def postgres_log(postgres_url: str) -> Iterator[EventLog]:
    """A log on PostgreSQL."""
    engine = open_engine(postgres_url)
    create_tables(engine)
    yield open_log(engine)
    engine.dispose()


@pytest.fixture
def stranger(postgres_url: str) -> Iterator[Engine]:
    """Somebody at the same database with a tool of his own, whom nothing there holds to our rules."""
    engine = create_engine(postgres_url)
    yield engine
    engine.dispose()


def holds(log: EventLog) -> bool:
    """Whether positions, streams and chain verify."""
    return verify_log(log.recorder.engine, tables).holds


def test_cut_connections_lose_and_double_nothing(postgres_log: EventLog, stranger: Engine) -> None:
    """All of them at once, again and again, at moments by chance."""
    moments = random.Random(4)
    clerks = [Clerk(postgres_log, f"clerk-{number}") for number in range(CLERKS)]
    with ExitStack() as at_work, stranger.connect() as cutter:
        for clerk in clerks:
            at_work.enter_context(clerk)
        for _ in range(CUTS):
            time.sleep(moments.uniform(0.02, 0.2))
            cutter.execute(text(CUT))
            cutter.commit()
    assert sum(len(clerk.faults) for clerk in clerks) >= CLERKS, "they noticed nothing"
    assert nothing_lost_nothing_doubled(postgres_log, clerks)
    assert holds(postgres_log)


def test_a_server_that_is_stopped_at_once_keeps_what_it_acknowledged(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """As by `pg_ctl stop -m immediate`, in the middle of the writing; it recovers by its log when it starts."""
    data = tmp_path_factory.mktemp("stopped") / "data"
    with server_on(data) as server:
        engine = open_engine(server.url)
        create_tables(engine)
    with ExitStack() as to_the_end:
        with Clerk(open_log(engine), "clerk") as clerk:
            for _ in range(STOPS):
                with server_on(data):
                    twenty_more(clerk)
            to_the_end.enter_context(server_on(data))
            twenty_more(clerk)
        assert clerk.faults
        assert nothing_lost_nothing_doubled(clerk.log, [clerk])
        assert holds(clerk.log)
    engine.dispose()


def twenty_more(clerk: Clerk) -> None:
    """Wait until so many more acts were acknowledged."""
    done = len(clerk.acknowledged)
    eventually(lambda: len(clerk.acknowledged) >= done + 20, PATIENCE_SECONDS)


@pytest.fixture
def impatient(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventLog]:
    """A log that waits half a second for a lock."""
    hold_sessions_to(monkeypatch, "lock_timeout", 500)
    engine = open_engine(postgres_url)
    create_tables(engine)
    yield open_log(engine)
    engine.dispose()


def hold_sessions_to(patch: pytest.MonkeyPatch, setting: str, milliseconds: int) -> None:
    """Sessions of engines that are opened from here on are held to less than otherwise."""
    patch.setattr(database, "_OF_A_SESSION", {**database._OF_A_SESSION, setting: milliseconds})


def test_a_host_that_vanishes_is_found_out_on_both_sides(postgres_url: str) -> None:
    """Idle by keepalives, and while what was sent is unacknowledged by its own limit: both come to libpq itself."""
    engine = open_engine(postgres_url)
    with reading(engine) as connection:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, psycopg.Connection)
        given = driver.info.get_parameters()
    engine.dispose()
    seconds = {"keepalives_idle": "3", "keepalives_interval": "1", "keepalives_count": "3"}
    assert given.items() >= {**seconds, "tcp_user_timeout": "6000"}.items()
    assert "-c tcp_user_timeout=6000" in given["options"]


def test_who_waits_in_vain_for_the_head_is_told_and_may_try_again(
    impatient: EventLog, stranger: Engine
) -> None:
    """Somebody holds it and does nothing: no append waits for ever, nothing of it is stored, and all can be read."""
    with stranger.begin() as idle:
        idle.execute(text(HOLD_HEAD))
        with pytest.raises(OperationalError):
            impatient.save_act(an_act(1), Permit.ask(nth_id(1)))
        assert impatient.head() == 0
    assert impatient.save_act(an_act(1), Permit.ask(nth_id(1))).position == 1
    assert holds(impatient)


def test_a_frozen_replica_does_not_keep_the_head(
    postgres_url: str, postgres_log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ends its transaction, and who waited goes on."""
    hold_sessions_to(monkeypatch, "idle_in_transaction_session_timeout", 300)
    replica = open_engine(postgres_url)
    frozen = replica.connect()
    frozen.execute(text(HOLD_HEAD))
    assert postgres_log.save_act(an_act(1), Permit.ask(nth_id(1))).position == 1
    frozen.invalidate()
    frozen.close()
    replica.dispose()


def test_a_deadlock_costs_a_try_and_nothing_else(postgres_log: EventLog, stranger: Engine) -> None:
    """A stranger takes head and row the other way round: one of the two is undone whole, and the act is done again."""
    rule = RowWrite("rules", "upsert", HEIGHT, {"value": 2, "position": POSITION})
    postgres_log.save_act(an_act(1), Permit.ask(nth_id(1)), rows=[rule])
    clerk = Thread(target=_until_done, args=(postgres_log, rule))
    with stranger.connect() as other:
        other.execute(text(HOLD_HEAD))
        clerk.start()
        waits_for_a_lock(postgres_log.recorder.engine)
        try:
            other.execute(text("UPDATE rules SET value = 1"))
        finally:
            other.rollback()
    clerk.join()
    assert (postgres_log.head(), len(postgres_log.stream(nth_id(2)))) == (2, 1)
    assert holds(postgres_log)


def _until_done(log: EventLog, rule: RowWrite) -> None:
    for _ in range(3):
        try:
            log.save_act(an_act(2), Permit.ask(nth_id(2)), rows=[rule])
        except OperationalError:
            continue
        return


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """One of a few megabytes."""
    with small_disk(tmp_path / "disk", 12) as disk:
        yield disk


def first_refused(log: EventLog) -> int:
    """The number of the first act for which there was no room."""
    for number in range(2, 500):
        try:
            log.save_act(an_act(number), *(Permit.ask(nth_id(1000 * number + each)) for each in range(50)))
        except OperationalError:
            return number
    raise AssertionError("there was room for all")


def refused_while_full(log: EventLog, disk: SmallDisk) -> None:
    """Acts fail whole, what was there is read, and with room again everything goes on."""
    log.save_act(an_act(1), Permit.ask(nth_id(1)))
    disk.fill()
    number = first_refused(log)
    assert log.head() == 1 + 50 * (number - 2)
    disk.free()
    log.save_act(an_act(number), Permit.ask(nth_id(2)))
    assert holds(log)


def test_a_full_disk_under_sqlite_stores_nothing_in_part(disk: SmallDisk) -> None:
    """Neither in the log that is written ahead nor in the file."""
    engine = open_engine(f"sqlite:///{disk.folder}/permits.db")
    create_tables(engine)
    refused_while_full(open_log(engine), disk)
    engine.dispose()


def test_a_full_disk_under_postgresql_stores_nothing_in_part(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The tables cannot grow; the log that is written ahead stands elsewhere, as it should."""
    folder = tmp_path_factory.mktemp("full")
    with small_disk(folder / "disk", 16) as disk, server_on(folder / "data") as server:
        place = disk.folder / "tables"
        place.mkdir()
        owner = server.folder.stat()
        os.chown(place, owner.st_uid, owner.st_gid)
        admin = create_engine(server.url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE TABLESPACE small LOCATION '{place}'"))
            connection.execute(text("CREATE DATABASE permits TABLESPACE small STRATEGY wal_log"))
        engine = open_engine(server.url.rpartition("/")[0] + "/permits?" + server.url.partition("?")[2])
        create_tables(engine)
        refused_while_full(open_log(engine), disk)
        engine.dispose()
        admin.dispose()
