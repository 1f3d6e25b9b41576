"""Until when an application can be left out of consideration (following; Awb 4:5(4))."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    String,
    Table,
    Uuid,
    and_,
    delete,
    insert,
    or_,
    select,
)

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_term import (
    DecisionTermResumed,
    DecisionTermSuspended,
    ResumedBecause,
    StatedFactsSupplemented,
)
from services.decisions.domain.moved_terms import CompletionTermMoved
from services.decisions.projections import metadata
from services.decisions.projections.case_claims import case_claims
from services.decisions.projections.case_register import cases, within
from services.decisions.projections.open_cases import Wanted, also_wanted
from shared.eventlog.aggregate import Event
from shared.eventlog.recorded import RecordedEvent
from shared.law.terms import leaving_out_term
from shared.runtime.access import Principal
from shared.runtime.dated_pages import DatedPageAsked

leaving_out_terms = Table(
    "leaving_out_terms",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("requests", Integer, nullable=False),
    Column("ended_on", Date),
    Column("because", String(20)),
    Column("last_day", Date),
    Column("requested_on", Date),
    Column("term_last_day", Date),
    Index("leaving_out_terms_by_day", "last_day", "case_id"),
)
"""One row per case of which the applicant was asked to complete the application; the days of its end are null while that runs.

`requested_on` and `term_last_day` bound the set term; null in rows from before they were kept. No row while the last
request opens no four weeks, because it asks once more what was asked before, after them.
"""


class LeavingOutTerm(msgspec.Struct, frozen=True):
    """A case that can be left out of consideration until a day, with who has it in hand."""

    case_id: UUID
    exemption_type: str
    municipality: str | None
    requests: int
    """How often the applicant was asked."""
    ended_on: date
    """The day of the supplement, or the last day of the set term that passed unused."""
    because: str
    last_day: date
    claimed_by: str | None


class LeavingOutTerms:
    """Follows the log and keeps `leaving_out_terms`; what a case has come to, the list asks the case."""

    name: Final = "leaving_out_terms"
    tables: Final = (leaving_out_terms,)

    def apply(self, connection: Connection, event: RecordedEvent) -> None:
        fact, this = event.event, leaving_out_terms.c.case_id == event.event.originator_id
        if isinstance(fact, DecisionTermSuspended):
            connection.execute(delete(leaving_out_terms).where(this))
            if fact.asked_again_too_late:
                return
            row = {
                "case_id": fact.originator_id,
                "requests": fact.request_number,
                "requested_on": fact.requested_on,
                "term_last_day": fact.term_last_day,
            }
            connection.execute(insert(leaving_out_terms), row)
        elif isinstance(fact, StatedFactsSupplemented):
            answers = and_(this, _answered_on(fact.supplemented_on))
            came = _counted(fact.supplemented_on, ResumedBecause.SUPPLEMENTED)
            connection.execute(leaving_out_terms.update().where(answers).values(**came))
        elif ended := _ended(fact):
            connection.execute(leaving_out_terms.update().where(this).values(**ended))


def _answered_on(day: date) -> ColumnElement[bool]:
    """The first supplement within the set term ends it; what comes later, or came before, does not (Awb 4:5(4))."""
    term = leaving_out_terms.c
    return and_(
        or_(term.requested_on.is_(None), term.requested_on <= day),
        or_(term.term_last_day.is_(None), term.term_last_day >= day),
        or_(term.ended_on.is_(None), term.ended_on > day),
    )


def _ended(fact: Event) -> dict[str, object] | None:
    """By which day the set term ended, as far as the event says it."""
    match fact:
        case DecisionTermResumed(because=ResumedBecause.LAPSED):
            return _counted(fact.resumed_on - timedelta(days=1), ResumedBecause.LAPSED)
        case CompletionTermMoved():
            moved = _counted(fact.term_last_day, ResumedBecause.LAPSED)
            return {**moved, "term_last_day": fact.term_last_day}
        case _:
            return None


def _counted(ended_on: date, because: ResumedBecause) -> dict[str, object]:
    return {
        "ended_on": ended_on,
        "because": because.value,
        "last_day": leaving_out_term(ended_on).last_day,
    }


def _has_ended(today: date) -> ColumnElement[bool]:
    """The applicant reacted, or the last day of the set term lies before today, also one that was moved."""
    term = leaving_out_terms.c
    return or_(term.because == ResumedBecause.SUPPLEMENTED.value, term.ended_on < today)


def leaving_out_terms_on(
    connection: Connection, principal: Principal, wanted: Wanted, today: date, asked: DatedPageAsked
) -> list[LeavingOutTerm]:
    """A page of the undecided cases within scope in the four weeks, the soonest last day first."""
    term = leaving_out_terms.c
    query = (
        select(
            *(term[name] for name in ("case_id", "requests", "ended_on", "because", "last_day")),
            cases.c.exemption_type,
            cases.c.municipality,
            case_claims.c.claimed_by,
        )
        .select_from(
            leaving_out_terms.join(cases, cases.c.case_id == term.case_id).outerjoin(
                case_claims, case_claims.c.case_id == term.case_id
            )
        )
        .where(
            cases.c.state == CaseState.UNDECIDED.value,
            within(principal),
            term.last_day >= today,
            _has_ended(today),
            *also_wanted(principal, wanted, term.last_day),
        )
    )
    rows = connection.execute(asked.of_rows(query, term.last_day, term.case_id))
    return [msgspec.convert(row, LeavingOutTerm, from_attributes=True) for row in rows]
