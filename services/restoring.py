"""Backups of a data folder, and going on after a log was put back: what an operator does, see docs/operations.md."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final
from uuid import UUID

from services.embedded import MASTER_KEY, SERVICES
from shared.database import LOCK_WAIT_SECONDS, open_engine
from shared.eventlog.log import EventLog
from shared.runtime.clock import WallClock
from shared.runtime.declaration import ServiceDefinition
from shared.runtime.settings import Settings
from shared.runtime.source_past import NothingToAccept, SourcePast

NOT_COPIED: Final = (MASTER_KEY, ".lock", "loket.log")
SQLITE: Final = "sqlite:///"
_PAGE: Final = 5_000


class CannotBackUp(Exception):
    """There is nothing here that could be copied, or no place for it."""


def back_up(settings: Settings, to: Path) -> list[str]:
    """Copy every SQLite database as it stood at one moment, and the small files beside them; returns the names.

    For that moment all of them are held at once, so that no copy knows what another does not. Raises
    CannotBackUp.
    """
    databases = _files(settings)
    try:
        to.mkdir(parents=True, mode=0o700)
    except FileExistsError as fault:
        raise CannotBackUp(f"{to} is there already") from fault
    with ExitStack() as stack:
        snapshots = _snapshots(databases, stack)
        for file, snapshot in zip(databases, snapshots, strict=True):
            with closing(sqlite3.connect(to / file.name)) as copy:
                snapshot.backup(copy)
    beside = [each for each in sorted(settings.data.iterdir()) if _is_copied(each)]
    for file in beside:
        shutil.copy2(file, to / file.name)
    return [file.name for file in (*databases, *beside)]


def tell_and_accept(
    definition: ServiceDefinition,
    source: str,
    settings: Settings,
    *,
    by: str | None,
    because: str | None,
    say: Callable[[str], None],
) -> int:
    """Tell what was heard of a future that is no more; accept it when somebody says so. Returns the exit code."""
    engine = open_engine(settings.database_of(definition.name))
    try:
        past = SourcePast(engine, definition.metadata.tables["consumer_positions"], definition.name)
        regression = past.open_regression(source)
        if regression is None:
            say(f"{definition.name} stands before no log of {source} that was put back.")
            return 1
        say(
            f"{definition.name} heard {source} up to {regression.stood_at};"
            f" it has the same past up to {regression.common_position}."
        )
        lost = past.lost(source, regression)
        log = (
            EventLog(definition.name, engine, definition.metadata, WallClock().now)
            if definition.has_log
            else None
        )
        effects = _effects(log, {message.event_id for message in lost})
        for message in lost:
            say(f"lost: {source} {message.position}: {message.type} ({message.event_id})")
            for effect in effects.get(message.event_id, ()):
                say(f"  which caused {effect}")
        if by is None or because is None:
            say("Nothing was changed. To go on from there: --by and --because.")
            return 1
        past.accept(source, by, because)
    except NothingToAccept:
        say("It was accepted before.")
        return 1
    finally:
        engine.dispose()
    say(f"Accepted: {definition.name} goes on from {regression.common_position} of {source}.")
    return 0


def _effects(log: EventLog | None, causes: set[UUID]) -> dict[UUID, list[str]]:
    """By the event of another log: the acts in the service's own log that it caused."""
    found: dict[UUID, list[str]] = {}
    if log is None or not causes:
        return found
    after = 0
    while events := log.events_after(after, limit=_PAGE):
        after = events[-1].position
        for each in events:
            cause = each.metadata.causation_id
            if cause is not None and cause in causes:
                act = f"{log.name} {each.position}: {each.event.TOPIC} (case {each.metadata.case_id})"
                found.setdefault(cause, []).append(act)
    return found


def _files(settings: Settings) -> list[Path]:
    """The database of every service, and the vault's; each must be a file of this machine."""
    urls = [settings.database_of(each.name) for each in SERVICES] + [settings.vault_database()]
    found = [Path(url.removeprefix(SQLITE)) for url in urls]
    if not all(url.startswith(SQLITE) for url in urls):
        raise CannotBackUp("only SQLite files are copied here; PostgreSQL has pg_basebackup and pg_dump")
    for file in found:
        if not file.is_file():
            raise CannotBackUp(f"there is no database {file}")
    return found


def _snapshots(databases: Sequence[Path], stack: ExitStack) -> list[sqlite3.Connection]:
    """A reader of each database, all of the same moment: nobody writes anywhere while they begin."""
    with ExitStack() as held:
        for file in databases:
            _open(file, held).execute("BEGIN IMMEDIATE")
        readers = [_open(file, stack) for file in databases]
        for reader in readers:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return readers


def _open(file: Path, stack: ExitStack) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=LOCK_WAIT_SECONDS, isolation_level=None)
    return stack.enter_context(closing(connection))


def _is_copied(file: Path) -> bool:
    return file.is_file() and file.name not in NOT_COPIED and not file.match("*.db*")
