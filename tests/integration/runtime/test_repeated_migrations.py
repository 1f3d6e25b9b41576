"""What the tests repeat instead of migrating is what a migration makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import Engine, MetaData, text

from services.embedded import SERVICES
from shared.database import open_engine, reading
from shared.privacy.schema import MIGRATIONS as VAULT
from shared.privacy.schema import upgrade_vault
from shared.runtime.migrations import upgrade
from tests.support.databases import BOTH, empty_database
from tests.support.repeated_migrations import RepeatedMigrations

Migrate = Callable[[Engine], None]
OF_SERVICES = [each.migrations for each in SERVICES]


def migrating(package: str) -> Migrate:
    """What brings a database to the newest schema of the package."""
    return upgrade_vault if package == VAULT else lambda engine: upgrade(engine, package)


AS_MADE = {
    "sqlite": "SELECT name, coalesce(sql, '') FROM sqlite_master",
    "postgresql": """
        SELECT table_name, concat_ws(' ', column_name, data_type, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = current_schema()
        UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema()
        UNION ALL SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
    """,
}
"""How each thing in a database was made, in words of its own."""


def made_by(migrate: Migrate, url: str) -> list[tuple[Any, ...]]:
    """What stands in a database that was empty: how each thing was made, and the rows of every table."""
    engine = open_engine(url)
    migrate(engine)
    with reading(engine) as connection:
        made = [tuple(row) for row in connection.execute(text(AS_MADE[engine.dialect.name]))]
    tables = MetaData()
    tables.reflect(engine)
    with reading(engine) as connection:
        rows = [tuple(row) for table in tables.sorted_tables for row in connection.execute(table.select())]
    engine.dispose()
    return [*sorted(made), *rows]


@contextmanager
def one_empty(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of an empty database of that kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / uuid4().hex}.db"
    else:
        with empty_database(request.getfixturevalue("postgres_server")) as url:
            yield url


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("package", [*OF_SERVICES, VAULT])
def test_a_repeated_migration_makes_the_same(
    package: str,
    kind: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    real_migrations: RepeatedMigrations,
    monkeypatch: pytest.MonkeyPatch,
):
    """Column by column, index by index, row by row: the first of two is really migrated, the second repeats it."""
    repeated = RepeatedMigrations(real_migrations.upgrade)
    monkeypatch.setattr(command, "upgrade", repeated)
    made = []
    for _ in range(2):
        with one_empty(kind, tmp_path, request) as url:
            made.append(made_by(migrating(package), url))
    assert made[1] == made[0]
    assert repeated.repeats == 1
