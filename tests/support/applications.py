"""The applications service on a real database and vault, without its HTTP side; fixture `desk`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine

from services.applications.commands import ApplicationCommands, Submission
from services.applications.projections import log as log_tables
from services.applications.projections import metadata
from services.applications.projections.cases import CaseReader, CasesProjection
from services.applications.projections.facts_wanted import FactsWantedProjection, FactsWantedReader
from services.applications.projections.plate_tokens import CasesByPlateToken
from shared.database import open_engine
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.vault import Vault, open_vault
from shared.runtime.ids import SequentialIds
from shared.runtime.migrations import upgrade
from shared.runtime.projections import FollowingRunner
from shared.vocabulary import Applicant, ExemptionType, Plate

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Desk:
    """Commands and readers of the service, and the projections behind its log."""

    engine: Engine
    log: EventLog
    vault: Vault
    commands: ApplicationCommands
    ids: SequentialIds
    runner: FollowingRunner = field(init=False)

    def __post_init__(self) -> None:
        self.cases = CaseReader(self.log)
        self.wanted = FactsWantedReader(self.log)
        projections = [CasesProjection(), FactsWantedProjection()]
        self.runner = FollowingRunner(self.log, self.engine, log_tables.consumers, projections)

    def act(self, actor: str = "applicant-1", role: str = "applicant", at: datetime = NOW) -> Act:
        """Somebody acts."""
        return Act(actor, role, at, command_id=self.ids.new(), correlation_id=self.ids.new())

    def act_of(self, worker: str, cause: RecordedEvent | None = None) -> Act:
        """A worker acts, because of an event."""
        causation = cause.event.event_id if cause else None
        correlation = cause.metadata.correlation_id if cause else self.ids.new()
        return Act(f"system:{worker}", "system", NOW, self.ids.new(), correlation, causation)

    def submit(
        self, plate: str = "VCQ01A", subject: str = "applicant-1", country: str = "NL", at: datetime = NOW
    ) -> UUID:
        """An application comes in."""
        return self.commands.submit(self.act(subject, at=at), a_submission(plate, country)).resource_id

    def follow(self) -> None:
        """Bring the projections up to the log."""
        while self.runner.position() < self.log.head():
            self.runner.step()
        assert not self.runner.poisoned()


def a_submission(plate: str = "VCQ01A", country: str = "NL") -> Submission:
    """What somebody hands in."""
    applicant = Applicant("Testbedrijf 017", "Voorbeeldweg 17", "1234 AB", "Voorbeeldstad")
    return Submission(
        ExemptionType.NOT_AVAILABLE_EMISSION_FREE, applicant, Plate(plate, country), stated_daily_range_km=333
    )


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """An empty service; each test runs on SQLite and on PostgreSQL."""
    engine = open_engine(database_url)
    upgrade(engine, "services.applications.migrations")
    vault = open_vault(f"sqlite:///{tmp_path}/vault.db", tmp_path / "master.key")
    log = EventLog("applications", engine, metadata, lambda: NOW)
    ids = SequentialIds()
    commands = ApplicationCommands(log, ids, vault.sealer(), vault.plate_tokens(), CasesByPlateToken(log))
    yield Desk(engine, log, vault, commands, ids)
    vault.close()
    engine.dispose()
