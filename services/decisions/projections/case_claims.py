"""Who has which case in hand (following)."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Date, String, Table, Uuid, delete, insert

from services.decisions.domain.case_claim import CaseClaimed, CaseHandedOver, CaseReleased
from services.decisions.projections import metadata
from shared.eventlog.recorded import RecordedEvent

case_claims = Table(
    "case_claims",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("claimed_by", String, nullable=False, index=True),
    Column("claimed_on", Date, nullable=False),
)


class ClaimRegister:
    """Follows the log and keeps `case_claims`; the claim on a case that has ended stands, and is not asked for."""

    name = "claim_register"
    tables = (case_claims,)

    def apply(self, connection: Connection, event: RecordedEvent) -> None:
        match event.event:
            case CaseClaimed() as claimed:
                row = {"claimed_by": claimed.claimed_by, "claimed_on": claimed.claimed_on}
            case CaseHandedOver() as claimed:
                row = {"claimed_by": claimed.to, "claimed_on": claimed.handed_over_on}
            case CaseReleased() as claimed:
                row = {}
            case _:
                return
        connection.execute(delete(case_claims).where(case_claims.c.case_id == claimed.case_id))
        if row:
            connection.execute(insert(case_claims).values(case_id=claimed.case_id, **row))
