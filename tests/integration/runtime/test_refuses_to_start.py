"""A service does not start on what it could lose or make worse, and says what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from sqlalchemy import event, text

from services.cli.installation import refusals_told
from services.embedded import MASTER_KEY, migrate_vault, vault_of
from shared.database import open_engine, writing
from shared.eventlog.log import EventLog
from shared.privacy.vault import Vault, open_vault
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.migrations import upgrade
from shared.runtime.service import build_service
from shared.runtime.settings import Settings
from tests.support.notice_board import MIGRATIONS, NoteCommands, metadata
from tests.support.notice_board.service import SERVICE
from tests.support.permits import an_act
from tests.support.served import NOON

CLOCK = FixedClock(NOON)


def a_board(url: str) -> None:
    """A notice board with a note on it."""
    upgrade(url, MIGRATIONS)
    engine = open_engine(url)
    NoteCommands(EventLog("board", engine, metadata, CLOCK.now), ClockedIds(CLOCK)).pin(
        an_act(1), "Bring cake"
    )
    engine.dispose()


def spoil(statement: str) -> Callable[[str], None]:
    """Change the database behind its back."""

    def spoilt(url: str) -> None:
        engine = open_engine(url)
        with writing(engine) as connection:
            connection.execute(text(statement))
        engine.dispose()

    return spoilt


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (spoil("UPDATE events SET state = metadata"), "chain is broken at position 1"),
        (spoil("DELETE FROM events"), "the last event is 0"),
        (spoil("UPDATE alembic_version SET version_num = '0000'"), "run `loket migrate board`"),
    ],
    ids=["changed", "cut off", "behind"],
)
def test_a_service_says_in_a_line_why_it_does_not_start(
    database_url: str,
    tmp_path: Path,
    spoilt: Callable[[str], None],
    told: str,
    capsys: pytest.CaptureFixture[str],
):
    """And ends with another code than 0."""
    a_board(database_url)
    spoilt(database_url)
    settings = Settings(data=tmp_path, nats="off", database_url=database_url, migrations="apart")
    with pytest.raises(typer.Exit) as ended, refusals_told():
        build_service(SERVICE, settings, CLOCK, ClockedIds(CLOCK), a_vault(tmp_path))
    said = capsys.readouterr().err
    assert ended.value.exit_code == 2
    assert said.startswith("board does not start: ")
    assert told in said
    assert said.count("\n") == 1


def test_a_service_does_not_start_on_a_database_that_forgets(
    postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """Before it migrates anything."""
    spoil(f"ALTER DATABASE {postgres_url.rpartition('/')[2].partition('?')[0]} SET synchronous_commit = off")(
        postgres_url
    )
    settings = Settings(data=tmp_path, nats="off", database_url=postgres_url)
    with pytest.raises(typer.Exit), refusals_told():
        build_service(SERVICE, settings, CLOCK, ClockedIds(CLOCK), a_vault(tmp_path))
    assert "board does not start: postgresql runs with synchronous_commit = off" in capsys.readouterr().err


def test_a_vault_that_forgets_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """It could lose a key with which something is sealed already."""

    def open_carelessly(url: str, connections: int) -> object:
        engine = open_engine(url, connections)
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
        return engine

    monkeypatch.setattr("shared.privacy.vault.open_engine", open_carelessly)
    with pytest.raises(typer.Exit), refusals_told():
        a_vault(tmp_path)
    assert "The vault is not opened: sqlite runs with synchronous = 0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ("UPDATE alembic_version SET version_num = '0000'", "not at its newest migration"),
        ("DELETE FROM vault_secrets", "it holds nothing"),
    ],
    ids=["behind", "never begun"],
)
def test_a_vault_that_is_migrated_apart_is_not_migrated_here(
    database_url: str, tmp_path: Path, spoilt: str, told: str, capsys: pytest.CaptureFixture[str]
):
    """Nor is its master key made; `loket migrate vault` does both."""
    settings = Settings(data=tmp_path, vault_database_url=database_url, migrations="apart")
    migrate_vault(settings)
    spoil(spoilt)(database_url)
    (tmp_path / MASTER_KEY).unlink()
    with pytest.raises(typer.Exit), refusals_told():
        vault_of(settings)
    said = capsys.readouterr().err
    assert told in said
    assert "run `loket migrate vault`" in said
    assert not (tmp_path / MASTER_KEY).exists()


def test_a_vault_that_was_migrated_apart_is_opened(database_url: str, tmp_path: Path):
    """As it was left."""
    settings = Settings(data=tmp_path, vault_database_url=database_url, migrations="apart")
    migrate_vault(settings)
    vault_of(settings).close()


def a_vault(folder: Path) -> Vault:
    """Its own file."""
    return open_vault(f"sqlite:///{folder}/vault.db", folder / "master.key")
