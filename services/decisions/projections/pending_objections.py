"""The pending objections of each case (inline): by which proceedings a renewal will be decided.

Apart from `case_facts`, because a case can have more than one, and the end of one leaves the others.
The case's row moves its version with each of them, so that a campaign notices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Date, String, Table, Uuid, select

from services.decisions.domain.case_file import PendingObjection, PendingObjections
from services.decisions.domain.case_notes import (
    ObjectionEndNoted,
    ObjectorHeardNoted,
    PendingObjectionNoted,
    ThresholdConsequenceEndNoted,
    ThresholdConsequenceNoted,
)
from services.decisions.projections import metadata
from shared.eventlog.append import RowWrite
from shared.eventlog.recorded import RecordedEvent

pending_objections = Table(
    "pending_objections",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("objection_id", Uuid, primary_key=True),
    Column("found_by", String),
    Column("late", Boolean),
    Column("heard_on", Date),
)


class PendingObjectionsProjection:
    """Keeps one row per objection from its lodging to its end."""

    name: Final = "pending_objections"
    tables: Final = (pending_objections,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        match event.event:
            case PendingObjectionNoted(of_another=True):
                return
            case PendingObjectionNoted() as fact:
                row = _pending(fact, fact.pending())
                yield RowWrite(row.table, row.kind, row.key, {**row.values, "heard_on": fact.heard_on})
            case ObjectorHeardNoted() as fact:
                yield RowWrite(pending_objections.name, "update", _key(fact), {"heard_on": fact.held_on})
            case ThresholdConsequenceNoted() as fact:
                yield _pending(fact, PendingObjection(fact.objection_id, fact.found_by))
            case ThresholdConsequenceEndNoted() as fact:
                yield _pending(fact, PendingObjection(fact.objection_id))
            case ObjectionEndNoted() as fact:
                yield RowWrite(table=pending_objections.name, kind="delete", key=_key(fact))
            case _:
                return


def pending_by_case(connection: Connection, *, first: UUID, last: UUID) -> dict[UUID, PendingObjections]:
    """The pending objections of the cases from `first` to `last`, each in order of id."""
    query = select(pending_objections).where(pending_objections.c.case_id.between(first, last))
    found: dict[UUID, PendingObjections] = defaultdict(tuple)
    for row in connection.execute(
        query.order_by(pending_objections.c.case_id, pending_objections.c.objection_id)
    ):
        pending = PendingObjection(row.objection_id, row.found_by, late=bool(row.late), heard_on=row.heard_on)
        found[row.case_id] = (*found[row.case_id], pending)
    return found


def _pending(
    fact: PendingObjectionNoted | ThresholdConsequenceNoted | ThresholdConsequenceEndNoted,
    pending: PendingObjection,
) -> RowWrite:
    values = {"found_by": pending.found_by, "late": pending.late}
    return RowWrite(table=pending_objections.name, kind="upsert", key=_key(fact), values=values)


def _key(
    fact: PendingObjectionNoted
    | ObjectorHeardNoted
    | ThresholdConsequenceNoted
    | ThresholdConsequenceEndNoted
    | ObjectionEndNoted,
) -> dict[str, UUID]:
    return {"case_id": fact.originator_id, "objection_id": fact.objection_id}
