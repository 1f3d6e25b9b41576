"""`loket backup`: the databases of a data folder as they stood at one moment, also while somebody writes."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from services.embedded import MASTER_KEY, SERVICES, vault_of
from services.restoring import CannotBackUp, _snapshots, back_up
from shared.privacy.refusals import UnsafeMasterKey
from shared.runtime.settings import FINGERPRINT_KEY, Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A folder with a vault and a small database for every service."""
    made = Settings(data=tmp_path / "data", nats="off")
    made.data.mkdir()
    vault_of(made).close()
    for each in SERVICES:
        write(made.data / f"{each.name}.db", each.name)
    for name in (FINGERPRINT_KEY, "loket.log"):
        (made.data / name).write_text(name)
    return made


def write(file: Path, word: str) -> None:
    """Note a word in a database, in its write-ahead log."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE IF NOT EXISTS words (word TEXT)")
        connection.execute("INSERT INTO words VALUES (?)", (word,))
        connection.commit()


def words(connection: sqlite3.Connection) -> list[str]:
    """What a database says."""
    return [word for (word,) in connection.execute("SELECT word FROM words ORDER BY rowid")]


def test_everything_is_copied_but_the_master_key(settings: Settings, tmp_path: Path):
    """Who finds the copy can read nothing that is sealed; with the key beside it the vault opens."""
    names = back_up(settings, tmp_path / "copy")
    assert {f"{each.name}.db" for each in SERVICES} | {"vault.db", FINGERPRINT_KEY} == set(names)
    copied = settings.model_copy(update={"data": tmp_path / "copy"})
    for each in SERVICES:
        with closing(sqlite3.connect(copied.data / f"{each.name}.db")) as connection:
            assert words(connection) == [each.name]
    with pytest.raises(UnsafeMasterKey):
        vault_of(copied)
    (settings.data / MASTER_KEY).rename(copied.data / MASTER_KEY)
    vault_of(copied).close()


def test_the_copies_are_of_one_moment(tmp_path: Path):
    """What is written after it is in none of them."""
    files = [tmp_path / "one.db", tmp_path / "other.db"]
    for file in files:
        write(file, "before")
    with ExitStack() as stack:
        snapshots = _snapshots(files, stack)
        for file in files:
            write(file, "after")
        assert [words(each) for each in snapshots] == [["before"], ["before"]]


def test_while_somebody_writes_the_moment_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Of what is half done in one database nothing is copied from another."""
    monkeypatch.setattr("services.restoring.LOCK_WAIT_SECONDS", 0.1)
    files = [tmp_path / "one.db", tmp_path / "other.db"]
    for file in files:
        write(file, "before")
    with closing(sqlite3.connect(files[1], isolation_level=None)) as writer, ExitStack() as stack:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            _snapshots(files, stack)


def test_a_folder_that_is_there_is_not_written_into(settings: Settings, tmp_path: Path):
    """Two backups never mix."""
    (tmp_path / "copy").mkdir()
    with pytest.raises(CannotBackUp, match="there already"):
        back_up(settings, tmp_path / "copy")


def test_what_is_not_a_file_is_not_copied_here(settings: Settings, tmp_path: Path):
    """PostgreSQL has tools of its own; and half of a folder is no backup."""
    (settings.data / "audit.db").unlink()
    with pytest.raises(CannotBackUp, match="no database"):
        back_up(settings, tmp_path / "copy")
    elsewhere = settings.model_copy(update={"database_url": "postgresql+psycopg://u@h/{service}"})
    with pytest.raises(CannotBackUp, match="pg_basebackup"):
        back_up(elsewhere, tmp_path / "copy")
