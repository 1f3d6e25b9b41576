"""The parser on records of the real register, which are not part of this repository."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from shared.rdw.register_record import RegisterRow, facts_of
from shared.rdw.vehicle_register import DATA_SETS, FUEL, MAIN_RECORD, rows_in
from shared.vocabulary import VehicleCategory, VehicleFacts

FOLDER = os.environ.get("LOKET_REAL_DATA")
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(FOLDER is None, reason="LOKET_REAL_DATA names no folder"),
]


def rows(main: Path, data_set: str) -> tuple[RegisterRow, ...]:
    """The rows of the vehicle of that main record in another data set; none where there is no file."""
    found = main.with_name(main.name.replace(MAIN_RECORD, data_set))
    return rows_in(found.read_bytes()) if found.exists() else ()


def facts_of_the_vehicle(*, with_fuel: bool) -> VehicleFacts:
    """Of the one vehicle in the folder that has fuel rows, or of the one that has none."""
    for main in (Path(FOLDER or "") / "rdw").glob(f"{MAIN_RECORD}.*.json"):
        if bool(rows(main, FUEL)) == with_fuel:
            return facts_of(*(rows(main, data_set) for data_set in DATA_SETS))
    raise AssertionError("there is no such vehicle in the folder")


def test_the_electric_van() -> None:
    """Its only fuel is electricity, so it has no emission class; no braked towing mass is registered."""
    assert facts_of_the_vehicle(with_fuel=True) == VehicleFacts(
        category=VehicleCategory.N1,
        body="gesloten opbouw",
        emission_free=True,
        payload_kg=885,
        braked_towing_mass_kg=None,
        combination_mass_kg=4250,
        permitted_mass_kg=3500,
        registered_on=date(2023, 10, 17),
        first_admission=date(2023, 4, 13),
        emission_class=None,
        plug_in_hybrid=False,
        axles=2,
        body_codes=("3",),
    )


def test_the_van_without_first_admission() -> None:
    """No fuel rows, no axles and nobody's name yet: all of it stays unknown."""
    assert facts_of_the_vehicle(with_fuel=False) == VehicleFacts(
        category=VehicleCategory.N1,
        body="gesloten opbouw",
        emission_free=None,
        payload_kg=1285,
        braked_towing_mass_kg=None,
        combination_mass_kg=5000,
        permitted_mass_kg=3030,
        registered_on=None,
    )
