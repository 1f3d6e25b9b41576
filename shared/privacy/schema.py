"""Brings the vault's own database to its newest schema; the vault keeps house apart from every log."""

from __future__ import annotations

from threading import Lock
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from shared.database import reading, writing

MIGRATIONS: Final = "shared.privacy:migrations"
ADVISORY_LOCK: Final = 0x4C6F_6B65_7456
"""Held on PostgreSQL while migrating, so that two processes do not migrate at once ("LoketV")."""

_ONE_AT_A_TIME: Final = Lock()
"""Alembic keeps its context in module globals."""


def upgrade_vault(engine: Engine) -> None:
    """Migrate to the newest revision in one transaction; at the newest one nothing is written."""
    with _ONE_AT_A_TIME, writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def vault_is_current(engine: Engine) -> bool:
    """Whether it stands at the newest revision."""
    newest = set(ScriptDirectory.from_config(_config()).get_heads())
    with reading(engine) as connection:
        return set(_heads(connection)) == newest


def _heads(connection: Connection) -> tuple[str, ...]:
    return MigrationContext.configure(connection).get_current_heads()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    return config
