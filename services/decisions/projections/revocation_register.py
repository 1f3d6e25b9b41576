"""The intentions to revoke an exemption that stand (following)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import Column, Connection, Date, Index, String, Table, Uuid, delete, insert, select, update

from services.decisions.domain.decision_by_court import ExemptionGrantedByCourt, ExemptionRefusedByCourt
from services.decisions.domain.decision_on_objection import DecisionReplacedOnObjection
from services.decisions.domain.moved_terms import RevocationViewsTermMoved
from services.decisions.domain.replaced_otherwise import GrantRevokedOnObjection
from services.decisions.domain.revocation import (
    ExemptionRevoked,
    RevocationAbandoned,
    RevocationIntended,
    RevocationViewsReceived,
)
from services.decisions.projections import metadata
from services.decisions.projections.case_register import cases, within
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.access import Principal
from shared.runtime.dated_pages import DatedPageAsked

revocation_intentions = Table(
    "revocation_intentions",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("ground", String, nullable=False),
    Column("intended_on", Date, nullable=False),
    Column("intended_by", String, nullable=False),
    Column("views_until", Date, nullable=False),
    Column("views_received_on", Date),
    Index("revocation_intentions_by_day", "views_until", "case_id"),
)


class StoredIntention(msgspec.Struct, frozen=True):
    """An intention to revoke, as the register has it."""

    case_id: UUID
    ground: str
    intended_on: date
    intended_by: str
    views_until: date
    views_received_on: date | None


class RevocationRegister:
    """Follows the log and keeps `revocation_intentions`."""

    name = "revocation_register"
    tables = (revocation_intentions,)

    def apply(self, connection: Connection, event: RecordedEvent) -> None:
        fact = event.event
        this = revocation_intentions.c.case_id == fact.originator_id
        match fact:
            case RevocationIntended():
                connection.execute(
                    insert(revocation_intentions).values(
                        case_id=fact.originator_id,
                        ground=fact.ground.value,
                        intended_on=fact.intended_on,
                        intended_by=fact.intended_by,
                        views_until=fact.views_until,
                    )
                )
            case RevocationViewsTermMoved():
                moved = {"views_until": fact.views_until}
                connection.execute(update(revocation_intentions).where(this).values(**moved))
            case RevocationViewsReceived():
                given = {"views_received_on": fact.received_on}
                connection.execute(update(revocation_intentions).where(this).values(**given))
            case (
                RevocationAbandoned()
                | ExemptionRevoked()
                | DecisionReplacedOnObjection()
                | GrantRevokedOnObjection()
                | ExemptionGrantedByCourt()
                | ExemptionRefusedByCourt()
            ):
                connection.execute(delete(revocation_intentions).where(this))
            case _:
                pass


def intention_in(connection: Connection, case_id: UUID) -> StoredIntention | None:
    """The intention that stands in a case, or None."""
    query = select(revocation_intentions).where(revocation_intentions.c.case_id == case_id)
    row = connection.execute(query).one_or_none()
    return msgspec.convert(row, StoredIntention, from_attributes=True) if row else None


def intentions(connection: Connection, principal: Principal, asked: DatedPageAsked) -> list[StoredIntention]:
    """A page of the intentions within scope, the soonest last day for views first."""
    table = revocation_intentions
    query = select(table).join(cases, cases.c.case_id == table.c.case_id).where(within(principal))
    rows = connection.execute(asked.of_rows(query, table.c.views_until, table.c.case_id))
    return [msgspec.convert(row, StoredIntention, from_attributes=True) for row in rows]
