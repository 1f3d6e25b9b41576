"""The objections without a ruling, with the last day to give one (Awb 7:10).

That day follows from the acts on the objection and from the announcement of the contested decision, which is
in the log of letters; no table has both. So it is computed when it is asked for, of all open objections within
scope, by the function that the commands use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, select

from services.objections.domain.admissibility import Receipt
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.late_ruling import LateRuling
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.ruling_term import TermChanges, ruling_term
from services.objections.domain.scope import Scope
from services.objections.domain.term_fold import TERM_ACTS, changes_by
from services.objections.projections import log as log_tables
from services.objections.projections.contested_decisions import contested_decisions
from services.objections.projections.late_rulings import late_rulings
from services.objections.projections.objection_claims import Claimed, objection_claims
from services.objections.projections.objection_register import objections
from services.objections.projections.reach import MUNICIPALITY, reached_by, with_cases
from shared.eventlog.aggregate import Event
from shared.eventlog.log import EventLog
from shared.eventlog.records import Record
from shared.law.terms import Channel
from shared.vocabulary import ExemptionType

OPEN: Final = (ObjectionState.HELD, ObjectionState.PENDING, ObjectionState.CONSEQUENCE_FOUND)

_JOINED: Final = with_cases(objections)

_CLAIMED: Final = _JOINED.outerjoin(
    objection_claims, objections.c.objection_id == objection_claims.c.objection_id
).outerjoin(
    late_rulings,
    and_(objections.c.objection_id == late_rulings.c.objection_id, late_rulings.c.ended_on.is_(None)),
)

_COLUMNS: Final[Sequence[ColumnElement[Any]]] = (
    objections.c.objection_id,
    objections.c.case_id,
    objections.c.decision_id,
    objections.c.state,
    objections.c.channel,
    objections.c.received_on,
    objections.c.posted_on,
    objections.c.received_elsewhere_on,
    objections.c.posted_in_time,
    objections.c.elsewhere_disregarded,
    objections.c.anew_appeal_id,
    contested_decisions.c.exemption_type,
    MUNICIPALITY.label("municipality"),
    contested_decisions.c.announced_on,
    contested_decisions.c.remedy_last_day,
    objection_claims.c.claimed_by,
    objection_claims.c.claimed_on,
    contested_decisions.c.first_remedy_last_day,
    late_rulings.c.notice_received_on,
    late_rulings.c.first_day,
    late_rulings.c.last_day,
)


@dataclass(frozen=True, slots=True)
class OpenObjection:
    """An objection on which is to be ruled."""

    objection_id: UUID
    case_id: UUID
    decision_id: UUID
    state: ObjectionState
    exemption_type: ExemptionType | None
    """Of the contested decision; None while that was not heard of."""
    municipality: str | None
    received_on: date
    last_day: date | None
    """None while the term is suspended, and while the end of the term to object is not known."""
    suspended: bool
    anew: bool
    """Whether a court ordered to decide on it anew (Awb 8:72(4))."""
    claimed_by: str | None
    """Who has it in hand; None: nobody."""
    claimed_on: date | None
    late: LateRuling | None
    """Since a notice of default had effect (Awb 4:17, 7:14); None: none had."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the open objections are asked for; None: whatever it is."""

    exemption_type: ExemptionType | None = None
    state: ObjectionState | None = None
    due_before: date | None = None
    """Only those whose last day is known and comes before this day."""
    claimed: Claimed | None = None

    def holds(self, one: OpenObjection, reader: str) -> bool:
        """Whether this one is asked for, by that reader."""
        return (
            self.exemption_type in (None, one.exemption_type)
            and self.state in (None, one.state)
            and (self.claimed is None or self.claimed.holds(one.claimed_by, reader))
            and (self.due_before is None or (one.last_day is not None and one.last_day < self.due_before))
        )


class OpenObjections:
    """Reads of the objections without a ruling."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def all(self, scope: Scope, wanted: Wanted, reader: str = "") -> list[OpenObjection]:
        """Those within the scope of a desk that are asked for, in no particular order."""
        with self._log.read() as connection:
            changes = self._changes(connection, scope)
            found = (_open(row, changes.get(row.objection_id)) for row in _rows(connection, scope))
            return [one for one in found if wanted.holds(one, reader)]

    def _changes(self, connection: Connection, scope: Scope) -> Mapping[UUID, TermChanges]:
        """What changed each term, by the acts that the register has entered."""
        acts: defaultdict[UUID, list[Event]] = defaultdict(list)
        for record in _term_records(connection, scope):
            acts[record.stream_id].append(self._log.recorded(record).event)
        return {objection_id: changes_by(of_one) for objection_id, of_one in acts.items()}


def _within(scope: Scope) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    open_ones = objections.c.state.in_([state.value for state in OPEN])
    return open_ones, reached_by(scope, objections.c.entered_by)


def _rows(connection: Connection, scope: Scope) -> Sequence[Row[tuple[object, ...]]]:
    return connection.execute(select(*_COLUMNS).select_from(_CLAIMED).where(*_within(scope))).all()


def _term_records(connection: Connection, scope: Scope) -> Iterator[Record]:
    events = log_tables.events
    acts = _JOINED.join(events, events.c.stream_id == objections.c.objection_id)
    query = (
        select(events)
        .select_from(acts)
        .where(
            *_within(scope),
            events.c.topic.in_([act.TOPIC for act in TERM_ACTS]),
            events.c.stream_version <= objections.c.version,
        )
        .order_by(events.c.position)
    )
    for row in connection.execute(query).mappings():
        yield Record(**row)


def _open(row: Row[tuple[object, ...]], changes: TermChanges | None) -> OpenObjection:
    receipt = Receipt(
        Channel(row.channel),
        row.received_on,
        row.posted_on,
        row.received_elsewhere_on,
        row.posted_in_time,
        bool(row.elsewhere_disregarded),
    )
    contested = ContestedDecision(
        decision_id=row.decision_id,
        case_id=row.case_id,
        announced_on=row.announced_on,
        remedy_last_day=row.remedy_last_day,
        first_remedy_last_day=row.first_remedy_last_day,
    )
    term = ruling_term(receipt, contested, changes or TermChanges())
    suspended = changes is not None and changes.suspended_from is not None
    return OpenObjection(
        objection_id=row.objection_id,
        case_id=row.case_id,
        decision_id=row.decision_id,
        state=ObjectionState(row.state),
        exemption_type=ExemptionType(row.exemption_type) if row.exemption_type is not None else None,
        municipality=row.municipality,
        received_on=row.received_on,
        last_day=None if suspended or term is None else term.deadline().last_day,
        suspended=suspended,
        anew=row.anew_appeal_id is not None,
        claimed_by=row.claimed_by,
        claimed_on=row.claimed_on,
        late=LateRuling(row.notice_received_on, row.first_day, row.last_day)
        if row.notice_received_on is not None
        else None,
    )
