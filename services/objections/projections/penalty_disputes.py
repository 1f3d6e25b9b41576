"""Following: the decisions on a penalty that objections cover too (Awb 4:19), with what was written about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Date, LargeBinary, Table, Uuid, insert, select

from services.objections.domain.penalty_dispute import PenaltyDecisionAttached
from services.objections.projections import metadata
from services.objections.projections.sealed_reasons import stored, written
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed

penalty_disputes = Table(
    "penalty_disputes",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("objection_id", Uuid, nullable=False, index=True),
    Column("decision_id", Uuid, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("sealed_grounds", LargeBinary),
    Column("appeal_id", Uuid),
)


@dataclass(frozen=True, slots=True)
class PenaltyDispute:
    """What was lodged against the penalty."""

    decision_id: UUID
    received_on: date
    grounds: Sealed | str | None
    appeal_id: UUID | None
    """The appeal that covers it; None: the objection does."""


class PenaltyDisputes:
    """Following projection."""

    name: Final = "penalty_disputes"
    tables: Final = (penalty_disputes,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says."""
        event = recorded.event
        if isinstance(event, PenaltyDecisionAttached):
            row = {
                "event_id": event.event_id,
                "objection_id": event.originator_id,
                "decision_id": event.decision_id,
                "received_on": event.received_on,
                "sealed_grounds": stored(event.grounds),
                "appeal_id": event.appeal_id,
            }
            connection.execute(insert(penalty_disputes), row)


def disputes_of(log: EventLog, objection_id: UUID) -> Sequence[PenaltyDispute]:
    """What was lodged against the penalty in the proceedings on an objection, in order of receipt."""
    of_it = penalty_disputes.c.objection_id == objection_id
    query = select(penalty_disputes).where(of_it)
    with log.read() as connection:
        rows = connection.execute(
            query.order_by(penalty_disputes.c.received_on, penalty_disputes.c.event_id)
        ).all()
    return [
        PenaltyDispute(row.decision_id, row.received_on, written(None, row.sealed_grounds), row.appeal_id)
        for row in rows
    ]
