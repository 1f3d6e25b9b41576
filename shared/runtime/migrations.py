"""Bringing a database to the schema that the code expects, with Alembic and without ini files.

Each package of migrations holds an `env.py` of three lines that calls `run_env(metadata)` and a
folder `versions` with files named `0001_words.py`, `0002_words.py` and so on.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, text

from shared.database import open_engine, reading, writing

_ONE_AT_A_TIME: Final = threading.Lock()
"""Alembic keeps its context in module globals, so one process migrates one database at a time."""


class SchemaBehind(Exception):
    """The database does not stand at the newest migration, and this process must not bring it there."""


def migration_config(package: str) -> Config:
    """Alembic's configuration for a package of migrations, such as `services.decisions.migrations`."""
    parent, _, folder = package.rpartition(".")
    config = Config()
    config.set_main_option("script_location", f"{parent}:{folder}")
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def upgrade(target: Engine | str, package: str) -> None:
    """Bring the database to the newest schema, all or nothing; does nothing when it is there already.

    Two processes may call this at once: the second waits for the first, however long it takes, and finds nothing
    to do.
    """
    with _engine(target) as engine, _ONE_AT_A_TIME, writing(engine, patient=True) as connection:
        _hold_migration_lock(connection, package)
        config = migration_config(package)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def schema_is_current(target: Engine | str, package: str) -> bool:
    """Whether the database stands at the newest migration of the package."""
    newest = set(ScriptDirectory.from_config(migration_config(package)).get_heads())
    with _engine(target) as engine, reading(engine) as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == newest


def refuse_behind(engine: Engine, package: str) -> None:
    """Raise `SchemaBehind` when the database is not at the newest migration of the package."""
    if not schema_is_current(engine, package):
        raise SchemaBehind(f"the schema is not at the newest migration of {package}")


def schema_differences(engine: Engine, metadata: MetaData) -> list[str]:
    """What the migrated database and the declared tables disagree about; empty is right."""
    with reading(engine) as connection:
        migration = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(migration, metadata)]


def run_env(metadata: MetaData) -> None:
    """The whole of a package's `env.py`: migrate on the connection that `upgrade` opened.

    Raises KeyError when Alembic was started in another way.
    """
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        transactional_ddl=True,
        render_as_batch=True,
    )
    context.run_migrations()


def _hold_migration_lock(connection: Connection, package: str) -> None:
    """SQLite's write transaction excludes others already; PostgreSQL's does not.

    Only for this lock one waits without end, as those that a migration takes keep the service from its tables. A
    migration may reckon between two statements longer than a session may be idle otherwise.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": zlib.crc32(package.encode())})
        connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))


@contextmanager
def _engine(target: Engine | str) -> Iterator[Engine]:
    if isinstance(target, Engine):
        yield target
        return
    engine = open_engine(target)
    try:
        yield engine
    finally:
        engine.dispose()
