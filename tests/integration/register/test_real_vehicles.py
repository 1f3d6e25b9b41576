"""What a camera hears about vehicles of the real register, whose records are not part of this repository."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from services.register.domain.access_answer import Basis, answer
from services.register.domain.zone import ZoneList
from services.register.projections.dated_rules import read_access_rules
from services.register.projections.zone_list import listed_zones
from shared.rdw.register_record import facts_of
from shared.rdw.vehicle_register import FUEL, MAIN_RECORD, rows_in

FOLDER = os.environ.get("LOKET_REAL_DATA")
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(FOLDER is None, reason="LOKET_REAL_DATA names no folder"),
]


@pytest.mark.parametrize(
    ("with_fuel", "basis", "allowed"),
    [(True, Basis.EMISSION_FREE, True), (False, Basis.UNKNOWN, False)],
    ids=["the electric van", "the van without fuel rows and first admission"],
)
def test_a_real_vehicle(with_fuel: bool, basis: Basis, allowed: bool) -> None:
    """One is emission-free; of the other the register knows too little, and that is no yes."""
    folder = Path(FOLDER or "") / "rdw"
    mains = [
        main
        for main in folder.glob(f"{MAIN_RECORD}.*.json")
        if (folder / main.name.replace(MAIN_RECORD, FUEL)).exists() == with_fuel
    ]
    fuel = rows_in((folder / mains[0].name.replace(MAIN_RECORD, FUEL)).read_bytes()) if with_fuel else ()
    facts = facts_of(rows_in(mains[0].read_bytes()), fuel)
    zone = ZoneList(listed_zones()).zone("0363", date(2026, 11, 1))
    given = answer(zone, datetime(2026, 11, 1, 12, tzinfo=UTC), facts, (), read_access_rules())
    assert (given.basis, given.allowed) == (basis, allowed)
