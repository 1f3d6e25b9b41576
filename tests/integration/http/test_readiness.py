"""Readiness on both databases: commands could be taken."""

from __future__ import annotations

from sqlalchemy import text

from shared.database import open_engine, writing
from shared.runtime.health import Health
from shared.runtime.migrations import upgrade
from tests.support.notice_board import MIGRATIONS


def _reasons(database_url: str) -> list[str]:
    engine = open_engine(database_url)
    health = Health(engine, MIGRATIONS, lambda: False, lambda: None, dict, lambda: True)
    reasons = health.unreadiness()
    engine.dispose()
    return reasons


def test_an_empty_database_is_not_ready_and_a_migrated_one_is(database_url: str) -> None:
    """The schema must be the one that the code expects."""
    assert _reasons(database_url) == ["schema_not_current"]
    upgrade(database_url, MIGRATIONS)
    assert _reasons(database_url) == []


def test_a_database_that_only_reads_is_not_ready(postgres_url: str) -> None:
    """As a standby is, before it is promoted."""
    upgrade(postgres_url, MIGRATIONS)
    engine = open_engine(postgres_url)
    with writing(engine) as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    engine.dispose()
    assert _reasons(postgres_url) == ["database_not_writable"]
