"""A log of permits on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from shared.eventlog.log import EventLog
from tests.support.permits import ManualClock, create_tables, open_log


@pytest.fixture
def migrated(engine: Engine) -> Engine:
    """An engine on a database with the tables of the permits service."""
    create_tables(engine)
    return engine


@pytest.fixture
def clock() -> ManualClock:
    """The business clock of the log."""
    return ManualClock()


@pytest.fixture
def log(migrated: Engine, clock: ManualClock) -> Iterator[EventLog]:
    """The log, empty."""
    log = open_log(migrated, clock)
    yield log
    log.close()
