"""Who has which objection in hand (following)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sqlalchemy import Column, Connection, Date, String, Table, Uuid, delete, insert

from services.objections.domain.objection_claim import (
    ObjectionClaimed,
    ObjectionHandedOver,
    ObjectionReleased,
)
from services.objections.projections import metadata
from shared.eventlog.recorded import RecordedEvent

objection_claims = Table(
    "objection_claims",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("claimed_by", String, nullable=False),
    Column("claimed_on", Date, nullable=False),
)


class Claimed(StrEnum):
    """Who has an objection in hand."""

    MINE = "mine"
    NOBODY = "nobody"
    ANYBODY = "anybody"

    def holds(self, claimed_by: str | None, reader: str) -> bool:
        """Whether a claim by that person, or by nobody, is meant when `reader` asks."""
        match self:
            case Claimed.MINE:
                return claimed_by == reader
            case Claimed.NOBODY:
                return claimed_by is None
            case Claimed.ANYBODY:
                return claimed_by is not None


class ObjectionClaimRegister:
    """Follows the log and keeps `objection_claims`; the claim on one that has ended stands, and is not asked for."""

    name: Final = "objection_claim_register"
    tables: Final = (objection_claims,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        match recorded.event:
            case ObjectionClaimed() as claimed:
                row = {"claimed_by": claimed.claimed_by, "claimed_on": claimed.claimed_on}
            case ObjectionHandedOver() as claimed:
                row = {"claimed_by": claimed.to, "claimed_on": claimed.handed_over_on}
            case ObjectionReleased() as claimed:
                row = {}
            case _:
                return
        this = objection_claims.c.objection_id == claimed.objection_id
        connection.execute(delete(objection_claims).where(this))
        if row:
            connection.execute(insert(objection_claims).values(objection_id=claimed.objection_id, **row))
