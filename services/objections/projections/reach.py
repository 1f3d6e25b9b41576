"""What the scope of a desk reaches, as conditions on rows: whose a case is, its decision or its application tells.

As long as neither was heard of, a desk reaches only what it entered itself: it can be another municipality's.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Join, Table, and_, false, func, literal, not_, or_

from services.objections.domain.scope import Scope
from services.objections.projections.contested_decisions import contested_decisions
from services.objections.projections.heard_cases import heard_cases

MUNICIPALITY: Final = func.coalesce(contested_decisions.c.municipality, heard_cases.c.municipality)
"""CBS code of a local case; null: national, or not known."""
_KNOWN: Final = or_(contested_decisions.c.decided_by.is_not(None), heard_cases.c.case_id.is_not(None))


def with_cases(table: Table) -> Join:
    """Rows of a decision and a case, with what was heard of both."""
    contested = table.c.decision_id == contested_decisions.c.decision_id
    case = table.c.case_id == heard_cases.c.case_id
    return table.outerjoin(contested_decisions, contested).outerjoin(heard_cases, case)


def reached_by(scope: Scope, entered_by: ColumnElement[str] | None = None) -> ColumnElement[bool]:
    """Which of them the scope of a desk reaches; `entered_by` is the column that says who entered the row."""
    local = MUNICIPALITY.in_(sorted(scope.municipalities))
    placed = or_(MUNICIPALITY.is_(None), local) if scope.national else local
    return or_(and_(_KNOWN, placed), _entered(scope, entered_by))


def _entered(scope: Scope, entered_by: ColumnElement[str] | None) -> ColumnElement[bool]:
    """What the reader entered in a case that can be anybody's."""
    if scope.entered_by is None or entered_by is None:
        return false()
    return and_(not_(_KNOWN), entered_by == literal(scope.entered_by))
