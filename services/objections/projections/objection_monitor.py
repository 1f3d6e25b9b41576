"""What the monitor counts of objections and appeals, read from both registers at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, exists, func, select

from services.objections.domain.appeal import AppealState
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.reporting import ObjectionCategory, category_of
from services.objections.domain.scope import Scope
from services.objections.projections.appeal_register import appeals
from services.objections.projections.contested_decisions import contested_decisions
from services.objections.projections.objection_register import objections
from services.objections.projections.reach import reached_by, with_cases
from shared.eventlog.log import EventLog
from shared.vocabulary import ExemptionType


@dataclass(frozen=True, slots=True)
class ObjectionCounts:
    """How many there are within a scope; each mapping of objections adds up to their number."""

    by_type: Mapping[ExemptionType | None, int]
    """By type of the contested decision; None: no decision was heard of."""
    by_category: Mapping[ObjectionCategory, int]
    appeals: Mapping[AppealState, int]


class ObjectionMonitor:
    """The counts of the fourth letter, from the registers."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def counts(self, scope: Scope) -> ObjectionCounts:
        """Objections by type and by category, and appeals by state, in one snapshot."""
        by_type: Counter[ExemptionType | None] = Counter()
        by_category: Counter[ObjectionCategory] = Counter()
        with self._log.read() as connection:
            for exemption_type, category, number in _objections(connection, scope):
                by_type[exemption_type] += number
                by_category[category] += number
            return ObjectionCounts(by_type, by_category, _appeals(connection, scope))


def _objections(
    connection: Connection, scope: Scope
) -> list[tuple[ExemptionType | None, ObjectionCategory, int]]:
    appealed = exists().where(appeals.c.objection_id == objections.c.objection_id)
    grouped = (contested_decisions.c.exemption_type, objections.c.state, appealed)
    query = (
        select(*grouped, func.count())
        .select_from(with_cases(objections))
        .where(reached_by(scope, objections.c.entered_by))
        .group_by(*grouped)
    )
    return [
        (
            ExemptionType(kind) if kind is not None else None,
            category_of(ObjectionState(state), appealed=bool(gone)),
            number,
        )
        for kind, state, gone, number in connection.execute(query)
    ]


def _appeals(connection: Connection, scope: Scope) -> dict[AppealState, int]:
    query = (
        select(appeals.c.state, func.count())
        .select_from(with_cases(appeals))
        .where(reached_by(scope))
        .group_by(appeals.c.state)
    )
    return {AppealState(state): number for state, number in connection.execute(query)}
