"""What reassessments left to a person, case by case, over all of them."""

from __future__ import annotations

from uuid import UUID

import msgspec
from sqlalchemy import Connection, select

from services.decisions.domain.case_file import CaseState
from services.decisions.projections.case_facts import case_facts
from services.decisions.projections.reassessments import cases_for_a_person, reassessments


class LeftBy(msgspec.Struct, frozen=True):
    """One reassessment that left the case to a person."""

    reassessment_id: UUID
    threshold_set_id: UUID
    reason: str


class Work(msgspec.Struct, frozen=True):
    """A case on the worklist."""

    case_id: UUID
    state: CaseState
    left_by: tuple[LeftBy, ...]


def worklist_after(connection: Connection, cursor: UUID | None, limit: int) -> list[Work]:
    """Cases on the worklist with an id above the cursor, in order of id; a case with a grant is off it."""
    left = cases_for_a_person.c
    query = (
        select(left.case_id, case_facts.c.state)
        .join(case_facts, case_facts.c.case_id == left.case_id)
        .where(case_facts.c.state.not_in([CaseState.GRANTED.value, CaseState.REVOKED.value]))
    )
    if cursor is not None:
        query = query.where(left.case_id > cursor)
    cases = connection.execute(query.distinct().order_by(left.case_id).limit(limit)).all()
    left_by = _left_by(connection, [case.case_id for case in cases])
    return [Work(case.case_id, CaseState(case.state), tuple(left_by[case.case_id])) for case in cases]


def _left_by(connection: Connection, case_ids: list[UUID]) -> dict[UUID, list[LeftBy]]:
    left = cases_for_a_person.c
    query = (
        select(left.case_id, left.reassessment_id, left.reason, reassessments.c.threshold_set_id)
        .join(reassessments, reassessments.c.reassessment_id == left.reassessment_id)
        .where(left.case_id.in_(case_ids))
        .order_by(left.case_id, reassessments.c.started_position)
    )
    found: dict[UUID, list[LeftBy]] = {case_id: [] for case_id in case_ids}
    for row in connection.execute(query):
        found[row.case_id].append(LeftBy(row.reassessment_id, row.threshold_set_id, row.reason))
    return found
