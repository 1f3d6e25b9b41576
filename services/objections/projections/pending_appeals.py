"""Inline table of the appeals that are pending: at most one for each objection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, Table, Uuid

from services.objections.domain.appeal import (
    AppealDeclaredInadmissible,
    AppealLodged,
    AppealRuled,
    AppealWithdrawn,
)
from services.objections.projections import metadata
from shared.eventlog.append import RowWrite
from shared.eventlog.recorded import RecordedEvent

pending_appeals = Table(
    "pending_appeals",
    metadata,
    Column("appeal_id", Uuid, primary_key=True),
    Column("objection_id", Uuid, nullable=False, unique=True),
    Column("case_id", Uuid, index=True),
)


class PendingAppeals:
    """Keeps `pending_appeals` in the transaction of the append."""

    name: Final = "pending_appeals"
    tables: Final = (pending_appeals,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """A row from lodging to end."""
        match event.event:
            case AppealLodged(originator_id=appeal_id) as lodged:
                about = {"objection_id": lodged.objection_id, "case_id": lodged.case_id}
                yield RowWrite(pending_appeals.name, "insert", {"appeal_id": appeal_id}, about)
            case (
                AppealWithdrawn(originator_id=appeal_id)
                | AppealDeclaredInadmissible(originator_id=appeal_id)
                | AppealRuled(originator_id=appeal_id)
            ):
                yield RowWrite(pending_appeals.name, "delete", {"appeal_id": appeal_id})
