"""The parser on records of the real register, which are not part of this repository."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from shared.rdw.register_record import RegisterRow, facts_of
from shared.rdw.vehicle_register import FUEL, MAIN_RECORD, rows_in
from shared.vocabulary import VehicleCategory, VehicleFacts

FOLDER = os.environ.get("LOKET_REAL_DATA")
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(FOLDER is None, reason="LOKET_REAL_DATA names no folder"),
]


def vehicle(*, with_fuel: bool) -> tuple[tuple[RegisterRow, ...], tuple[RegisterRow, ...]]:
    """Main and fuel rows of the one vehicle in the folder that has fuel rows, or of the one that has none."""
    folder = Path(FOLDER or "") / "rdw"
    for main in folder.glob(f"{MAIN_RECORD}.*.json"):
        fuel = folder / main.name.replace(MAIN_RECORD, FUEL)
        if fuel.exists() == with_fuel:
            return rows_in(main.read_bytes()), rows_in(fuel.read_bytes()) if with_fuel else ()
    raise AssertionError("there is no such vehicle in the folder")


def test_the_electric_van() -> None:
    """Its only fuel is electricity; the register holds no braked towing mass for it."""
    assert facts_of(*vehicle(with_fuel=True)) == VehicleFacts(
        category=VehicleCategory.N1,
        body="gesloten opbouw",
        emission_free=True,
        payload_kg=885,
        braked_towing_mass_kg=None,
        combination_mass_kg=4250,
        permitted_mass_kg=3500,
        registered_on=date(2023, 10, 17),
    )


def test_the_van_without_first_admission() -> None:
    """No fuel rows and nobody's name yet: both stay unknown."""
    assert facts_of(*vehicle(with_fuel=False)) == VehicleFacts(
        category=VehicleCategory.N1,
        body="gesloten opbouw",
        emission_free=None,
        payload_kg=1285,
        braked_towing_mass_kg=None,
        combination_mass_kg=5000,
        permitted_mass_kg=3030,
        registered_on=None,
    )
