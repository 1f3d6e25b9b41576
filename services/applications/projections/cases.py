"""Following: the applications as applicants and the desk read them, one by one and as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
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
    or_,
    select,
    true,
    update,
)

from services.applications.domain.application_acts import (
    ApplicationClosed,
    ApplicationConverted,
    ApplicationLeftOut,
    ApplicationState,
    ApplicationSubmitted,
    ApplicationSupplemented,
    ApplicationTakenUpAgain,
    ApplicationWithdrawn,
    CompletionRequested,
    CompletionTermLapsed,
    CompletionTermMoved,
    HandlingStarted,
    LaterDecisionNoted,
    MissingItem,
    PersonErased,
    VehicleFactsReceived,
)
from services.applications.domain.electronic_consent import ElectronicConsentGiven, ElectronicConsentWithdrawn
from services.applications.projections import metadata
from services.applications.projections.reach_columns import (
    ColumnValue,
    email_in,
    reach_after,
    reach_columns,
    types_in,
)
from shared.eventlog.aggregate import Event
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed
from shared.vocabulary import (
    ExemptionType,
    LeftOutReason,
    MessageType,
    Outcome,
    StatedFacts,
    VehicleFacts,
    from_utc_micros,
    utc_micros,
)

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
    Column("municipality", String(4)),
    Column("stated", Text, nullable=False, server_default="{}"),
    Column("vehicle_id", Uuid),
    Column("completion_requests", Integer, nullable=False, server_default="0"),
    Column("completion_items", Text),
    Column("completion_last_day", Date),
    Column("withdrawn_on", Date),
    Column("converted_to_case", Uuid),
    Column("converted_from_case", Uuid),
    Column("left_out_reason", String(20)),
    Column("erased_on", Date),
    Column("renews_case", Uuid),
    Column("exemption_until", Date),
    Column("email", LargeBinary),
    Column("email_for", Text, nullable=False, server_default="[]"),
    Column("co_applicants", LargeBinary),
    Column("representative", LargeBinary),
    Column("signed", Boolean, nullable=False, server_default=true()),
    Column("entered_from_paper_on", Date),
    Index("application_cases_by_municipality", "municipality", "case_id"),
    Index("application_cases_by_state", "state", "case_id"),
)
"""One row per case; person and plate stay sealed; cases, facts, what was stated and what is asked are JSON.

`completion_items` and `completion_last_day` are of the open request, and null without one.
"""


LINE_COLUMNS: Final = tuple(
    application_cases.c[name]
    for name in (
        "case_id",
        "version",
        "state",
        "exemption_type",
        "municipality",
        "received_on",
        "facts",
        "completion_last_day",
    )
)
"""What a line of the list is made of: no person and no plate, not even sealed."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose cases a reader may see; what is outside is as if it were not there."""

    applicant_subject: str | None = None
    """Those of this applicant; with it, nothing else is said."""
    national: bool = False
    """National cases, for the desk."""
    municipalities: frozenset[str] = frozenset()
    """Local cases of these municipalities, for the desk."""


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
    municipality: str | None
    received_on: date
    facts_received: bool
    completion_last_day: date | None
    """The last day of the open request to complete it; None: there is none."""


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """One case whole; person and plate sealed."""

    summary: CaseSummary
    applicant: Sealed
    plate: Sealed
    stated: StatedFacts
    vehicle_id: UUID | None
    related_cases: tuple[UUID, ...]
    facts: ReceivedFacts | None
    completion_requests: int
    completion_items: tuple[MissingItem, ...]
    """What the open request asks for; empty without one."""
    withdrawn_on: date | None
    converted_to_case: UUID | None
    converted_from_case: UUID | None
    closed_by: UUID | None
    outcome: Outcome | None
    exemption_until: date | None
    renews_case: UUID | None
    left_out_reason: LeftOutReason | None
    erased_on: date | None
    email: Sealed | None
    """Where the applicant is reachable electronically; None: by post alone."""
    email_for: tuple[MessageType, ...]
    co_applicants: Sealed | None
    representative: Sealed | None
    """Their names; None: nobody applies together with the applicant."""
    signed: bool
    entered_from_paper_on: date | None
    """The day on which the desk entered what came on paper; None: it was sent here."""


class CasesProjection:
    """Keeps one row per application up to date with the log."""

    name: Final = "application_cases"
    tables: Final = (application_cases,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        if isinstance(event, ApplicationSubmitted):
            connection.execute(insert(application_cases), _submitted(event))
        else:
            row = application_cases.c.case_id == event.originator_id
            values = {"version": event.originator_version, **_changes(event)}
            connection.execute(update(application_cases).where(row).values(values))


class CaseReader:
    """Reads of single cases and of the list, always within somebody's reach."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def case(self, case_id: UUID, reach: Reach) -> CaseDetail | None:
        """The case, or None when it is not there or out of reach."""
        query = select(application_cases).where(application_cases.c.case_id == case_id, *_within(reach))
        with self._log.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _detail(row)

    def any_case(self, case_id: UUID) -> CaseDetail | None:
        """The case, whosever it is: for one that a case within somebody's reach goes on from."""
        query = select(application_cases).where(application_cases.c.case_id == case_id)
        with self._log.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _detail(row)

    def page(
        self, reach: Reach, state: ApplicationState | None, after: UUID | None, limit: int
    ) -> list[CaseSummary]:
        """At most `limit` cases in the order of receipt, those after case `after`."""
        query = select(*LINE_COLUMNS).where(*_within(reach)).order_by(application_cases.c.case_id)
        if state is not None:
            query = query.where(application_cases.c.state == state.value)
        if after is not None:
            query = query.where(application_cases.c.case_id > after)
        with self._log.read() as connection:
            return [_summary(row) for row in connection.execute(query.limit(limit))]


NO_REQUEST: Final[dict[str, ColumnValue]] = {"completion_items": None, "completion_last_day": None}


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
        "municipality": event.municipality,
        "stated": msgspec.json.encode(_stated(event)).decode(),
        "vehicle_id": event.vehicle_id,
        "converted_from_case": event.converted_from_case_id,
        "renews_case": event.renews_case_id,
        "co_applicants": msgspec.json.encode(event.co_applicants) if event.co_applicants else None,
        "representative": msgspec.json.encode(event.representative) if event.representative else None,
        "signed": event.signed,
        "entered_from_paper_on": event.from_paper.entered_on if event.from_paper else None,
        **reach_columns(event.email, event.email_for),
    }


def _stated(event: ApplicationSubmitted) -> StatedFacts:
    """What was stated; the oldest events hold the daily range alone, in a field of its own."""
    if event.stated_daily_range_km is None:
        return event.stated
    return msgspec.structs.replace(event.stated, daily_range_km=event.stated_daily_range_km)


def _changes(event: Event) -> dict[str, ColumnValue]:
    """What an event after the submission changes in the row, beside its version."""
    match event:
        case VehicleFactsReceived():
            return _received(event)
        case HandlingStarted() | ApplicationTakenUpAgain():
            return {"state": ApplicationState.IN_HANDLING, "closed_by": None, "left_out_reason": None}
        case (
            CompletionRequested() | ApplicationSupplemented() | CompletionTermLapsed() | CompletionTermMoved()
        ):
            return _completion(event)
        case ElectronicConsentGiven() | ElectronicConsentWithdrawn():
            return reach_after(event)
        case LaterDecisionNoted():
            return {"outcome": event.outcome, "exemption_until": event.valid_until}
        case _:
            return _ended(event)


def _completion(
    event: CompletionRequested | ApplicationSupplemented | CompletionTermLapsed | CompletionTermMoved,
) -> dict[str, ColumnValue]:
    match event:
        case CompletionRequested() | CompletionTermMoved():
            return {
                "completion_requests": event.request_number,
                "completion_items": msgspec.json.encode(event.items).decode(),
                "completion_last_day": event.term_last_day,
            }
        case ApplicationSupplemented():
            came: dict[str, ColumnValue] = {"signed": True} if event.signed else {}
            ended = NO_REQUEST if event.ends_request else {}
            return {"stated": msgspec.json.encode(event.stated).decode(), **came, **ended}
        case CompletionTermLapsed():
            return NO_REQUEST


def _ended(event: Event) -> dict[str, ColumnValue]:
    match event:
        case ApplicationWithdrawn():
            ending: dict[str, ColumnValue] = {
                "state": ApplicationState.WITHDRAWN,
                "withdrawn_on": event.withdrawn_on,
            }
        case ApplicationConverted():
            ending = {"state": ApplicationState.CONVERTED, "converted_to_case": event.new_case_id}
        case ApplicationLeftOut():
            ending = {
                "state": ApplicationState.LEFT_OUT,
                "closed_by": event.decision_id,
                "left_out_reason": event.reason,
            }
        case ApplicationClosed():
            ending = {
                "state": ApplicationState.CLOSED,
                "closed_by": event.decision_id,
                "outcome": event.outcome,
                "exemption_until": event.valid_until,
            }
        case PersonErased():
            return {"erased_on": event.erased_on}
        case _:
            return {}
    return {**ending, **NO_REQUEST}


def _received(event: VehicleFactsReceived) -> dict[str, ColumnValue]:
    return {
        "facts": msgspec.json.encode(event.facts).decode(),
        "facts_source": event.source,
        "facts_fetched_at_micros": utc_micros(event.fetched_at),
    }


def _within(reach: Reach) -> tuple[ColumnElement[bool], ...]:
    if reach.applicant_subject is not None:
        return (application_cases.c.applicant_subject == reach.applicant_subject,)
    seen = [application_cases.c.municipality.in_(reach.municipalities)]
    if reach.national:
        seen.append(application_cases.c.municipality.is_(None))
    return (or_(*seen),)


def _summary(row: Row[tuple[ColumnValue, ...]]) -> CaseSummary:
    return CaseSummary(
        case_id=row.case_id,
        version=row.version,
        state=ApplicationState(row.state),
        exemption_type=ExemptionType(row.exemption_type),
        municipality=row.municipality,
        received_on=row.received_on,
        facts_received=row.facts is not None,
        completion_last_day=row.completion_last_day,
    )


def _detail(row: Row[tuple[ColumnValue, ...]]) -> CaseDetail:
    return CaseDetail(
        summary=_summary(row),
        applicant=msgspec.json.decode(row.applicant, type=Sealed),
        plate=msgspec.json.decode(row.plate, type=Sealed),
        stated=msgspec.json.decode(row.stated, type=StatedFacts),
        vehicle_id=row.vehicle_id,
        related_cases=msgspec.json.decode(row.related_cases, type=tuple[UUID, ...]),
        facts=_received_facts(row),
        completion_requests=row.completion_requests,
        completion_items=msgspec.json.decode(row.completion_items or "[]", type=tuple[MissingItem, ...]),
        withdrawn_on=row.withdrawn_on,
        converted_to_case=row.converted_to_case,
        converted_from_case=row.converted_from_case,
        closed_by=row.closed_by,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        exemption_until=row.exemption_until,
        renews_case=row.renews_case,
        left_out_reason=None if row.left_out_reason is None else LeftOutReason(row.left_out_reason),
        erased_on=row.erased_on,
        email=email_in(row.email),
        email_for=types_in(row.email_for),
        co_applicants=msgspec.json.decode(row.co_applicants or "null", type=Sealed | None),
        representative=msgspec.json.decode(row.representative or "null", type=Sealed | None),
        signed=row.signed,
        entered_from_paper_on=row.entered_from_paper_on,
    )


def _received_facts(row: Row[tuple[ColumnValue, ...]]) -> ReceivedFacts | None:
    if row.facts is None:
        return None
    facts = msgspec.json.decode(row.facts, type=VehicleFacts)
    return ReceivedFacts(row.facts_source, from_utc_micros(row.facts_fetched_at_micros), facts)
