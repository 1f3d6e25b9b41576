"""Synthetic records: the register's own format, with its traps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from services.demo.kinds import Kind
from services.demo.plan import plan, vehicles
from services.demo.records import (
    FUEL,
    MAIN_RECORD,
    SERIES,
    Category,
    Drive,
    PlannedVehicle,
    Row,
    Unknown,
    records_of,
    rewrite_records,
    synthetic_plate,
    write_records,
)

CASES = plan(seed=7)
RECORDS = [record for vehicle in vehicles(CASES) for record in [records_of(vehicle, seed=7)] if record]
MAIN = [record[MAIN_RECORD][0] for record in RECORDS]
FUEL_ROWS = [row for record in RECORDS for row in record.get(FUEL, [])]


def main_of(vehicle: PlannedVehicle) -> Row:
    """The main record of a vehicle."""
    return records_of(vehicle, seed=7)[MAIN_RECORD][0]


def test_every_value_is_a_string() -> None:
    """Numbers and dates too, as the register writes them."""
    rows = [row for record in RECORDS for data_set in record.values() for row in data_set]
    assert {type(value) for row in rows for value in row.values()} == {str}


def test_a_date_has_its_twin() -> None:
    """YYYYMMDD beside a timestamp in a field that ends in _dt."""
    for row in MAIN:
        day = row["datum_tenaamstelling"]
        assert row["datum_tenaamstelling_dt"] == f"{day[:4]}-{day[4:6]}-{day[6:]}T00:00:00.000"


@pytest.mark.parametrize(
    ("unknown_as", "written"),
    [(Unknown.OMITTED, None), (Unknown.ZERO, "0"), (Unknown.PLACEHOLDER, "Niet geregistreerd")],
)
def test_an_unknown_mass_is_written_in_three_ways(unknown_as: Unknown, written: str | None) -> None:
    """Left out, zero, or the register's placeholder."""
    assert main_of(PlannedVehicle("V", "N1", None, unknown_as=unknown_as)).get("laadvermogen") == written


def test_a_known_mass_is_written_as_planned() -> None:
    """What decides about the vehicle is what the plan says."""
    row = main_of(PlannedVehicle("V", "N2", 5_000, 3_500, 22_223))
    deciding = ("laadvermogen", "maximum_trekken_massa_geremd", "maximum_massa_samenstelling")
    assert [row[field] for field in deciding] == ["5000", "3500", "22223"]


def test_a_missing_category_is_left_out() -> None:
    """An absent field is omitted, not null."""
    assert "europese_voertuigcategorie" not in main_of(PlannedVehicle("V", None, 1_000))


@pytest.mark.parametrize(
    ("drive", "fuels"),
    [
        (Drive.DIESEL, ["Diesel"]),
        (Drive.PETROL, ["Benzine"]),
        (Drive.PLUG_IN_HYBRID, ["Diesel", "Elektriciteit"]),
        (Drive.ELECTRIC, ["Elektriciteit"]),
        (Drive.HYDROGEN, ["Waterstof", "Elektriciteit"]),
    ],
)
def test_fuel_rows(drive: Drive, fuels: list[str]) -> None:
    """One numbered row per fuel."""
    rows = records_of(PlannedVehicle("V", "N1", 1_000, drive=drive), seed=7)[FUEL]
    assert [row["brandstof_omschrijving"] for row in rows] == fuels
    assert [row["brandstof_volgnummer"] for row in rows] == [str(n + 1) for n in range(len(fuels))]


def test_an_electric_vehicle_has_z_and_ax_and_no_co2_field() -> None:
    """That is how it looks in the register; zero is not written."""
    (row,) = records_of(PlannedVehicle("V", "N1", 1_000, drive=Drive.ELECTRIC), seed=7)[FUEL]
    assert (row["emissiecode_omschrijving"], row["uitlaatemissieniveau"]) == ("Z", "AX")
    assert not [field for field in row if "co2" in field]


def test_a_vehicle_without_fuel_has_no_file_of_it() -> None:
    """The register answers an empty list."""
    assert FUEL not in records_of(PlannedVehicle("V", "N1", 1_000, drive=Drive.NOT_REGISTERED), seed=7)


def test_a_vehicle_that_is_not_registered_has_nothing() -> None:
    """No row in any data set."""
    assert not records_of(PlannedVehicle("V", "N1", 1_000, in_register=False), seed=7)


def test_the_traps_occur_in_the_sample_set() -> None:
    """A reader that has seen only tidy records would stumble at the first real one."""
    assert {"N1", "N2", "N3", "M1", None} == {row.get("europese_voertuigcategorie") for row in MAIN}
    assert {None, "0", "Niet geregistreerd"} <= {row.get("laadvermogen") for row in MAIN}
    assert {"Logisch", "Niet geregistreerd"} <= {row["tellerstandoordeel"] for row in MAIN}
    assert {"EURO 5", "EURO 5 G", "EURO 6 AP", "AX", None} == {
        row.get("uitlaatemissieniveau") for row in FUEL_ROWS
    }
    assert any("OVC-HEV" in row.values() for row in FUEL_ROWS)
    assert len(RECORDS) < len(list(vehicles(CASES)))


def test_the_same_seed_gives_the_same_records() -> None:
    """A vehicle's records do not depend on which others there are."""
    vehicle = next(case.vehicle for case in CASES if case.kind is Kind.AFFECTED_VAN)
    assert records_of(vehicle, seed=7) == records_of(vehicle, seed=7)
    assert records_of(vehicle, seed=7) != records_of(vehicle, seed=8)


@pytest.mark.parametrize(
    ("number", "category", "plate"),
    [(0, "N1", "V000QC"), (999, "N2", "B999QC"), (1_000, "N3", "B000CQ"), (3_999, None, "X999CC")],
)
def test_plates_by_table(number: int, category: Category | None, plate: str) -> None:
    """V for a van, B for a truck, three digits, a pair that is never issued."""
    assert synthetic_plate(number, category) == plate


def test_there_are_four_thousand_plates() -> None:
    """A number beyond them would repeat one."""
    with pytest.raises(ValueError, match="4000"):
        synthetic_plate(4_000, "N1")


def test_every_series_has_plates_of_its_own() -> None:
    """None of which is issued: their last two letters have a C or a Q."""
    plates = [
        synthetic_plate(number, "N1", series) for series in range(SERIES) for number in range(0, 4_000, 500)
    ]
    assert len(set(plates)) == len(plates)
    assert all(set(plate[-2:]) & {"C", "Q"} for plate in plates)
    with pytest.raises(ValueError, match="series"):
        synthetic_plate(0, "N1", SERIES)


def test_a_sold_vehicle_is_written_over_its_own_records_alone(tmp_path: Path) -> None:
    """The others, and the manifest, stay as they were."""
    sold, other = PlannedVehicle("V001QC", "N1", 1_000), PlannedVehicle("V002QC", "N1", 1_000)
    write_records(tmp_path, [sold, other], seed=7)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    rewrite_records(tmp_path, [replace(sold, resold=True)], seed=7)
    changed = {file.name for file in tmp_path.iterdir() if file.read_bytes() != before[file.name]}
    assert changed == {f"{MAIN_RECORD}.V001QC.json"}
