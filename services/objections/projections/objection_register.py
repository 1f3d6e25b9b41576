"""The objections as people read them: one row each, following the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    Uuid,
    insert,
    select,
    update,
)

from services.objections.domain.admissibility import InadmissibilityGround, Receipt
from services.objections.domain.committee import Committee
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.decision_anew import CourtOrder
from services.objections.domain.objection_acts import (
    ObjectionLodged,
    ObjectionState,
    RenewedDecisionAttached,
)
from services.objections.domain.ruling_clock import RulingClock, clock_of
from services.objections.domain.scope import Scope
from services.objections.projections import metadata
from services.objections.projections.advice_columns import ToldAdvice, advice_in, committee_in
from services.objections.projections.direct_appeals import ToldDirectAppeal, direct_appeal_in
from services.objections.projections.hearing_columns import ToldHearing, hearing_in
from services.objections.projections.objection_changes import changed_by, lodged
from services.objections.projections.on_the_way import RequestedRepair, repair_in
from services.objections.projections.penalty_disputes import PenaltyDispute, disputes_of
from services.objections.projections.reach import reached_by, with_cases
from services.objections.projections.sealed_reasons import sealed_in, written
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed, SealedKind

objections = Table(
    "objections",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("decision_id", Uuid, nullable=False),
    Column("lodged_by", String, index=True),
    Column("state", String, nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("posted_on", Date),
    Column("decision_heard_of", Boolean, nullable=False),
    Column("grounds_key", Uuid, nullable=False),
    Column("grounds_box", LargeBinary, nullable=False),
    Column("found_by", String),
    Column("vehicle_category", String),
    Column("parameter", String),
    Column("reasons", String),
    Column("ruled_in", Uuid),
    Column("ended_on", Date),
    Column("ruled_by", String),
    Column("ruling_reasons", String),
    Column("inadmissible_because", String),
    Column("lateness_excused", String),
    Column("ruled_after_end", Uuid),
    Column("sealed_reasons", LargeBinary),
    Column("sealed_ruling_reasons", LargeBinary),
    Column("sealed_passed_over", LargeBinary),
    Column("sealed_lateness_excused", LargeBinary),
    Column("posted_in_time", Boolean),
    Column("sealed_posting_reasons", LargeBinary),
    Column("elsewhere_disregarded", Boolean),
    Column("sealed_elsewhere_reasons", LargeBinary),
    Column("taken_up_in", Uuid),
    Column("repair_requested_on", Date),
    Column("repair_last_day", Date),
    Column("repair_missing", String),
    Column("repair_ended", String),
    Column("sealed_supplement", LargeBinary),
    Column("hearing_at_micros", BigInteger),
    Column("hearing_form", String),
    Column("sealed_hearing_place", LargeBinary),
    Column("documents_until", Date),
    Column("file_open_from", Date),
    Column("heard_on", Date),
    Column("new_facts_on", Date),
    Column("heard_by", String),
    Column("sealed_hearing_record", LargeBinary),
    Column("hearing_waived", String),
    Column("sealed_waiver_reasons", LargeBinary),
    Column("anew_appeal_id", Uuid),
    Column("court_ruled_on", Date),
    Column("court_named_day", Date),
    Column("received_elsewhere_on", Date),
    Column("advice_received_on", Date),
    Column("advice_direction", String),
    Column("sealed_advice", LargeBinary),
    Column("advice_with_record", Boolean),
    Column("committee_chair", String),
    Column("committee_members", String),
    Column("entered_by", String),
    Column("sealed_objector", LargeBinary),
    Column("sealed_representative", LargeBinary),
    Column("asks_direct_appeal", Boolean),
    Column("direct_appeal_on", Date),
    Column("direct_appeal_id", Uuid),
    Column("direct_appeal_refused", String),
    Column("sealed_direct_appeal_reasons", LargeBinary),
)

objection_renewals = Table(
    "objection_renewals",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("decision_id", Uuid, primary_key=True),
    Column("outcome", String, nullable=False),
)

MOST_ROWS: Final = 501
"""Longest page of a list, and one more."""


@dataclass(frozen=True, slots=True)
class FoundConsequence:
    """The handler's finding, as recorded."""

    found_by: str
    vehicle_category: str
    parameter: str
    reasons: Sealed | str
    taken_up_in: UUID | None
    """The reassessment under way because of it, which will rule."""


@dataclass(frozen=True, slots=True)
class GivenRuling:
    """What a handler ruled, as recorded; a ruling in a renewed decision has its reasons there."""

    ruled_by: str
    reasons: Sealed | str
    inadmissible_because: InadmissibilityGround | None
    passed_over: Sealed | None = None
    """Which defect of the contested decision is passed over, and why (Awb 6:22); None: none."""


@dataclass(frozen=True, slots=True)
class ObjectionEntry:
    """One objection as the register has it; its grounds stay sealed, and reasons too.

    Reasons from before they were sealed are in clear (str).
    """

    objection_id: UUID
    version: int
    case_id: UUID
    decision_id: UUID
    state: ObjectionState
    receipt: Receipt
    decision_heard_of: bool
    grounds: Sealed
    finding: FoundConsequence | None
    ruling: GivenRuling | None
    ruled_in: UUID | None
    ended_on: date | None
    """The day of the ruling or the withdrawal; None while the proceedings run."""
    lateness_excused: Sealed | str | None
    """Why a late objection was let in (Awb 6:11)."""
    posting_reasons: Sealed | None
    elsewhere_reasons: Sealed | None
    """Why its receipt by another body does not count (Awb 6:15(3)); None: it does."""
    """Why post without a legible postmark was judged to be posted in time, or not (Awb 6:9(2))."""
    ruled_after_end: UUID | None
    """A decision that came as the ruling when the proceedings had ended; for a person to look at."""
    repair: RequestedRepair | None
    """The latest request to repair a defect (Awb 6:6)."""
    hearing: ToldHearing
    """How the hearing stands (Awb 7:2)."""
    objector: Sealed | None
    """Another interested party than the applicant (Awb 1:2); None: the applicant objects."""
    representative: Sealed | None
    """Who acts for the objector (Awb 2:1)."""
    anew: CourtOrder | None
    """The latest order of a court to decide anew (Awb 8:72(4))."""
    advice: ToldAdvice | None
    """The latest advice of a committee (Awb 7:13)."""
    direct_appeal: ToldDirectAppeal | None
    """What was asked of direct appeal (Awb 7:1a); None: nothing, and it did not go to the court."""
    committee: Committee | None
    """Who is in it; None: not told."""


class ObjectionRegister:
    """Following projection and its queries."""

    name = "objection_register"
    tables = (objections, objection_renewals)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says."""
        event = recorded.event
        if isinstance(event, ObjectionLodged):
            connection.execute(insert(objections).values(lodged(event)))
            return
        if isinstance(event, RenewedDecisionAttached):
            _attach(connection, event)
        changed = changed_by(recorded)
        if changed is not None:
            this = objections.c.objection_id == event.originator_id
            changed |= {"version": event.originator_version}
            connection.execute(update(objections).where(this).values(changed))


class ObjectionQueries:
    """Reads of the register; every one takes a scope."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def find(self, scope: Scope, objection_id: UUID) -> ObjectionEntry | None:
        """One objection; None when there is none within the scope."""
        query = _entries(scope).where(objections.c.objection_id == objection_id)
        with self._log.read() as connection:
            row = connection.execute(query).one_or_none()
        return _entry(row) if row is not None else None

    def page(
        self, scope: Scope, state: ObjectionState | None, after: UUID | None, limit: int
    ) -> list[ObjectionEntry]:
        """At most `limit` objections after the one named, in order of their ids (that is, of lodging)."""
        query = _entries(scope).order_by(objections.c.objection_id).limit(min(limit, MOST_ROWS))
        if state is not None:
            query = query.where(objections.c.state == state.value)
        if after is not None:
            query = query.where(objections.c.objection_id > after)
        with self._log.read() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def renewals(self, objection_id: UUID) -> Sequence[UUID]:
        """The decisions that the objection is by law also directed at (Awb 6:19)."""
        attached = objection_renewals.c.objection_id == objection_id
        with self._log.read() as connection:
            return (
                connection.execute(select(objection_renewals.c.decision_id).where(attached)).scalars().all()
            )

    def penalty_disputes(self, objection_id: UUID) -> Sequence[PenaltyDispute]:
        """What was lodged against the penalty in its proceedings (Awb 4:19)."""
        return disputes_of(self._log, objection_id)

    def clock(self, entry: ObjectionEntry, contested: ContestedDecision | None) -> RulingClock:
        """The term to decide (Awb 7:10), from the acts up to the version of the entry."""
        history = self._log.stream(entry.objection_id)[: entry.version]
        return clock_of(((one.metadata.effective_on, one.event) for one in history), contested)


def _entries(scope: Scope) -> Select[tuple[object, ...]]:
    own = objections.c.lodged_by == scope.lodged_by
    reached = own if scope.lodged_by is not None else reached_by(scope, objections.c.entered_by)
    return select(objections).select_from(with_cases(objections)).where(reached)


def _attach(connection: Connection, event: RenewedDecisionAttached) -> None:
    connection.execute(
        insert(objection_renewals).values(
            objection_id=event.originator_id, decision_id=event.decision_id, outcome=event.outcome.value
        )
    )


def _entry(row: Row[tuple[object, ...]]) -> ObjectionEntry:
    return ObjectionEntry(
        objection_id=row.objection_id,
        version=row.version,
        case_id=row.case_id,
        decision_id=row.decision_id,
        state=ObjectionState(row.state),
        receipt=Receipt(
            Channel(row.channel),
            row.received_on,
            row.posted_on,
            row.received_elsewhere_on,
            row.posted_in_time,
            bool(row.elsewhere_disregarded),
        ),
        decision_heard_of=row.decision_heard_of,
        grounds=Sealed(key_id=row.grounds_key, kind=SealedKind.GROUNDS, box=row.grounds_box),
        finding=_finding(row),
        ruling=_ruling(row),
        ruled_in=row.ruled_in,
        ended_on=row.ended_on,
        lateness_excused=written(row.lateness_excused, row.sealed_lateness_excused),
        posting_reasons=sealed_in(row.sealed_posting_reasons),
        elsewhere_reasons=sealed_in(row.sealed_elsewhere_reasons),
        ruled_after_end=row.ruled_after_end,
        repair=repair_in(row),
        hearing=hearing_in(row),
        objector=sealed_in(row.sealed_objector),
        representative=sealed_in(row.sealed_representative),
        anew=CourtOrder(row.anew_appeal_id, row.court_ruled_on, row.court_named_day)
        if row.anew_appeal_id is not None
        else None,
        advice=advice_in(row),
        direct_appeal=direct_appeal_in(row),
        committee=committee_in(row),
    )


def _finding(row: Row[tuple[object, ...]]) -> FoundConsequence | None:
    if row.found_by is None:
        return None
    reasons = written(row.reasons, row.sealed_reasons) or ""
    return FoundConsequence(row.found_by, row.vehicle_category, row.parameter, reasons, row.taken_up_in)


def _ruling(row: Row[tuple[object, ...]]) -> GivenRuling | None:
    if row.ruled_by is None:
        return None
    because = row.inadmissible_because
    return GivenRuling(
        row.ruled_by,
        written(row.ruling_reasons, row.sealed_ruling_reasons) or "",
        InadmissibilityGround(because) if because is not None else None,
        sealed_in(row.sealed_passed_over),
    )
