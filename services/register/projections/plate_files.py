"""All that the register holds of one plate, from one snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, select

from services.register.domain.access_right import AccessRight
from services.register.projections import consumer_positions
from services.register.projections.access_rights import rights_of
from services.register.projections.entries import last_position, last_position_by
from services.register.projections.vehicle_records import RecordedVehicle, recorded_vehicle
from shared.database import reading

SOURCES: Final = ("applications", "decisions", "notifications")
"""The logs that an answer rests on."""
OWN: Final = "register_entries"


@dataclass(frozen=True, slots=True)
class PlateFile:
    """Rights and vehicle of a plate, and up to where the register had heard."""

    rights: tuple[AccessRight, ...]
    vehicle: RecordedVehicle | None
    as_of: Mapping[str, int]
    """By log; as known at an earlier instant only the register's own entries."""


class PlateFiles:
    """What the cameras' side asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_plate(self, plate_token: str, known_at: datetime | None = None) -> PlateFile:
        """The file of a plate now, or as it was known at an instant."""
        with reading(self._engine) as connection:
            return PlateFile(
                rights_of(connection, plate_token, known_at),
                recorded_vehicle(connection, plate_token, known_at),
                _as_of(connection, known_at),
            )


def _as_of(connection: Connection, known_at: datetime | None) -> dict[str, int]:
    if known_at is not None:
        return {OWN: last_position_by(connection, known_at)}
    heard = select(consumer_positions.c.log, consumer_positions.c.position)
    positions = {row.log: row.position for row in connection.execute(heard)}
    return {**{log: positions.get(log, 0) for log in SOURCES}, OWN: last_position(connection)}
