"""Migrations run to the newest schema, once, whoever starts them."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text

from shared import database
from shared.database import reading, writing
from shared.runtime import migrations
from shared.runtime.migrations import (
    SchemaBehind,
    refuse_behind,
    schema_differences,
    schema_is_current,
    upgrade,
)
from tests.support import toy_log

pytestmark = pytest.mark.usefixtures("real_migrations")


def test_upgrade_makes_the_declared_schema(engine: Engine) -> None:
    """After an upgrade, database and declared tables agree."""
    upgrade(engine, toy_log.MIGRATIONS)
    assert schema_differences(engine, toy_log.metadata) == []


def test_a_missing_table_is_a_difference(engine: Engine) -> None:
    """The comparison can fail: a dropped table is named."""
    upgrade(engine, toy_log.MIGRATIONS)
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE idempotency_answers"))
    assert "idempotency_answers" in str(schema_differences(engine, toy_log.metadata))


def test_currency_is_seen(engine: Engine) -> None:
    """An empty database is not current, an upgraded one is."""
    assert not schema_is_current(engine, toy_log.MIGRATIONS)
    upgrade(engine, toy_log.MIGRATIONS)
    assert schema_is_current(engine, toy_log.MIGRATIONS)


def test_a_schema_that_is_behind_is_refused(engine: Engine) -> None:
    """By a process that must not migrate by itself; it changes nothing."""
    with pytest.raises(SchemaBehind):
        refuse_behind(engine, toy_log.MIGRATIONS)
    with reading(engine) as connection:
        assert inspect(connection).get_table_names() == []
    upgrade(engine, toy_log.MIGRATIONS)
    refuse_behind(engine, toy_log.MIGRATIONS)


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    """The second upgrade finds nothing to do."""
    upgrade(engine, toy_log.MIGRATIONS)
    upgrade(engine, toy_log.MIGRATIONS)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM log_head")).scalar_one() == 1


def test_four_processes_upgrade_at_once(database_url: str) -> None:
    """The others wait for the first and all succeed."""
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=upgrade, args=(database_url, toy_log.MIGRATIONS)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]


def test_the_others_wait_as_long_as_it_takes(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for a migration that takes longer than a session may hold a lock or wait for one."""
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 0.2)
    for setting in ("lock_timeout", "idle_in_transaction_session_timeout"):
        monkeypatch.setitem(database._OF_A_SESSION, setting, 200)
    monkeypatch.setattr(migrations, "_ONE_AT_A_TIME", nullcontext())  # as in two processes
    really_upgrade = command.upgrade

    def slowly(*arguments: object) -> None:
        time.sleep(0.8)
        really_upgrade(*arguments)

    monkeypatch.setattr(command, "upgrade", slowly)
    assert not schema_is_current(database_url, toy_log.MIGRATIONS)
    with ThreadPoolExecutor(2) as processes:
        both = [processes.submit(upgrade, database_url, toy_log.MIGRATIONS) for _ in range(2)]
    assert [each.exception() for each in both] == [None, None]


def test_a_failing_migration_leaves_nothing(engine: Engine) -> None:
    """Tables made before the fault are gone again: the upgrade is one transaction."""
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE idempotency_answers (nil INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        upgrade(engine, toy_log.MIGRATIONS)
    with reading(engine) as connection:
        tables = inspect(connection).get_table_names()
    assert tables == ["idempotency_answers"]
