"""The applications service on a real database and vault, without its HTTP side; fixture `desk`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine

from services.applications.commands.applicant import ApplicantCommands
from services.applications.commands.consequences import ConsequenceCommands
from services.applications.commands.desk import DeskCommands
from services.applications.commands.erasure import ErasureCommands
from services.applications.commands.receipt import Conversion, ReceiptCommands, Submission
from services.applications.domain.application_acts import MissingItem
from services.applications.projections import log as log_tables
from services.applications.projections import metadata
from services.applications.projections.cases import CaseReader, CasesProjection
from services.applications.projections.channel_outages import ChannelOutagesProjection
from services.applications.projections.completion_terms import CompletionTermsProjection
from services.applications.projections.erasures import ErasuresProjection
from services.applications.projections.facts_wanted import FactsWantedProjection, FactsWantedReader
from services.applications.projections.plate_tokens import VehiclesByToken
from shared.database import open_engine
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.vault import Vault, open_vault
from shared.runtime.access import Principal, Role
from shared.runtime.ids import SequentialIds
from shared.runtime.migrations import upgrade
from shared.runtime.projections import FollowingRunner
from shared.vocabulary import Applicant, ExemptionType, Plate, StatedFacts

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HANDLER = Principal("handler-1", frozenset({Role.CASE_HANDLER}), national=True)
OPERATOR = Principal("operator-1", frozenset({Role.OPERATOR}), national=True)
"""Deals with national cases."""


@dataclass
class Desk:
    """Commands and readers of the service, and the projections behind its log."""

    engine: Engine
    log: EventLog
    vault: Vault
    receipt: ReceiptCommands
    ids: SequentialIds
    runner: FollowingRunner = field(init=False)

    def __post_init__(self) -> None:
        self.desk = DeskCommands(self.log)
        self.applicants = ApplicantCommands(self.log)
        self.consequences = ConsequenceCommands(self.log, self.vault.sealer())
        self.erasure = ErasureCommands(self.log, VehiclesByToken(self.log))
        self.cases = CaseReader(self.log)
        self.wanted = FactsWantedReader(self.log)
        projections = [
            CasesProjection(),
            FactsWantedProjection(),
            CompletionTermsProjection(),
            ErasuresProjection(),
            ChannelOutagesProjection(),
        ]
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
        return self.receipt.submit(self.act(subject, at=at), a_submission(plate, country)).resource_id

    def start_handling(self, case_id: UUID, expected_version: int | None = None) -> Saved:
        """A case handler begins."""
        return self.desk.start_handling(self.act("handler-1"), HANDLER, case_id, expected_version)

    def request_completion(self, case_id: UUID, at: datetime = NOW, term_days: int = 14) -> Saved:
        """The applicant is asked for the daily range."""
        act = self.act("handler-1", "case_handler", at)
        return self.desk.request_completion(act, HANDLER, case_id, [MissingItem.DAILY_RANGE], term_days, None)

    def refresh_vehicle_facts(self, case_id: UUID) -> Saved:
        """A case handler wants the register asked again."""
        act = self.act("handler-1", "case_handler")
        return self.desk.request_vehicle_facts_refresh(act, HANDLER, case_id, None)

    def convert(self, case_id: UUID, conversion: Conversion, at: datetime = NOW) -> Saved:
        """A case handler converts."""
        act = self.act("handler-1", "case_handler", at)
        return self.receipt.convert(act, HANDLER, case_id, conversion, None)

    def follow(self) -> None:
        """Bring the projections up to the log."""
        while self.runner.position() < self.log.head():
            self.runner.step()
        assert not self.runner.poisoned()


def a_submission(plate: str = "VCQ01A", country: str = "NL") -> Submission:
    """What somebody hands in."""
    applicant = Applicant("Testbedrijf 017", "Voorbeeldweg 17", "1234 AB", "Voorbeeldstad")
    return Submission(
        ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        applicant,
        Plate(plate, country),
        StatedFacts(daily_range_km=333),
    )


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """An empty service; each test runs on SQLite and on PostgreSQL."""
    engine = open_engine(database_url)
    upgrade(engine, "services.applications.migrations")
    vault = open_vault(f"sqlite:///{tmp_path}/vault.db", tmp_path / "master.key")
    log = EventLog("applications", engine, metadata, lambda: NOW)
    ids = SequentialIds()
    receipt = ReceiptCommands(log, ids, vault.sealer(), vault.plate_tokens(), VehiclesByToken(log))
    yield Desk(engine, log, vault, receipt, ids)
    vault.close()
    engine.dispose()
