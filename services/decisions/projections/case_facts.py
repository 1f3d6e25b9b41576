"""One row per case with what a reassessment reads of it (inline).

Written in the transaction of the append, so that a campaign can go through all cases set-wise and
use the row's version as its optimistic lock. No index names an updated column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from msgspec import structs
from sqlalchemy import (
    BigInteger,
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
    and_,
    func,
    select,
)

from services.decisions.domain.assessing import CaseAssessed, VehicleFactsNoted
from services.decisions.domain.case_endings import ConversionNoted, WithdrawalNoted
from services.decisions.domain.case_file import CaseState, Holder
from services.decisions.domain.case_fold import ENDED
from services.decisions.domain.case_notes import (
    AppealEndNoted,
    CourtTermNoted,
    ObjectionEndNoted,
    ObjectorHeardNoted,
    PendingAppealNoted,
    PendingObjectionNoted,
    PersonErasureNoted,
    ThresholdConsequenceEndNoted,
    ThresholdConsequenceNoted,
)
from services.decisions.domain.decision_by_court import (
    ExemptionGrantedByCourt,
    ExemptionRefusedByCourt,
)
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import (
    DecisionReplacedOnObjection,
    LeavingOutRevokedOnObjection,
)
from services.decisions.domain.decision_term import (
    DecisionTermResumed,
    DecisionTermStarted,
    DecisionTermSuspended,
    StatedFactsSupplemented,
)
from services.decisions.domain.disposition import RecordedCase
from services.decisions.domain.established_facts import EstablishedFactsWithdrawn, FactsEstablished
from services.decisions.domain.evidence import EvidenceNoted
from services.decisions.domain.hearing import ViewsAsked, ViewsReceived
from services.decisions.domain.interim_access import (
    GrantSuspended,
    GrantSuspensionEnded,
    InterimAccessEnded,
    InterimAccessGiven,
    SuspensionWithoutEffect,
)
from services.decisions.domain.judging import CriteriaJudged
from services.decisions.domain.late_entry import DecisionTermResumedEarlier
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.moved_terms import (
    CompletionTermMoved,
    RevocationViewsTermMoved,
    ViewsTermMoved,
)
from services.decisions.domain.notice_of_default import NoticeOfDefaultReceived, PenaltyFixed
from services.decisions.domain.on_the_merits import Grant, Refusal
from services.decisions.domain.penalty import PenaltyFixedAnew, PenaltyPaid
from services.decisions.domain.reconsidering import CaseReconsidered
from services.decisions.domain.recovery import PenaltyRecoveryDecided, PenaltyRecoveryRevoked
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.replaced_otherwise import GrantRevokedOnObjection, RefusalReplacedOnObjection
from services.decisions.domain.review_in_favour import (
    DecisionReplacedExOfficio,
    ReviewProposed,
    ReviewRejected,
)
from services.decisions.domain.revocation import (
    ExemptionRevoked,
    RevocationAbandoned,
    RevocationIntended,
    RevocationViewsReceived,
    last_day_held,
)
from services.decisions.domain.supplied_facts import VehicleFactsSupplied
from services.decisions.domain.suspension import DecisionTermSuspendedOtherwise, OtherSuspensionEnded
from services.decisions.domain.term_extension import DecisionTermExtended, ExtensionToldTooLate
from services.decisions.domain.third_parties import (
    ThirdPartyNoted,
    ThirdPartyNotHeard,
    ThirdPartyViewsAsked,
    ThirdPartyViewsReceived,
    ThirdPartyViewsTermMoved,
)
from services.decisions.domain.thresholds import CaseFacts
from services.decisions.projections import metadata
from services.decisions.projections.pending_appeals import appeals_by_case
from services.decisions.projections.pending_objections import pending_by_case
from shared.eventlog.aggregate import Event
from shared.eventlog.append import POSITION, PositionOfEvent, RowValue, RowWrite
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import ExemptionType, RefusalGround

case_facts = Table(
    "case_facts",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("exemption_type", String, nullable=False),
    Column("holder", LargeBinary, nullable=False),
    Column("facts", LargeBinary),
    Column("decision_id", Uuid),
    Column("refused_position", BigInteger),
    Column("threshold_set_id", Uuid),
    Column("valid_until", Date),
    Column("registered_on", Date),
    Column("erased", Boolean),
    Column("vehicle_id", Uuid, index=True),
    Column("applicant_subject", String),
    Column("municipality", String),
    Column("converted_to", Uuid),
    Column("refusal_ground", String),
)

CaseRow = Row[tuple[object, ...]]

CASE_EVENTS: tuple[type[Event], ...] = (
    VehicleFactsNoted,
    CaseAssessed,
    ExemptionGranted,
    ExemptionRefused,
    PendingObjectionNoted,
    ObjectorHeardNoted,
    ThresholdConsequenceNoted,
    ObjectionEndNoted,
    DecisionReissued,
    ThresholdConsequenceEndNoted,
    PendingAppealNoted,
    AppealEndNoted,
    CourtTermNoted,
    PersonErasureNoted,
    DecisionTermSuspended,
    StatedFactsSupplemented,
    DecisionTermResumed,
    DecisionTermResumedEarlier,
    CompletionTermMoved,
    ViewsTermMoved,
    RevocationViewsTermMoved,
    LeftOutOfConsideration,
    WithdrawalNoted,
    ConversionNoted,
    DecisionReplacedOnObjection,
    ExemptionGrantedByCourt,
    ExemptionRefusedByCourt,
    InterimAccessGiven,
    InterimAccessEnded,
    GrantSuspended,
    GrantSuspensionEnded,
    SuspensionWithoutEffect,
    LeavingOutRevokedOnObjection,
    DecisionTermExtended,
    ExtensionToldTooLate,
    DecisionTermSuspendedOtherwise,
    OtherSuspensionEnded,
    NoticeOfDefaultReceived,
    PenaltyFixed,
    PenaltyFixedAnew,
    PenaltyPaid,
    PenaltyRecoveryDecided,
    PenaltyRecoveryRevoked,
    VehicleFactsSupplied,
    FactsEstablished,
    EstablishedFactsWithdrawn,
    CriteriaJudged,
    EvidenceNoted,
    ViewsAsked,
    ViewsReceived,
    ThirdPartyNoted,
    ThirdPartyViewsAsked,
    ThirdPartyViewsReceived,
    ThirdPartyNotHeard,
    ThirdPartyViewsTermMoved,
    RevocationIntended,
    RevocationViewsReceived,
    RevocationAbandoned,
    ExemptionRevoked,
    RefusalReplacedOnObjection,
    GrantRevokedOnObjection,
    CaseReconsidered,
    ReviewProposed,
    ReviewRejected,
    DecisionReplacedExOfficio,
)
"""Every event of a case after its first."""


class CaseFactsProjection:
    """Keeps `case_facts`: every event of a case moves its version, some move more."""

    name: Final = "case_facts"
    tables: Final = (case_facts,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        fact = event.event
        if isinstance(fact, DecisionTermStarted):
            yield _opened(fact)
        elif isinstance(fact, CASE_EVENTS):
            yield RowWrite(
                table=case_facts.name,
                kind="update",
                key={"case_id": fact.originator_id},
                values={"version": fact.originator_version, **_changed(fact)},
                expect={"version": fact.originator_version - 1},
            )


def _opened(fact: DecisionTermStarted) -> RowWrite:
    return RowWrite(
        table=case_facts.name,
        kind="insert",
        key={"case_id": fact.originator_id},
        values={
            "version": fact.originator_version,
            "state": str(CaseState.UNDECIDED),
            "exemption_type": str(fact.exemption_type),
            "holder": msgspec.json.encode(fact.holder),
            "vehicle_id": fact.vehicle_id,
            "applicant_subject": fact.holder.applicant_subject,
            "municipality": fact.municipality,
        },
    )


def _changed(fact: Event) -> Mapping[str, RowValue | PositionOfEvent]:
    """What the event moves besides the version."""
    if isinstance(fact, Grant | Refusal):
        return _decided(fact)
    if type(fact) in ENDED:
        return _ended(fact)
    match fact:
        case VehicleFactsNoted():
            return {"registered_on": fact.facts.registered_on}
        case PersonErasureNoted():
            return {"erased": True}
        case ExemptionRevoked() | GrantRevokedOnObjection():
            return {
                "state": str(CaseState.REVOKED),
                "decision_id": fact.decision_id,
                "threshold_set_id": None,
                "valid_until": last_day_held(fact),
            }
        case _:
            return {}


def _ended(fact: Event) -> Mapping[str, RowValue | PositionOfEvent]:
    """The end of a case without a decision on the merits; a conversion may still be looked at by a campaign."""
    ended: dict[str, RowValue | PositionOfEvent] = {
        "state": str(ENDED[type(fact)]),
        "decision_id": fact.decision_id if isinstance(fact, LeftOutOfConsideration) else None,
    }
    if isinstance(fact, ConversionNoted):
        ended["refused_position"] = POSITION
        ended["facts"] = msgspec.json.encode(fact.facts) if fact.facts else None
        ended["converted_to"] = fact.new_case_id
    return ended


def _decided(fact: Grant | Refusal) -> Mapping[str, RowValue | PositionOfEvent]:
    refused = isinstance(fact, Refusal)
    return {
        "state": str(CaseState.REFUSED if refused else CaseState.GRANTED),
        "refused_position": POSITION if refused else None,
        "facts": msgspec.json.encode(fact.grounds.facts),
        "decision_id": fact.decision_id,
        "threshold_set_id": fact.grounds.threshold_set_id,
        "valid_until": None if isinstance(fact, Refusal) else fact.valid_until,
        "refusal_ground": str(fact.ground) if isinstance(fact, Refusal) else None,
    }


def refused_cases_after(
    connection: Connection, kind: ExemptionType, cursor: UUID | None, limit: int, *, decided_before: int
) -> list[RecordedCase]:
    """Cases of a type refused or converted before a log position, with an id above the cursor, in order of id."""
    query = select(case_facts).where(*_refused_after(kind, cursor, decided_before))
    rows = connection.execute(query.order_by(case_facts.c.case_id).limit(limit)).all()
    return _recorded_cases(connection, rows)


def refused_count_after(
    connection: Connection, kind: ExemptionType, cursor: UUID | None, *, decided_before: int
) -> int:
    """How many there are of those."""
    query = select(func.count()).where(*_refused_after(kind, cursor, decided_before))
    return connection.execute(query).scalar_one()


def _refused_after(
    kind: ExemptionType, cursor: UUID | None, decided_before: int
) -> Iterator[ColumnElement[bool]]:
    yield case_facts.c.state.in_([CaseState.REFUSED.value, CaseState.CONVERTED.value])
    yield case_facts.c.exemption_type == kind.value
    yield case_facts.c.refused_position < decided_before
    if cursor is not None:
        yield case_facts.c.case_id > cursor


def all_cases(connection: Connection, kind: ExemptionType) -> list[RecordedCase]:
    """Every case of a type, in order of id."""
    query = select(case_facts).where(case_facts.c.exemption_type == kind.value).order_by(case_facts.c.case_id)
    return _recorded_cases(connection, connection.execute(query).all())


def cases_by_state(connection: Connection) -> dict[str, int]:
    """How many cases stand in each state."""
    query = select(case_facts.c.state, func.count().label("number")).group_by(case_facts.c.state)
    return {row.state: row.number for row in connection.execute(query)}


def _recorded_cases(connection: Connection, rows: Sequence[CaseRow]) -> list[RecordedCase]:
    """The rows, which are in order of id, as recorded cases."""
    if not rows:
        return []
    first, last = rows[0].case_id, rows[-1].case_id
    objections = pending_by_case(connection, first=first, last=last)
    appeals = appeals_by_case(connection, first=first, last=last)
    targets = _states_of(connection, [row.converted_to for row in rows if row.converted_to])
    newer_grants = _newer_grants(connection, first=first, last=last)
    return [
        structs.replace(
            _recorded(row),
            objections=objections.get(row.case_id, ()),
            appeals=appeals.get(row.case_id, ()),
            newer_grant_until=newer_grants.get(row.case_id),
            target_state=targets.get(row.converted_to),
        )
        for row in rows
    ]


def _states_of(connection: Connection, case_ids: Sequence[UUID]) -> dict[UUID, CaseState]:
    """The states of those cases of which the decision term has started."""
    if not case_ids:
        return {}
    query = select(case_facts.c.case_id, case_facts.c.state).where(case_facts.c.case_id.in_(case_ids))
    return {row.case_id: CaseState(row.state) for row in connection.execute(query)}


def _newer_grants(connection: Connection, *, first: UUID, last: UUID) -> dict[UUID, date]:
    """Of the cases from `first` to `last`, the last day of what a newer one of the same vehicle and applicant holds.

    Only what is valid in the whole country counts.
    """
    older, newer = case_facts.c, case_facts.alias()
    same = and_(
        newer.c.vehicle_id == older.vehicle_id,
        newer.c.applicant_subject == older.applicant_subject,
        newer.c.case_id > older.case_id,
    )
    query = (
        select(older.case_id, func.max(newer.c.valid_until).label("until"))
        .join(newer, same)
        .where(
            older.case_id.between(first, last),
            newer.c.state == CaseState.GRANTED.value,
            newer.c.municipality.is_(None),
        )
        .group_by(older.case_id)
    )
    return {row.case_id: row.until for row in connection.execute(query) if row.until}


def _recorded(row: CaseRow) -> RecordedCase:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for the row as a mapping
    return RecordedCase(
        case_id=values["case_id"],
        version=values["version"],
        state=CaseState(values["state"]),
        exemption_type=ExemptionType(values["exemption_type"]),
        holder=msgspec.json.decode(values["holder"], type=Holder),
        facts=msgspec.json.decode(values["facts"], type=CaseFacts) if values["facts"] else None,
        decision_id=values["decision_id"],
        threshold_set_id=values["threshold_set_id"],
        valid_until=values["valid_until"],
        vehicle_id=values["vehicle_id"],
        municipality=values["municipality"],
        registered_on=values["registered_on"],
        erased=bool(values["erased"]),
        converted_to=values["converted_to"],
        refusal_ground=RefusalGround(values["refusal_ground"]) if values["refusal_ground"] else None,
    )
