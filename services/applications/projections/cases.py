"""Following: the applications as applicants and the desk read them, one by one and as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    Uuid,
    insert,
    select,
    update,
)

from services.applications.domain.exemption_application import (
    ApplicationClosed,
    ApplicationState,
    ApplicationSubmitted,
    HandlingStarted,
    VehicleFactsReceived,
)
from services.applications.projections import metadata
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, Outcome, VehicleFacts, from_utc_micros, utc_micros

application_cases = Table(
    "application_cases",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("exemption_type", String(64), nullable=False),
    Column("received_on", Date, nullable=False),
    Column("applicant_subject", String(200), nullable=False),
    Column("applicant", LargeBinary, nullable=False),
    Column("plate", LargeBinary, nullable=False),
    Column("stated_daily_range_km", Integer),
    Column("related_cases", Text, nullable=False),
    Column("facts", Text),
    Column("facts_source", String(200)),
    Column("facts_fetched_at_micros", BigInteger),
    Column("closed_by", Uuid),
    Column("outcome", String(20)),
    Index("application_cases_by_state", "state", "case_id"),
)
"""One row per case; person and plate stay sealed, `related_cases` and `facts` are JSON."""


LINE_COLUMNS: Final = tuple(
    application_cases.c[name]
    for name in ("case_id", "version", "state", "exemption_type", "received_on", "facts")
)
"""What a line of the list is made of: no person and no plate, not even sealed."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases a reader may see."""

    applicant_subject: str | None
    """Only those of this applicant; None: every case of the desk."""


@dataclass(frozen=True, slots=True)
class ReceivedFacts:
    """The register's latest answer."""

    source: str
    fetched_at: datetime
    facts: VehicleFacts


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A line of the list."""

    case_id: UUID
    version: int
    state: ApplicationState
    exemption_type: ExemptionType
    received_on: date
    facts_received: bool


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """One case whole; person and plate sealed."""

    summary: CaseSummary
    applicant: Sealed
    plate: Sealed
    stated_daily_range_km: int | None
    related_cases: tuple[UUID, ...]
    facts: ReceivedFacts | None
    closed_by: UUID | None
    outcome: Outcome | None


class CasesProjection:
    """Keeps one row per application up to date with the log."""

    name: Final = "application_cases"
    tables: Final = (application_cases,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        case_id, version = event.originator_id, event.originator_version
        match event:
            case ApplicationSubmitted():
                connection.execute(insert(application_cases), _submitted(event))
            case VehicleFactsReceived():
                _change(connection, case_id, version, _received(event))
            case HandlingStarted():
                _change(connection, case_id, version, {"state": ApplicationState.IN_HANDLING})
            case ApplicationClosed():
                _change(connection, case_id, version, _closed(event))


class CaseReader:
    """Reads of single cases and of the list, always within a scope."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def case(self, case_id: UUID, scope: Scope) -> CaseDetail | None:
        """The case, or None when it is not there or outside the scope."""
        query = select(application_cases).where(application_cases.c.case_id == case_id, *_within(scope))
        with self._log.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _detail(row)

    def page(
        self, scope: Scope, state: ApplicationState | None, after: UUID | None, limit: int
    ) -> list[CaseSummary]:
        """At most `limit` cases in the order of receipt, those after case `after`."""
        query = select(*LINE_COLUMNS).where(*_within(scope)).order_by(application_cases.c.case_id)
        if state is not None:
            query = query.where(application_cases.c.state == state.value)
        if after is not None:
            query = query.where(application_cases.c.case_id > after)
        with self._log.read() as connection:
            return [_summary(row) for row in connection.execute(query.limit(limit))]


ColumnValue = str | int | bytes | date | UUID | None


def _submitted(event: ApplicationSubmitted) -> dict[str, ColumnValue]:
    return {
        "case_id": event.originator_id,
        "version": event.originator_version,
        "state": ApplicationState.RECEIVED,
        "exemption_type": event.exemption_type,
        "received_on": event.received_on,
        "applicant_subject": event.applicant_subject,
        "applicant": msgspec.json.encode(event.applicant),
        "plate": msgspec.json.encode(event.plate),
        "stated_daily_range_km": event.stated_daily_range_km,
        "related_cases": msgspec.json.encode(event.related_cases).decode(),
    }


def _received(event: VehicleFactsReceived) -> dict[str, ColumnValue]:
    return {
        "facts": msgspec.json.encode(event.facts).decode(),
        "facts_source": event.source,
        "facts_fetched_at_micros": utc_micros(event.fetched_at),
    }


def _closed(event: ApplicationClosed) -> dict[str, ColumnValue]:
    return {"state": ApplicationState.CLOSED, "closed_by": event.decision_id, "outcome": event.outcome}


def _change(connection: Connection, case_id: UUID, version: int, values: dict[str, ColumnValue]) -> None:
    row = application_cases.c.case_id == case_id
    connection.execute(update(application_cases).where(row).values(version=version, **values))


def _within(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    if scope.applicant_subject is None:
        return ()
    return (application_cases.c.applicant_subject == scope.applicant_subject,)


def _summary(row: Row[tuple[ColumnValue, ...]]) -> CaseSummary:
    return CaseSummary(
        case_id=row.case_id,
        version=row.version,
        state=ApplicationState(row.state),
        exemption_type=ExemptionType(row.exemption_type),
        received_on=row.received_on,
        facts_received=row.facts is not None,
    )


def _detail(row: Row[tuple[ColumnValue, ...]]) -> CaseDetail:
    return CaseDetail(
        summary=_summary(row),
        applicant=msgspec.json.decode(row.applicant, type=Sealed),
        plate=msgspec.json.decode(row.plate, type=Sealed),
        stated_daily_range_km=row.stated_daily_range_km,
        related_cases=msgspec.json.decode(row.related_cases, type=tuple[UUID, ...]),
        facts=_received_facts(row),
        closed_by=row.closed_by,
        outcome=None if row.outcome is None else Outcome(row.outcome),
    )


def _received_facts(row: Row[tuple[ColumnValue, ...]]) -> ReceivedFacts | None:
    if row.facts is None:
        return None
    facts = msgspec.json.decode(row.facts, type=VehicleFacts)
    return ReceivedFacts(row.facts_source, from_utc_micros(row.facts_fetched_at_micros), facts)
