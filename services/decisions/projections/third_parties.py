"""Following: who may object to the decision beside the applicant, and how it stands with their views (Awb 4:8)."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import Column, Connection, Date, Integer, String, Table, Uuid, insert, select, update

from services.decisions.domain.third_parties import (
    ThirdPartyNoted,
    ThirdPartyNotHeard,
    ThirdPartyViewsAsked,
    ThirdPartyViewsReceived,
    ThirdPartyViewsTermMoved,
)
from services.decisions.projections import metadata
from shared.eventlog.recorded import RecordedEvent

third_parties = Table(
    "third_parties",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("noted_on", Date, nullable=False),
    Column("noted_by", String(200), nullable=False),
    Column("asked_on", Date),
    Column("views_until", Date),
    Column("views_received_on", Date),
    Column("views_manner", String(20)),
    Column("not_heard_because", String(40)),
)
"""Nothing personal: who it is, and what they said, stays in the events, sealed."""


class StoredThirdParty(msgspec.Struct, frozen=True):
    """One of them, as the register has it."""

    number: int
    noted_on: date
    noted_by: str
    asked_on: date | None
    views_until: date | None
    views_received_on: date | None
    views_manner: str | None
    not_heard_because: str | None


class ThirdPartyRegister:
    """Follows the log and keeps `third_parties`."""

    name: Final = "third_parties"
    tables: Final = (third_parties,)

    def apply(self, connection: Connection, event: RecordedEvent) -> None:
        match event.event:
            case ThirdPartyNoted() as fact:
                row = {
                    "case_id": fact.originator_id,
                    "number": fact.number,
                    "noted_on": fact.noted_on,
                    "noted_by": fact.noted_by,
                }
                connection.execute(insert(third_parties), row)
            case ThirdPartyViewsAsked() as fact:
                _ask(connection, fact)
            case ThirdPartyViewsTermMoved() as fact:
                _change(connection, fact, views_until=fact.views_until)
            case ThirdPartyViewsReceived() as fact:
                _change(connection, fact, views_received_on=fact.received_on, views_manner=fact.manner.value)
            case ThirdPartyNotHeard() as fact:
                _change(connection, fact, not_heard_because=fact.because.value)
            case _:
                pass


def _change(
    connection: Connection,
    fact: ThirdPartyViewsAsked | ThirdPartyViewsTermMoved | ThirdPartyViewsReceived | ThirdPartyNotHeard,
    **values: date | str | None,
) -> None:
    this = (third_parties.c.case_id == fact.originator_id, third_parties.c.number == fact.number)
    connection.execute(update(third_parties).where(*this).values(values))


def _ask(connection: Connection, fact: ThirdPartyViewsAsked) -> None:
    """Views and reasons from before are not about this question."""
    _change(
        connection,
        fact,
        asked_on=fact.asked_on,
        views_until=fact.views_until,
        views_received_on=None,
        views_manner=None,
        not_heard_because=None,
    )


def third_parties_in(connection: Connection, case_id: UUID) -> list[StoredThirdParty]:
    """Who was noted in a case, in that order."""
    query = select(third_parties).where(third_parties.c.case_id == case_id).order_by(third_parties.c.number)
    return [msgspec.convert(row, StoredThirdParty, from_attributes=True) for row in connection.execute(query)]
