"""What the tests repeat instead of migrating is what a migration makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, MetaData, text

from services.embedded import SERVICES
from shared.database import open_engine, reading
from shared.privacy.schema import MIGRATIONS as VAULT
from shared.privacy.schema import upgrade_vault
from shared.runtime.migrations import schema_differences, schema_is_current, upgrade
from tests.support import toy_log
from tests.support.databases import empty_database
from tests.support.repeated_migrations import RepeatedMigrations

Migrate = Callable[[Engine], None]
OF_SERVICES = [each.migrations for each in SERVICES]


def migrating(package: str) -> Migrate:
    """What brings a database to the newest schema of the package."""
    return upgrade_vault if package == VAULT else lambda engine: upgrade(engine, package)


def made_by(migrate: Migrate, file: Path) -> list[tuple[Any, ...]]:
    """What stands in an SQLite file that was empty: how each thing was made, and how many rows each table has."""
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    with reading(engine) as connection:
        made = [
            tuple(row)
            for row in connection.execute(text("SELECT name, coalesce(sql, '') FROM sqlite_master"))
        ]
    tables = MetaData()
    tables.reflect(engine)
    with reading(engine) as connection:
        rows = [tuple(row) for table in tables.sorted_tables for row in connection.execute(table.select())]
    engine.dispose()
    return [*sorted(made), *rows]


@pytest.mark.parametrize("package", [*OF_SERVICES, VAULT])
def test_a_repeated_migration_makes_the_same(
    package: str,
    tmp_path: Path,
    real_migrations: RepeatedMigrations,
    monkeypatch: pytest.MonkeyPatch,
):
    """Table by table, index by index, row by row."""
    really = made_by(migrating(package), tmp_path / "real.db")
    monkeypatch.setattr(command, "upgrade", real_migrations)
    made_by(migrating(package), tmp_path / "first.db")

    assert made_by(migrating(package), tmp_path / "again.db") == really


def test_it_is_so_on_postgresql(postgres_server: str):
    """The second of two databases has the declared tables, and stands where the first one stands."""
    for _ in range(2):
        with empty_database(postgres_server) as url:
            engine = open_engine(url)
            upgrade(engine, toy_log.MIGRATIONS)
            assert schema_differences(engine, toy_log.metadata) == []
            assert schema_is_current(engine, toy_log.MIGRATIONS)
            engine.dispose()
