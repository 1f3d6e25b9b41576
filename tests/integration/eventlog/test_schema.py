"""The migration makes the tables that the code declares, and the databases keep what they are told."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from shared.database import UnsafeDatabase, is_duplicate, open_engine, reading, refuse_unsafe, writing
from tests.support.nats import eventually
from tests.support.permits import metadata, rules


def test_the_migration_makes_the_declared_tables(migrated: Engine):
    """Nothing is left for a second migration to do."""
    with reading(migrated) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_write_is_kept_and_a_failed_one_is_not(migrated: Engine):
    """A block that raises leaves nothing."""
    with writing(migrated) as connection:
        connection.execute(insert(rules).values(name="kept", position=0))
    with pytest.raises(IntegrityError):
        _insert_rules(migrated, ["lost", "kept"])

    with reading(migrated) as connection:
        assert connection.execute(select(rules.c.name)).scalars().all() == ["kept"]


def test_a_reader_sees_one_snapshot(migrated: Engine):
    """What is committed while it reads is not there for it."""
    with reading(migrated) as reader:
        before = reader.execute(select(rules)).all()
        with writing(migrated) as connection:
            connection.execute(insert(rules).values(name="new", position=0))
        assert reader.execute(select(rules)).all() == before


def test_two_writers_wait_for_each_other_also_when_they_read_first(migrated: Engine):
    """A write transaction that reads before it writes never finds its snapshot outdated."""
    for number in range(3):
        with writing(migrated) as connection:
            count = len(connection.execute(select(rules)).all())
            connection.execute(insert(rules).values(name=str(count), position=0))
        assert count == number


def test_a_duplicate_is_told_from_other_broken_rules(migrated: Engine):
    """A missing value is a mistake of ours, not somebody else's row."""
    with pytest.raises(IntegrityError) as missing, writing(migrated) as connection:
        connection.execute(insert(rules).values(name="x", position=None))
    with pytest.raises(IntegrityError) as twice:
        _insert_rules(migrated, ["x", "x"])

    assert (is_duplicate(missing.value), is_duplicate(twice.value)) == (False, True)


def test_sqlite_is_opened_durably(sqlite_url: str):
    """Write-ahead log, a sync at every commit, foreign keys, and patience."""
    engine = open_engine(sqlite_url)
    with reading(engine) as connection:
        pragmas = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    engine.dispose()

    assert pragmas == ["wal", 2, 1, 10_000]


def test_sqlite_rolls_back_the_making_of_tables(sqlite_url: str):
    """A migration that fails half-way leaves nothing behind."""
    engine = open_engine(sqlite_url)
    with pytest.raises(OperationalError):
        _create_twice(engine)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one() == 0
    engine.dispose()


def test_a_safe_database_is_accepted(engine: Engine):
    """Both databases as the tests start them are durable."""
    refuse_unsafe(engine)


def test_postgresql_that_may_forget_commits_is_refused(postgres_url: str):
    """`synchronous_commit = off` answers before the commit is on disk."""
    administrator = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    administrator.dispose()
    engine = open_engine(postgres_url)

    with pytest.raises(UnsafeDatabase, match="synchronous_commit"):
        refuse_unsafe(engine)
    engine.dispose()


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_postgresql_server_that_may_forget_commits_is_refused(postgres_url: str, setting: str):
    """What holds for the whole server, as somebody sets it who wants a quick one."""
    administrator = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    engine = open_engine(postgres_url)

    def server(statement: str, until: str) -> None:
        with administrator.connect() as connection:
            connection.execute(text(statement))
            connection.execute(text("SELECT pg_reload_conf()"))
            eventually(lambda: connection.execute(text(f"SHOW {setting}")).scalar_one() == until)

    server(f"ALTER SYSTEM SET {setting} = off", "off")
    try:
        with pytest.raises(UnsafeDatabase, match=f"{setting} = off"):
            refuse_unsafe(engine)
    finally:
        server(f"ALTER SYSTEM RESET {setting}", "on")
    refuse_unsafe(engine)
    engine.dispose()
    administrator.dispose()


@pytest.mark.parametrize("setting", ["synchronous = NORMAL", "synchronous = OFF", "journal_mode = DELETE"])
def test_sqlite_that_may_forget_commits_is_refused(sqlite_url: str, setting: str):
    """A file system that knows no write-ahead log leaves another journal, and says nothing."""
    engine = open_engine(sqlite_url)
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {setting}"))

    with pytest.raises(UnsafeDatabase, match=setting.partition(" ")[0]):
        refuse_unsafe(engine)
    engine.dispose()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://u:secret@host/db"])
def test_other_databases_are_refused(url: str):
    """Without naming the password."""
    with pytest.raises(ValueError, match="neither") as refused:
        open_engine(url)
    assert "secret" not in str(refused.value)


def _insert_rules(engine: Engine, names: list[str]) -> None:
    with writing(engine) as connection:
        for name in names:
            connection.execute(insert(rules).values(name=name, position=0))


def _create_twice(engine: Engine) -> None:
    with writing(engine) as connection:
        for _ in range(2):
            connection.execute(text("CREATE TABLE half (done INTEGER)"))
