"""Cases and decisions as case handlers read them (following)."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    Uuid,
    delete,
    insert,
    or_,
    select,
    update,
)

from services.decisions.domain.assessing import CaseAssessed, VehicleFactsNoted
from services.decisions.domain.case_endings import ConversionNoted, WithdrawalNoted
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.case_fold import ENDED
from services.decisions.domain.case_notes import CourtTermNoted
from services.decisions.domain.decision_on_objection import (
    LeavingOutRevokedOnObjection,
)
from services.decisions.domain.decision_term import (
    DecisionTermResumed,
    DecisionTermStarted,
    DecisionTermSuspended,
    StatedFactsSupplemented,
)
from services.decisions.domain.established_facts import EstablishedFactsWithdrawn, FactsEstablished
from services.decisions.domain.interim_access import (
    GrantSuspended,
    GrantSuspensionEnded,
    InterimAccessEnded,
    InterimAccessGiven,
    Suspension,
    last_day_of,
)
from services.decisions.domain.judging import CriteriaJudged
from services.decisions.domain.late_entry import DecisionTermResumedEarlier
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.on_the_merits import DecisionOnTheMerits, Refusal, Revocation, outcome_of
from services.decisions.domain.supplied_facts import VehicleFactsSupplied, completed
from services.decisions.domain.suspension import DecisionTermSuspendedOtherwise, OtherSuspensionEnded
from services.decisions.domain.term_extension import DecisionTermExtended, ExtensionToldTooLate
from services.decisions.projections import metadata
from services.decisions.projections.case_facts import CASE_EVENTS
from services.decisions.projections.decision_rows import (
    StoredDecision,
    StoredLeavingOut,
    criteria_in,
    decisions,
    leavings_out,
    row_of_decision,
    row_of_leaving_out,
    stored_decision,
)
from shared.eventlog.aggregate import Event
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.access import Principal
from shared.vocabulary import CriterionResult, VehicleFacts

cases = Table(
    "cases",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("exemption_type", String, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("vehicle_facts", LargeBinary),
    Column("supplied_facts", LargeBinary),
    Column("assessed_under", Uuid),
    Column("advice", String),
    Column("criteria", LargeBinary),
    Column("suspended_from", Date),
    Column("converted_to", Uuid),
    Column("municipality", String),
    Column("better_fit", String),
    Column("better_fit_reason", String),
    Column("reopened", Boolean),
    Column("interim_until", Date),
    Column("grant_suspended_from", Date),
    Column("grant_suspended_until", Date),
)


class StoredCase(msgspec.Struct, frozen=True):
    """One case as the register has it."""

    case_id: UUID
    version: int
    exemption_type: str
    received_on: date
    last_day: date
    provisional: bool
    state: str
    vehicle_facts: VehicleFacts | None
    """As the register told them."""
    supplied_facts: VehicleFacts | None
    """What the desk supplied beside them."""
    assessed_under: UUID | None
    advice: str | None
    criteria: tuple[CriterionResult, ...]
    municipality: str | None
    better_fit: str | None
    better_fit_reason: str | None
    suspended_from: date | None
    """First suspended day while the decision term is suspended, by whatever."""
    converted_to: UUID | None
    reopened: bool | None
    """Leaving it out was revoked on objection: no term is known any more."""
    interim_until: date | None
    """Last day of the access that a judge gave for the time being."""
    grant_suspended_from: date | None
    """First day on which a grant gives no access, because a judge suspended it."""
    grant_suspended_until: date | None


NOT_ASSESSED: Final[dict[str, object]] = {
    "assessed_under": None,
    "advice": None,
    "criteria": None,
    "better_fit": None,
    "better_fit_reason": None,
}
"""The columns of an assessment that no longer stands."""


class CaseRegister:
    """Follows the log and keeps `cases` and `decisions`."""

    name = "case_register"
    tables = (cases, decisions, leavings_out)

    def apply(self, connection: Connection, event: RecordedEvent) -> None:
        fact, changes = event.event, dict[str, object]()
        match fact:
            case DecisionTermStarted():
                connection.execute(insert(cases).values(**_opened(fact)))
                return
            case VehicleFactsNoted() | VehicleFactsSupplied():
                changes = {**_learned(connection, fact), **NOT_ASSESSED}
            case CaseAssessed():
                changes = {
                    "assessed_under": fact.grounds.threshold_set_id,
                    "advice": str(fact.advice) if fact.advice else None,
                    "criteria": msgspec.json.encode(fact.grounds.criteria),
                    "better_fit": str(fact.better_fit) if fact.better_fit else None,
                    "better_fit_reason": fact.better_fit_reason,
                }
            case fact if isinstance(fact, DecisionOnTheMerits):
                connection.execute(insert(decisions).values(**row_of_decision(fact, event.position)))
                changes = _decided(fact)
            case LeftOutOfConsideration():
                connection.execute(insert(leavings_out).values(**row_of_leaving_out(fact)))
                changes = _moved(fact)
            case LeavingOutRevokedOnObjection():
                connection.execute(delete(leavings_out).where(leavings_out.c.case_id == fact.originator_id))
                changes = {**_moved(fact), "reopened": True}
            case _:
                changes = _proceeded(fact)
        if isinstance(fact, CASE_EVENTS):
            changes["version"] = fact.originator_version
            connection.execute(update(cases).where(cases.c.case_id == fact.originator_id).values(**changes))


def _learned(connection: Connection, fact: VehicleFactsNoted | VehicleFactsSupplied) -> dict[str, object]:
    """What the register said, or all that was supplied so far: what is supplied anew replaces what was."""
    if isinstance(fact, VehicleFactsNoted):
        return {"vehicle_facts": msgspec.json.encode(fact.facts)}
    query = select(cases.c.supplied_facts).where(cases.c.case_id == fact.originator_id)
    earlier = connection.execute(query).scalar_one()
    before = msgspec.json.decode(earlier, type=VehicleFacts) if earlier else VehicleFacts()
    return {"supplied_facts": msgspec.json.encode(completed(fact.facts, before))}


def _opened(fact: DecisionTermStarted) -> dict[str, object]:
    """With the day of a court, where the case comes from a converted one that had it."""
    carried = fact.carried_over
    ordered = carried.court_term if carried is not None else None
    return {
        "case_id": fact.originator_id,
        "version": fact.originator_version,
        "exemption_type": str(fact.exemption_type),
        "received_on": fact.received_on,
        "last_day": ordered.last_day if ordered else fact.last_day,
        "provisional": fact.provisional and ordered is None,
        "state": str(CaseState.UNDECIDED),
        "municipality": fact.municipality,
        "reopened": True if carried is not None and carried.reopened and ordered is None else None,
    }


def _proceeded(fact: Event) -> dict[str, object]:
    """What happened to the case before, beside or instead of a decision."""
    match fact:
        case StatedFactsSupplemented() | FactsEstablished() | EstablishedFactsWithdrawn() | CriteriaJudged():
            return {**NOT_ASSESSED}
        case ConversionNoted():
            return {**_moved(fact), "converted_to": fact.new_case_id}
        case WithdrawalNoted():
            return _moved(fact)
        case InterimAccessGiven() | InterimAccessEnded() | GrantSuspended() | GrantSuspensionEnded():
            return _for_the_time_being(fact)
        case _:
            return _of_the_term(fact)


def _for_the_time_being(
    fact: InterimAccessGiven | InterimAccessEnded | GrantSuspended | GrantSuspensionEnded,
) -> dict[str, object]:
    """What a judge of interim relief gave or took (Awb 8:81)."""
    match fact:
        case InterimAccessGiven():
            return {"interim_until": fact.valid_until}
        case InterimAccessEnded():
            return {"interim_until": None}
        case GrantSuspended():
            return _grant_suspended(fact.together)
        case GrantSuspensionEnded():
            return _grant_suspended(fact.beside)


def _grant_suspended(by: tuple[Suspension, ...]) -> dict[str, object]:
    """From when until when the grant gives no access; nothing while none suspends it."""
    since = min((one.suspended_from for one in by), default=None)
    return {"grant_suspended_from": since, "grant_suspended_until": last_day_of(by) if by else None}


def _of_the_term(fact: Event) -> dict[str, object]:
    """What happened to the decision term."""
    match fact:
        case DecisionTermExtended() | ExtensionToldTooLate():
            provisional = isinstance(fact, ExtensionToldTooLate) and fact.provisional
            return {"last_day": fact.last_day, "provisional": provisional}
        case DecisionTermSuspended():
            return {"suspended_from": fact.term_suspended_from or fact.first_day}
        case DecisionTermSuspendedOtherwise():
            return {"suspended_from": fact.term_suspended_from}
        case DecisionTermResumed() | DecisionTermResumedEarlier() | OtherSuspensionEnded():
            return {
                "suspended_from": fact.still_suspended_from,
                "last_day": fact.last_day,
                "provisional": fact.provisional,
            }
        case CourtTermNoted():
            return {"last_day": fact.last_day, "provisional": False, "suspended_from": None, "reopened": None}
        case _:
            return {}


def _moved(fact: Event) -> dict[str, object]:
    return {"state": str(ENDED[type(fact)]), "suspended_from": None}


def _decided(fact: DecisionOnTheMerits) -> dict[str, object]:
    """What a decision changes in the line of its case; a revocation leaves the assessment as it was."""
    if isinstance(fact, Revocation):
        return {"state": str(CaseState.REVOKED)}
    return {
        "state": str(CaseState.REFUSED if isinstance(fact, Refusal) else CaseState.GRANTED),
        "suspended_from": None,
        "assessed_under": fact.grounds.threshold_set_id,
        "advice": str(outcome_of(fact)),
        "criteria": msgspec.json.encode(fact.grounds.criteria),
    }


def within(principal: Principal) -> ColumnElement[bool]:
    """The cases that the principal deals with: national ones by national scope, local ones by municipality."""
    local = cases.c.municipality.in_(sorted(principal.municipalities))
    return or_(local, cases.c.municipality.is_(None)) if principal.national else local


def case(connection: Connection, principal: Principal, case_id: UUID) -> StoredCase | None:
    """One case within the principal's scope, or None."""
    query = select(cases).where(cases.c.case_id == case_id, within(principal))
    row = connection.execute(query).one_or_none()
    return _stored_case(row) if row else None


def cases_after(
    connection: Connection,
    principal: Principal,
    cursor: UUID | None,
    limit: int,
    state: CaseState | None = None,
) -> list[StoredCase]:
    """Cases within scope with an id above the cursor, in order of id (which is order of receipt)."""
    query = select(cases).where(within(principal)).order_by(cases.c.case_id).limit(limit)
    if cursor is not None:
        query = query.where(cases.c.case_id > cursor)
    if state is not None:
        query = query.where(cases.c.state == state.value)
    return [_stored_case(row) for row in connection.execute(query)]


def decisions_of(connection: Connection, principal: Principal, case_id: UUID) -> list[StoredDecision]:
    """The decisions of a case within scope, oldest first; the last one stands."""
    query = select(decisions).join(cases, cases.c.case_id == decisions.c.case_id)
    query = query.where(decisions.c.case_id == case_id, within(principal)).order_by(decisions.c.position)
    return [stored_decision(row) for row in connection.execute(query)]


def leaving_out_of(connection: Connection, principal: Principal, case_id: UUID) -> StoredLeavingOut | None:
    """The decision not to deal with an application within scope, or None."""
    query = select(leavings_out).join(cases, cases.c.case_id == leavings_out.c.case_id)
    query = query.where(leavings_out.c.case_id == case_id, within(principal))
    row = connection.execute(query).one_or_none()
    return msgspec.convert(row, StoredLeavingOut, from_attributes=True) if row else None


def _stored_case(row: Row[tuple[object, ...]]) -> StoredCase:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for the row as a mapping
    facts, criteria = values.pop("vehicle_facts"), values.pop("criteria")
    supplied = values.pop("supplied_facts")
    return StoredCase(
        **values,
        vehicle_facts=msgspec.json.decode(facts, type=VehicleFacts) if facts else None,
        supplied_facts=msgspec.json.decode(supplied, type=VehicleFacts) if supplied else None,
        criteria=criteria_in(criteria),
    )
