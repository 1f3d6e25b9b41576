"""The compliance cases that the eventsourcing library ships, on both databases.

They check what every recorder of the library must do. The library's names for the tests are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.tests import persistence as library
from sqlalchemy import Engine

from shared.database import open_engine
from shared.eventlog.recorder import LogRecorder
from tests.support.permits import ManualClock, create_tables, metadata


class StreamsAlone(LogRecorder):
    """The recorder without positions in its answer, as the library wants of one that has only streams."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **others: Any) -> None:  # type: ignore[override]  # None is what the base class allows
        super().insert_events(stored_events, **others)


class OnSqlite:
    """An empty log in an SQLite file."""

    engine: Engine

    @pytest.fixture(autouse=True)
    def _migrate(self, sqlite_url: str) -> Iterator[None]:
        self.engine = open_engine(sqlite_url)
        create_tables(self.engine)
        yield
        self.engine.dispose()


class OnPostgres:
    """An empty log in a database of its own on a real server."""

    engine: Engine

    @pytest.fixture(autouse=True)
    def _migrate(self, postgres_url: str) -> Iterator[None]:
        self.engine = open_engine(postgres_url)
        create_tables(self.engine)
        yield
        self.engine.dispose()


class Streams(library.AggregateRecorderTestCase):
    """Events of one stream: order, bounds, atomic and conflicting inserts."""

    __test__ = False
    engine: Engine

    def create_recorder(self) -> StreamsAlone:
        """A recorder that answers as the library's stream recorders do."""
        return StreamsAlone(self.engine, metadata, ManualClock())


class Log(library.ApplicationRecorderTestCase[LogRecorder]):
    """Events by position: bounds, topics, concurrent writers and readers, subscriptions."""

    __test__ = False
    engine: Engine

    def create_recorder(self) -> LogRecorder:
        """The recorder itself."""
        return LogRecorder(self.engine, metadata, ManualClock())

    def test_insert_subscribe(self) -> None:
        """The library leaves this case to those who can subscribe."""
        self.optional_test_insert_subscribe()


class NonInterleaving(library.NonInterleavingNotificationIDsBaseCase):
    """Positions of two appends made at once never mix."""

    __test__ = False
    engine: Engine

    def create_recorder(self) -> LogRecorder:
        """The recorder itself."""
        return LogRecorder(self.engine, metadata, ManualClock())


class TestStreamsOnSqlite(OnSqlite, Streams):
    """Streams in SQLite."""

    __test__ = True


class TestStreamsOnPostgres(OnPostgres, Streams):
    """Streams in PostgreSQL."""

    __test__ = True


class TestLogOnSqlite(OnSqlite, Log):
    """The log in SQLite."""

    __test__ = True


class TestLogOnPostgres(OnPostgres, Log):
    """The log in PostgreSQL."""

    __test__ = True


class TestNonInterleavingOnSqlite(OnSqlite, NonInterleaving):
    """Appends made at once in SQLite."""

    __test__ = True


class TestNonInterleavingOnPostgres(OnPostgres, NonInterleaving):
    """Appends made at once in PostgreSQL."""

    __test__ = True
