"""Following: who else than the objector was invited to be heard on an objection, and was (Awb 7:2)."""

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
    String,
    Table,
    Uuid,
    insert,
    select,
    update,
)

from services.objections.domain.heard_apart import ApartBecause
from services.objections.domain.interested_parties import PartyHeard, PartyInvited
from services.objections.domain.moved_hearing_terms import PartyTermMoved
from services.objections.projections import metadata
from services.objections.projections.sealed_reasons import sealed_in, stored, written
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed

invited_parties = Table(
    "invited_parties",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sealed_person", LargeBinary),
    Column("invited_on", Date, nullable=False),
    Column("views_until", Date, nullable=False),
    Column("heard_on", Date),
    Column("sealed_record", LargeBinary),
    Column("heard_apart_because", String),
    Column("sealed_apart_reasons", LargeBinary),
)


@dataclass(frozen=True, slots=True)
class ToldParty:
    """Who was invited; what is personal stays sealed."""

    number: int
    person: Sealed | None
    """None: the holder."""
    invited_on: date
    views_until: date
    heard_on: date | None
    record: Sealed | str | None
    apart_because: ApartBecause | None
    """Why they were heard apart from the others (Awb 7:6(2)); None: they were not."""
    apart_reasons: Sealed | None


class InvitedPartyRegister:
    """Following projection."""

    name: Final = "invited_parties"
    tables: Final = (invited_parties,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says; one who is heard again replaces what was said before."""
        event = recorded.event
        if isinstance(event, PartyInvited):
            row = {
                "objection_id": event.originator_id,
                "number": event.number,
                "sealed_person": stored(event.person),
                "invited_on": event.invited_on,
                "views_until": event.views_until,
            }
            connection.execute(insert(invited_parties), row)
        elif isinstance(event, PartyHeard):
            _change(
                connection,
                event,
                {
                    "heard_on": event.heard_on,
                    "sealed_record": stored(event.sealed_record),
                    "heard_apart_because": event.apart.because.value if event.apart else None,
                    "sealed_apart_reasons": stored(event.apart.reasons) if event.apart else None,
                },
            )
        elif isinstance(event, PartyTermMoved):
            _change(connection, event, {"views_until": event.views_until})


def _change(connection: Connection, event: PartyHeard | PartyTermMoved, values: dict[str, object]) -> None:
    this = (
        invited_parties.c.objection_id == event.originator_id,
        invited_parties.c.number == event.number,
    )
    connection.execute(update(invited_parties).where(*this).values(values))


def parties_of(log: EventLog, objection_id: UUID) -> Sequence[ToldParty]:
    """Who was invited in the proceedings on an objection, in that order."""
    query = select(invited_parties).where(invited_parties.c.objection_id == objection_id)
    with log.read() as connection:
        rows = connection.execute(query.order_by(invited_parties.c.number)).all()
    return [
        ToldParty(
            row.number,
            sealed_in(row.sealed_person),
            row.invited_on,
            row.views_until,
            row.heard_on,
            written(None, row.sealed_record),
            ApartBecause(row.heard_apart_because) if row.heard_apart_because is not None else None,
            sealed_in(row.sealed_apart_reasons),
        )
        for row in rows
    ]
