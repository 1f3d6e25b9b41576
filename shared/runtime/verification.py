"""Verifying the databases of all services: every log by its chain, every table by folding the logs (I-5).

Needs no key, writes nothing into what it verifies, and is right also while it is served: each service is
folded as far as its tables say in one snapshot, and compared within it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import Connection, Engine, make_url, select

from shared.database import open_engine, reading
from shared.eventlog.feed import Feed, Journal
from shared.eventlog.log import EventLog
from shared.eventlog.tables import LogTables
from shared.eventlog.verify import LogVerification, verify_log
from shared.runtime.declaration import ServiceDefinition
from shared.runtime.folding import JournalPageOf, Progress
from shared.runtime.migrations import schema_is_current, upgrade
from shared.runtime.refold import Positions, Refold, Sources
from shared.runtime.table_comparison import compare_tables

_NO_INSTANT: Final = datetime(1970, 1, 1, tzinfo=UTC)


class NothingToVerify(Exception):
    """A database is not there, or not at the schema that this version knows."""


@dataclass(frozen=True)
class TablesVerdict:
    """What comparing the tables of one service with their folds has shown."""

    service: str
    tables: int
    """How many were compared."""
    rows: int
    faults: tuple[str, ...]
    """What differs: projection, table, key and column, never what is about a person."""

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.faults


class Verification:
    """The databases of all services, opened for reading."""

    def __init__(self, services: Sequence[ServiceDefinition], database_of: Callable[[str], str]) -> None:
        """`database_of` gives the URL of a service's database. Raises NothingToVerify."""
        self._services = services
        self._engines = {each.name: _existing(each, database_of(each.name)) for each in services}
        with_log = [each for each in services if each.has_log]
        self._logs = {each.name: _log_of(each, self._engines[each.name]) for each in with_log}
        self._feeds = {each.name: Feed(self._logs[each.name], each.folds.publications) for each in with_log}
        self._journals: dict[str, JournalPageOf] = {
            name: Journal(log).page for name, log in self._logs.items()
        }
        for each in services:
            if each.folds.entries_of is not None:
                self._journals[each.name] = each.folds.entries_of(self._engines[each.name])
        self._unsound: set[str] = set()

    def close(self) -> None:
        """Give the database connections back."""
        for engine in self._engines.values():
            engine.dispose()

    def logs(self, progress: Progress) -> Iterator[tuple[str, LogVerification]]:
        """Every log by its chain."""
        for definition in (each for each in self._services if each.has_log):
            name, tables = definition.name, LogTables.of(definition.metadata)
            found = verify_log(self._engines[name], tables, partial(progress, f"{name}: its log"))
            if not found.holds:
                self._unsound.add(name)
            yield name, found

    def tables(self, progress: Progress) -> Iterator[TablesVerdict]:
        """Every table of every service. After `logs`: from one that does not hold nothing is folded."""
        for definition in self._services:
            unsound = sorted(self._unsound & self._sources_of(definition))
            if unsound:
                reason = f"not compared, because of the log of {', '.join(unsound)}"
                yield TablesVerdict(definition.name, 0, 0, (reason,))
            else:
                with _scratch(definition) as scratch:
                    yield self._tables_of(definition, scratch, progress)

    def _tables_of(self, definition: ServiceDefinition, scratch: Engine, progress: Progress) -> TablesVerdict:
        name, engine = definition.name, self._engines[definition.name]
        log = self._logs.get(name)
        refold = Refold(definition, scratch, Sources(log, self._feeds, self._journals))

        def told(what: str, done: int, last: int) -> None:
            progress(f"{name}: {what}", done, last)

        with reading(engine) as before:
            positions = Positions.of(definition, log, before)
        refold.bring_to(positions, told)
        with reading(engine) as stored:
            refold.bring_to(Positions.of(definition, log, stored), told)
            beyond = [*self._positions_beyond(definition, stored)]
            with reading(scratch) as folded:
                compared = [*compare_tables(definition, refold.broken, stored, folded)]
        faults = (*beyond, *(fault for each in compared for fault in each.faults))
        return TablesVerdict(name, len(compared), sum(each.rows for each in compared), faults)

    def _sources_of(self, definition: ServiceDefinition) -> set[str]:
        """The logs from which a service's tables are folded."""
        heard = {fold.log for fold in definition.folds.heard()}
        return {definition.name} | heard | (set(self._logs) if definition.folds.journals else set())

    def _positions_beyond(self, definition: ServiceDefinition, stored: Connection) -> Iterator[str]:
        """Consumers that are said to have heard what no log holds."""
        for row in stored.execute(select(definition.metadata.tables["consumer_positions"])):
            log = self._logs.get(row.log)
            if log is not None and row.position > log.head():
                yield f"consumer {row.consumer} is at {row.position} of {row.log}, which ends at {log.head()}"


def _existing(definition: ServiceDefinition, url: str) -> Engine:
    file = make_url(url).database or ""
    if make_url(url).get_backend_name() == "sqlite" and not Path(file).is_file():
        raise NothingToVerify(f"there is no database {file}")
    if not schema_is_current(url, definition.migrations):
        raise NothingToVerify(f"the database of {definition.name} has another schema; run `loket migrate`")
    return open_engine(url)


def _log_of(definition: ServiceDefinition, engine: Engine) -> EventLog:
    """For reading: its clock is never asked."""
    return EventLog(definition.name, engine, definition.metadata, lambda: _NO_INSTANT)


@contextmanager
def _scratch(definition: ServiceDefinition) -> Iterator[Engine]:
    """An empty database of the service, gone afterwards; in a folder that nobody else can read."""
    with TemporaryDirectory(prefix="loket-verify-") as folder:
        engine = open_engine(f"sqlite:///{folder}/{definition.name}.db")
        try:
            upgrade(engine, definition.migrations)
            yield engine
        finally:
            engine.dispose()
