"""What applications published about vehicles: the facts of each plate that somebody applied for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    String,
    Table,
    Text,
    Uuid,
    delete,
    insert,
    select,
)

from services.register.projections import metadata
from services.register.projections.access_rights import forget_rights
from services.register.projections.entries import EntryBook
from services.register.projections.erasures import keep_erasure
from services.register.projections.heard import forget_plates
from shared.contracts.applications import ApplicationSubmitted, PersonErased, VehicleFactsReceived
from shared.contracts.envelope import Contract, Message
from shared.privacy.refusals import Erased
from shared.privacy.sealed import Sealed
from shared.vocabulary import VehicleFacts, from_utc_micros, utc_micros

plates_applied_for = Table(
    "plates_applied_for",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("plate_token", String(64), nullable=False),
    Index("plates_applied_for_by_plate", "plate_token"),
)

vehicle_records = Table(
    "vehicle_records",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("source", String(128), nullable=False),
    Column("fetched_at_micros", BigInteger, nullable=False),
    Column("recorded_at_micros", BigInteger, nullable=False),
    Column("facts", Text, nullable=False),
)
"""Every answer stays, by its position in the log: what was known at an instant can be asked later."""


@dataclass(frozen=True, slots=True)
class RecordedVehicle:
    """What the vehicle register said of a plate when it was asked for an application."""

    facts: VehicleFacts
    source: str
    fetched_at: datetime


class VehicleRecords:
    """Follows the log of applications."""

    def __init__(self, token_of: Callable[[Sealed], str]) -> None:
        self._token_of = token_of

    def apply(self, connection: Connection, message: Message, contract: Contract, /) -> None:
        """Take in one message; what the register has no use for changes nothing."""
        match contract:
            case ApplicationSubmitted():
                self._when_application_submitted_know_its_plate(connection, contract)
            case VehicleFactsReceived():
                _when_vehicle_facts_received_keep_them(connection, message, contract)
            case PersonErased():
                _when_person_erased_forget_the_plate(connection, contract)
            case _:
                pass

    def _when_application_submitted_know_its_plate(
        self, connection: Connection, submitted: ApplicationSubmitted
    ) -> None:
        try:
            token = self._token_of(submitted.plate)
        except Erased:
            return
        connection.execute(insert(plates_applied_for), {"case_id": submitted.case_id, "plate_token": token})


def recorded_vehicle(
    connection: Connection, plate_token: str, known_at: datetime | None = None
) -> RecordedVehicle | None:
    """The latest facts of a plate; with `known_at` the latest that were recorded by then."""
    query = (
        select(vehicle_records)
        .join(plates_applied_for, plates_applied_for.c.case_id == vehicle_records.c.case_id)
        .where(plates_applied_for.c.plate_token == plate_token)
        .order_by(vehicle_records.c.fetched_at_micros.desc(), vehicle_records.c.position.desc())
        .limit(1)
    )
    if known_at is not None:
        query = query.where(vehicle_records.c.recorded_at_micros <= utc_micros(known_at))
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    facts = msgspec.json.decode(row.facts, type=VehicleFacts)
    return RecordedVehicle(facts, row.source, from_utc_micros(row.fetched_at_micros))


def _when_vehicle_facts_received_keep_them(
    connection: Connection, message: Message, received: VehicleFactsReceived
) -> None:
    """Of an erased person's vehicle nothing is kept: without its plate nobody finds it."""
    if not _is_known(connection, received.case_id):
        return
    connection.execute(
        insert(vehicle_records),
        {
            "case_id": received.case_id,
            "position": message.position,
            "source": received.source,
            "fetched_at_micros": utc_micros(received.fetched_at),
            "recorded_at_micros": utc_micros(message.recorded_at),
            "facts": msgspec.json.encode(received.facts).decode(),
        },
    )


def _when_person_erased_forget_the_plate(connection: Connection, erased: PersonErased) -> None:
    """Everything that is found by the plate of the case goes; what the register did stays in its entries."""
    EntryBook.hold(connection)
    if not keep_erasure(connection, erased.case_id, erased.erased_on):
        return
    forget_plates(connection, erased.case_id)
    forget_rights(connection, erased.case_id)
    for table in (plates_applied_for, vehicle_records):
        connection.execute(delete(table).where(table.c.case_id == erased.case_id))


def _is_known(connection: Connection, case_id: UUID) -> bool:
    known = select(plates_applied_for.c.case_id).where(plates_applied_for.c.case_id == case_id)
    return connection.execute(known).scalar_one_or_none() is not None
