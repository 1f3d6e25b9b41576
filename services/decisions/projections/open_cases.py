"""The cases on which the desk has yet to decide: by the last day of their term, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from services.decisions.domain.case_file import CaseState
from services.decisions.projections.case_claims import case_claims
from services.decisions.projections.case_register import cases, within
from shared.runtime.access import Principal
from shared.runtime.dated_pages import DatedPageAsked
from shared.vocabulary import ExemptionType

SOON: Final = timedelta(days=7)

_LAST_DAY: Final = case(
    (and_(cases.c.suspended_from.is_(None), cases.c.reopened.is_(None)), cases.c.last_day)
)
"""None while the term does not run, and where none is known: leaving out was revoked."""
_JOINED: Final = cases.outerjoin(case_claims, case_claims.c.case_id == cases.c.case_id)


class Claimed(StrEnum):
    """Who has a case in hand."""

    MINE = "mine"
    NOBODY = "nobody"
    ANYBODY = "anybody"


class Wanted(msgspec.Struct, frozen=True):
    """Which of the open cases are asked for; None: whatever it is."""

    exemption_type: ExemptionType | None = None
    claimed: Claimed | None = None
    due_before: date | None = None
    """Only cases whose last day is known and comes before this day."""
    assessed: bool | None = None
    """Whether an assessment stands."""


class OpenCase(msgspec.Struct, frozen=True):
    """A case on which is to be decided."""

    case_id: UUID
    exemption_type: str
    municipality: str | None
    last_day: date | None
    suspended: bool
    vehicle_facts_noted: bool
    assessed: bool
    advice: str | None
    claimed_by: str | None
    claimed_on: date | None


class OpenCaseCount(msgspec.Struct, frozen=True):
    """How many open cases of a type there are, and how they stand on a day."""

    exemption_type: ExemptionType
    number: int
    overdue: int
    due_soon: int
    suspended: int
    claimed_by_reader: int
    claimed_by_nobody: int


def open_cases(
    connection: Connection, principal: Principal, wanted: Wanted, asked: DatedPageAsked
) -> list[OpenCase]:
    """A page of the open cases within scope, the soonest last day first."""
    query = (
        select(
            cases.c.case_id,
            cases.c.exemption_type,
            cases.c.municipality,
            _LAST_DAY.label("last_day"),
            cases.c.suspended_from.is_not(None).label("suspended"),
            cases.c.vehicle_facts.is_not(None).label("vehicle_facts_noted"),
            cases.c.criteria.is_not(None).label("assessed"),
            cases.c.advice,
            case_claims.c.claimed_by,
            case_claims.c.claimed_on,
        )
        .select_from(_JOINED)
        .where(*_asked_for(principal, wanted))
    )
    rows = connection.execute(asked.of_rows(query, _LAST_DAY, cases.c.case_id))
    return [msgspec.convert(row, OpenCase, from_attributes=True) for row in rows]


def open_cases_counted(
    connection: Connection, principal: Principal, wanted: Wanted, today: date
) -> Sequence[OpenCaseCount]:
    """The open cases within scope counted by type, as they stand on that day."""
    query = (
        select(
            cases.c.exemption_type,
            func.count().label("number"),
            _number(today > _LAST_DAY).label("overdue"),
            _number(_LAST_DAY.between(today, today + SOON)).label("due_soon"),
            _number(cases.c.suspended_from.is_not(None)).label("suspended"),
            _number(case_claims.c.claimed_by == principal.subject).label("claimed_by_reader"),
            _number(case_claims.c.claimed_by.is_(None)).label("claimed_by_nobody"),
        )
        .select_from(_JOINED)
        .where(*_asked_for(principal, wanted))
        .group_by(cases.c.exemption_type)
        .order_by(cases.c.exemption_type)
    )
    return [msgspec.convert(row, OpenCaseCount, from_attributes=True) for row in connection.execute(query)]


def _number(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(holds)


def _asked_for(principal: Principal, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a row of the open cases within scope must satisfy."""
    conditions = [cases.c.state == CaseState.UNDECIDED.value, within(principal)]
    if wanted.assessed is not None:
        conditions.append(cases.c.criteria.is_not(None) == wanted.assessed)
    return [*conditions, *also_wanted(principal, wanted, _LAST_DAY)]


def also_wanted(
    principal: Principal, wanted: Wanted, last_day: ColumnElement[date | None]
) -> list[ColumnElement[bool]]:
    """What a row must satisfy besides, in every list of cases by a last day."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.exemption_type is not None:
        conditions.append(cases.c.exemption_type == wanted.exemption_type.value)
    if wanted.due_before is not None:
        conditions.append(wanted.due_before > last_day)
    match wanted.claimed:
        case Claimed.MINE:
            conditions.append(case_claims.c.claimed_by == principal.subject)
        case Claimed.NOBODY:
            conditions.append(case_claims.c.claimed_by.is_(None))
        case Claimed.ANYBODY:
            conditions.append(case_claims.c.claimed_by.is_not(None))
        case None:
            pass
    return conditions
