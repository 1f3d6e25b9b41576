"""Migrations run to the newest schema, once, whoever starts them."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from sqlalchemy import text

from shared.database import open_engine, reading, writing
from shared.runtime.migrations import schema_differences, schema_is_current, upgrade
from tests.support import toy_log


@pytest.fixture
def url(tmp_path: Path) -> str:
    """An SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'toy.db'}"


def test_upgrade_makes_the_declared_schema(url: str) -> None:
    """After an upgrade, database and declared tables agree."""
    upgrade(url, toy_log.MIGRATIONS)
    assert schema_differences(open_engine(url), toy_log.metadata) == []


def test_a_missing_table_is_a_difference(url: str) -> None:
    """The comparison can fail: a dropped table is named."""
    upgrade(url, toy_log.MIGRATIONS)
    engine = open_engine(url)
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE idempotency_answers"))
    assert "idempotency_answers" in str(schema_differences(engine, toy_log.metadata))


def test_currency_is_seen(url: str) -> None:
    """An empty database is not current, an upgraded one is."""
    assert not schema_is_current(url, toy_log.MIGRATIONS)
    upgrade(url, toy_log.MIGRATIONS)
    assert schema_is_current(url, toy_log.MIGRATIONS)


def test_upgrading_again_changes_nothing(url: str) -> None:
    """The second upgrade finds nothing to do."""
    upgrade(url, toy_log.MIGRATIONS)
    upgrade(url, toy_log.MIGRATIONS)
    with reading(open_engine(url)) as connection:
        assert connection.execute(text("SELECT count(*) FROM log_head")).scalar_one() == 1


def test_four_processes_upgrade_at_once(url: str) -> None:
    """The others wait for the first and all succeed."""
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=upgrade, args=(url, toy_log.MIGRATIONS)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]


def test_a_failing_migration_leaves_nothing(url: str) -> None:
    """Tables made before the fault are gone again: the upgrade is one transaction."""
    with writing(open_engine(url)) as connection:
        connection.execute(text("CREATE TABLE idempotency_answers (nil INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        upgrade(url, toy_log.MIGRATIONS)
    with reading(open_engine(url)) as connection:
        tables = (
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        )
    assert tables == ["idempotency_answers"]
