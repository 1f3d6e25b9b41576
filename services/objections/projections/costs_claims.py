"""Following: the claims of the costs of an objection, and what was decided on them (Awb 7:15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Row,
    Table,
    Uuid,
    insert,
    select,
    update,
)

from services.objections.domain.costs import CostsClaimed, CostsDecided
from services.objections.domain.decision_anew import DecisionAnewOrdered
from services.objections.domain.objection_acts import (
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionState,
    ObjectionUpheldForAnotherReason,
)
from services.objections.domain.scope import Scope
from services.objections.projections import metadata
from services.objections.projections.objection_register import objections
from services.objections.projections.reach import reached_by, with_cases
from services.objections.projections.sealed_reasons import stored, written
from shared.eventlog.aggregate import Event
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed
from shared.rulings import CostsRuling

costs_claims = Table(
    "costs_claims",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("claimed_on", Date, nullable=False),
    Column("sealed_claim", LargeBinary),
    Column("decided_on", Date),
    Column("euros", Integer),
    Column("sealed_reasons", LargeBinary),
)
"""One claim for each objection at most; null: not decided on yet."""

OPEN_AGAIN: Final = dict.fromkeys(("decided_on", "euros", "sealed_reasons"))
ENDED_WITH_A_RULING: Final = (
    ObjectionState.UPHELD,
    ObjectionState.DISMISSED,
    ObjectionState.INADMISSIBLE,
)


@dataclass(frozen=True, slots=True)
class ClaimedCosts:
    """A claim as the register has it; what was written stays sealed."""

    claimed_on: date
    claim: Sealed | str | None
    decided_on: date | None
    euros: int | None
    """What was granted; zero: refused."""
    reasons: Sealed | str | None


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim that the ruling left open: it is to be decided on apart."""

    objection_id: UUID
    claimed_on: date
    ruled_on: date | None


class CostsClaims:
    """Following projection."""

    name: Final = "costs_claims"
    tables: Final = (costs_claims,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says."""
        event = recorded.event
        match event:
            case CostsClaimed():
                row = {
                    "objection_id": event.originator_id,
                    "claimed_on": event.claimed_on,
                    "sealed_claim": stored(event.sealed_claim),
                }
                connection.execute(insert(costs_claims), row)
            case CostsDecided():
                _change(connection, event, _decided(event.ruling, event.decided_on))
            case ObjectionUpheldForAnotherReason() | ObjectionDismissed() | ObjectionDeclaredInadmissible():
                if event.beside is not None and event.beside.costs is not None:
                    _change(connection, event, _decided(event.beside.costs, event.ruled_on))
            case DecisionAnewOrdered():
                _change(connection, event, OPEN_AGAIN)
            case _:
                pass


def costs_of(log: EventLog, objection_id: UUID) -> ClaimedCosts | None:
    """The claim of one objection; None: there is none."""
    query = select(costs_claims).where(costs_claims.c.objection_id == objection_id)
    with log.read() as connection:
        row = connection.execute(query).one_or_none()
    return _claimed(row) if row is not None else None


def open_claims(log: EventLog, scope: Scope) -> Sequence[OpenClaim]:
    """Those within the scope of a desk that are to be decided on apart."""
    this = objections.c.objection_id == costs_claims.c.objection_id
    reached = reached_by(scope, objections.c.entered_by)
    ruled = objections.c.state.in_([state.value for state in ENDED_WITH_A_RULING])
    query = select(costs_claims.c.objection_id, costs_claims.c.claimed_on, objections.c.ended_on)
    query = query.select_from(with_cases(objections).join(costs_claims, this))
    with log.read() as connection:
        rows = connection.execute(query.where(reached, ruled, costs_claims.c.decided_on.is_(None))).all()
    return [OpenClaim(row.objection_id, row.claimed_on, row.ended_on) for row in rows]


def _change(connection: Connection, event: Event, values: dict[str, object] | dict[str, None]) -> None:
    this = costs_claims.c.objection_id == event.originator_id
    connection.execute(update(costs_claims).where(this).values(values))


def _decided(ruling: CostsRuling, on: date) -> dict[str, object]:
    return {"decided_on": on, "euros": ruling.euros, "sealed_reasons": stored(ruling.sealed_reasons)}


def _claimed(row: Row[tuple[object, ...]]) -> ClaimedCosts:
    return ClaimedCosts(
        row.claimed_on,
        written(None, row.sealed_claim),
        row.decided_on,
        row.euros,
        written(None, row.sealed_reasons),
    )
