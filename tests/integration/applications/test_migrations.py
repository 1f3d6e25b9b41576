"""Rows of the first version of the tables are brought to the form that their events would give them today."""

from __future__ import annotations

from uuid import UUID

import msgspec
from alembic import command
from sqlalchemy import text

from services.applications.projections import metadata
from services.applications.projections.cases import CaseReader, Reach
from services.applications.projections.facts_wanted import FactsWantedReader
from shared.database import open_engine, writing
from shared.eventlog.log import EventLog
from shared.privacy.sealed import Sealed, SealedKind
from shared.runtime.migrations import migration_config, upgrade
from shared.vocabulary import StatedFacts
from tests.support.applications import NOW

PACKAGE = "services.applications.migrations"
CASE, OTHER = UUID(int=1), UUID(int=2)
SEALED = msgspec.json.encode(Sealed(UUID(int=3), SealedKind.PLATE, b"plate"))

OLD_CASE = text(
    "INSERT INTO application_cases (case_id, version, state, exemption_type, received_on, applicant_subject,"
    " applicant, plate, stated_daily_range_km, related_cases) VALUES (:case_id, 1, 'received',"
    " 'NOT_AVAILABLE_EMISSION_FREE', '2026-03-02', 'applicant-1', :sealed, :sealed, :range, '[]')"
)
OLD_WISH = text("INSERT INTO facts_wanted (case_id, plate) VALUES (:case_id, :sealed)")


def test_older_cases_keep_what_they_said(database_url: str) -> None:
    """The daily range becomes something stated; they are national, without a request, asked at receipt."""
    engine = open_engine(database_url)
    with writing(engine) as connection:
        config = migration_config(PACKAGE)
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for case_id, daily_range in ((CASE, 333), (OTHER, None)):
            key = case_id if engine.dialect.name == "postgresql" else case_id.hex
            connection.execute(OLD_CASE, {"case_id": key, "sealed": SEALED, "range": daily_range})
            connection.execute(OLD_WISH, {"case_id": key, "sealed": SEALED})
    upgrade(engine, PACKAGE)
    log = EventLog("applications", engine, metadata, lambda: NOW)
    case, other = (CaseReader(log).case(case_id, Reach(national=True)) for case_id in (CASE, OTHER))
    assert case is not None
    assert other is not None
    assert (case.stated, other.stated) == (StatedFacts(daily_range_km=333), StatedFacts())
    assert (case.summary.municipality, case.completion_requests, case.completion_items) == (None, 0, ())
    assert [wanted.asked_version for wanted in FactsWantedReader(log).oldest(5)] == [1, 1]
    engine.dispose()
