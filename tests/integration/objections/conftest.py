"""A log on each kind of database, and a desk: the whole service on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.objections.commands.objections import ObjectionCommands
from services.objections.main import SERVICE
from services.objections.projections.contested_decisions import DecisionsHeardOf
from services.objections.projections.late_appeals import WaitingAppeals
from shared.eventlog.log import EventLog
from shared.privacy.vault import open_vault
from shared.runtime.ids import SequentialIds
from shared.runtime.migrations import upgrade
from tests.support.objection_proceedings import NOW, lapsing_relief
from tests.support.objections_desk import ObjectionsDesk


@pytest.fixture
def log(engine: Engine) -> EventLog:
    """The log of the service, on each kind of database."""
    upgrade(engine, SERVICE.migrations)
    return EventLog(SERVICE.name, engine, SERVICE.metadata, lambda: NOW, SERVICE.inline)


@pytest.fixture
def commands(log: EventLog) -> ObjectionCommands:
    """The commands of the service, over that log."""
    return ObjectionCommands(
        log, SequentialIds(100), DecisionsHeardOf(log), WaitingAppeals(log), lapsing_relief(log)
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ObjectionsDesk]:
    """A running service that has heard nothing yet."""
    vault = open_vault(f"sqlite:///{tmp_path}/vault.db", tmp_path / "master.key")
    running = ObjectionsDesk(tmp_path, vault)
    running.service.start()
    yield running
    running.service.stop()
    vault.close()
