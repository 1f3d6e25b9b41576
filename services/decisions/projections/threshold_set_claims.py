"""Which reviewer has which threshold set in hand (following)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Column, Connection, Date, String, Table, Uuid, delete, insert, select

from services.decisions.domain.threshold_set_claim import (
    ThresholdSetClaimed,
    ThresholdSetHandedOver,
    ThresholdSetReleased,
)
from services.decisions.projections import metadata
from shared.eventlog.recorded import RecordedEvent

threshold_set_claims = Table(
    "threshold_set_claims",
    metadata,
    Column("threshold_set_id", Uuid, primary_key=True),
    Column("claimed_by", String, nullable=False),
    Column("claimed_on", Date, nullable=False),
)


class ThresholdSetClaimRegister:
    """Follows the log and keeps `threshold_set_claims`; the claim on a set that was decided on stands."""

    name = "threshold_set_claim_register"
    tables = (threshold_set_claims,)

    def apply(self, connection: Connection, event: RecordedEvent) -> None:
        match event.event:
            case ThresholdSetClaimed() as claimed:
                row = {"claimed_by": claimed.claimed_by, "claimed_on": claimed.claimed_on}
            case ThresholdSetHandedOver() as claimed:
                row = {"claimed_by": claimed.to, "claimed_on": claimed.handed_over_on}
            case ThresholdSetReleased() as claimed:
                row = {}
            case _:
                return
        this = threshold_set_claims.c.threshold_set_id == claimed.threshold_set_id
        connection.execute(delete(threshold_set_claims).where(this))
        if row:
            key = {"threshold_set_id": claimed.threshold_set_id}
            connection.execute(insert(threshold_set_claims).values(**key, **row))


def claimed_among(connection: Connection, set_ids: Collection[UUID]) -> dict[UUID, str]:
    """Who has which of these sets in hand."""
    table = threshold_set_claims.c
    query = select(table.threshold_set_id, table.claimed_by).where(table.threshold_set_id.in_(set_ids))
    return {row.threshold_set_id: row.claimed_by for row in connection.execute(query)}
