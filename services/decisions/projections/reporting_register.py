"""Each case with the category under which it is reported (following): what the monitor counts."""

from __future__ import annotations

from collections import Counter
from datetime import date

import msgspec
from sqlalchemy import Column, Connection, Date, Row, String, Table, Uuid, func, insert, select, true, update
from sqlalchemy.sql import ColumnElement

from services.decisions.domain.decision_term import DecisionTermStarted
from services.decisions.domain.reporting import (
    MOVES,
    CountedAs,
    ReportedCase,
    ReportingCategory,
    Tally,
    opened,
    recategorised,
    reporting_scope,
)
from services.decisions.projections import metadata
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.access import Principal
from shared.vocabulary import ExemptionType

reporting_register = Table(
    "reporting_register",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("exemption_type", String, nullable=False),
    Column("municipality", String),
    Column("received_on", Date, nullable=False),
    Column("category", String, nullable=False),
)


class Period(msgspec.Struct, frozen=True):
    """Legal days of receipt, both included; None: open on that side."""

    first_day: date | None = None
    last_day: date | None = None

    def holds(self, day: date) -> bool:
        """Whether that day is in it."""
        return (self.first_day or date.min) <= day <= (self.last_day or date.max)


class ReportingRegister:
    """Follows the log and keeps `reporting_register`."""

    name = "reporting_register"
    tables = (reporting_register,)

    def apply(self, connection: Connection, event: RecordedEvent) -> None:
        fact = event.event
        if isinstance(fact, DecisionTermStarted):
            connection.execute(insert(reporting_register).values(**_row(opened(fact))))
        elif type(fact) in MOVES:
            own = reporting_register.c.case_id == fact.originator_id
            before = _reported(connection.execute(select(reporting_register).where(own)).one())
            after = recategorised(before, fact)
            connection.execute(update(reporting_register).where(own).values(category=str(after.category)))


def counted(connection: Connection, principal: Principal, period: Period) -> Tally:
    """The cases within scope that were received in the period, counted."""
    table = reporting_register
    local = table.c.municipality.is_not(None)
    kinds = (table.c.exemption_type, local.label("local"), table.c.category)
    query = select(*kinds, func.count().label("number")).where(_within(principal)).group_by(*kinds)
    if period.first_day is not None:
        query = query.where(table.c.received_on >= period.first_day)
    if period.last_day is not None:
        query = query.where(table.c.received_on <= period.last_day)
    found: Tally = Counter()
    for row in connection.execute(query):
        kind = ExemptionType(row.exemption_type)
        scope = reporting_scope(kind, local=bool(row.local))
        key = CountedAs(scope, kind, ReportingCategory(row.category))
        if key.is_counted:
            found[key] += row.number
    return found


def is_within(principal: Principal, case: ReportedCase) -> bool:
    """Whether a case is counted for the principal.

    Who acts for all municipalities counts all of their cases, as letter 4 does, without seeing one of them;
    who acts for one counts its local cases alone.
    """
    return principal.national or case.municipality in principal.municipalities


def _within(principal: Principal) -> ColumnElement[bool]:
    if principal.national:
        return true()
    return reporting_register.c.municipality.in_(sorted(principal.municipalities))


def _row(case: ReportedCase) -> dict[str, object]:
    return {
        **msgspec.structs.asdict(case),
        "exemption_type": str(case.exemption_type),
        "category": str(case.category),
    }


def _reported(row: Row[tuple[object, ...]]) -> ReportedCase:
    return msgspec.convert(row, ReportedCase, from_attributes=True)
