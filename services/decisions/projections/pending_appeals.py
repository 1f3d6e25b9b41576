"""The pending appeals of each case (inline): a renewal meanwhile is sent to the court (Awb 6:19(3))."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Table, Uuid, select

from services.decisions.domain.case_notes import AppealEndNoted, PendingAppealNoted
from services.decisions.projections import metadata
from shared.eventlog.append import RowWrite
from shared.eventlog.recorded import RecordedEvent

pending_appeals = Table(
    "pending_appeals",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("appeal_id", Uuid, primary_key=True),
)


class PendingAppealsProjection:
    """Keeps one row per appeal from its lodging to its end."""

    name: Final = "pending_appeals"
    tables: Final = (pending_appeals,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        match event.event:
            case PendingAppealNoted() as fact:
                yield RowWrite(table=pending_appeals.name, kind="upsert", key=_key(fact))
            case AppealEndNoted() as fact:
                yield RowWrite(table=pending_appeals.name, kind="delete", key=_key(fact))
            case _:
                return


def appeals_by_case(connection: Connection, *, first: UUID, last: UUID) -> dict[UUID, tuple[UUID, ...]]:
    """The pending appeals of the cases from `first` to `last`, each in order of id."""
    query = select(pending_appeals).where(pending_appeals.c.case_id.between(first, last))
    found: dict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    for row in connection.execute(query.order_by(pending_appeals.c.case_id, pending_appeals.c.appeal_id)):
        found[row.case_id] = (*found[row.case_id], row.appeal_id)
    return found


def _key(fact: PendingAppealNoted | AppealEndNoted) -> dict[str, UUID]:
    return {"case_id": fact.originator_id, "appeal_id": fact.appeal_id}
