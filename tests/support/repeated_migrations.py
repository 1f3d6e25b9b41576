"""Migrations that a run of tests has carried out once on an empty database are repeated on the next ones.

Working out what to do takes Alembic far longer than the database takes to do it, and nearly every test begins with
an empty database. So the statements of the first time are kept, by package and kind of database, and done again on
every database that is as empty; one that holds anything is really migrated. Fixture `real_migrations` is for tests
of the migrations themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event

NEWEST: Final = "head"
_NOTHING_THERE: Final = {
    "sqlite": "SELECT count(*) = 0 FROM sqlite_master",
    "postgresql": "SELECT count(*) = 0 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = current_schema()",
}
_READS: Final = ("SELECT", "PRAGMA")


@dataclass(frozen=True)
class _Statement:
    """What was sent to the driver."""

    text: str
    parameters: Any
    """As the driver takes them."""
    many: bool


class RepeatedMigrations:
    """In the place of Alembic's `command.upgrade`."""

    def __init__(self, upgrade: Callable[[Config, str], None]) -> None:
        """`upgrade` really migrates."""
        self.upgrade = upgrade
        self.repeats = 0
        self._known: dict[tuple[str, str], Sequence[_Statement]] = {}

    def __call__(self, config: Config, revision: str) -> None:
        connection: Connection = config.attributes["connection"]
        if revision != NEWEST or not _is_empty(connection):
            self.upgrade(config, revision)
            return
        which = (config.get_main_option("script_location") or "", connection.dialect.name)
        if which in self._known:
            _repeat(connection, self._known[which])
            self.repeats += 1
        else:
            self._known[which] = self._recorded(config, connection)

    def _recorded(self, config: Config, connection: Connection) -> Sequence[_Statement]:
        statements: list[_Statement] = []

        def note(_: Connection, __: object, text: str, parameters: object, ___: object, many: bool) -> None:
            if not text.lstrip().upper().startswith(_READS):
                statements.append(_Statement(text, parameters, many))

        event.listen(connection, "before_cursor_execute", note)
        try:
            self.upgrade(config, NEWEST)
        finally:
            event.remove(connection, "before_cursor_execute", note)
        return statements


def _is_empty(connection: Connection) -> bool:
    return bool(connection.exec_driver_sql(_NOTHING_THERE[connection.dialect.name]).scalar_one())


def _repeat(connection: Connection, statements: Sequence[_Statement]) -> None:
    """Past SQLAlchemy, whose part in it is done."""
    cursor = connection.connection.cursor()
    try:
        for statement in statements:
            if statement.many:
                cursor.executemany(statement.text, statement.parameters)
            else:
                cursor.execute(statement.text, statement.parameters or ())
    finally:
        cursor.close()


@pytest.fixture(scope="session", autouse=True)
def repeated_migrations() -> Iterator[RepeatedMigrations]:
    """For every test of this process; what a test starts as a process of its own really migrates."""
    repeated = RepeatedMigrations(command.upgrade)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "upgrade", repeated)
        yield repeated


@pytest.fixture
def real_migrations(
    repeated_migrations: RepeatedMigrations, monkeypatch: pytest.MonkeyPatch
) -> RepeatedMigrations:
    """Every migration of this test is worked out anew; the answer repeats them."""
    monkeypatch.setattr(command, "upgrade", repeated_migrations.upgrade)
    return repeated_migrations
