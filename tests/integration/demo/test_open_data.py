"""The stand-in answers as the register's open data does."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from services.demo.open_data import open_data
from services.demo.plan import plan, vehicles
from services.demo.records import FUEL, MAIN_RECORD, MANIFEST, PlannedVehicle, write_records

VAN = PlannedVehicle("V001QC", "N1", 1_050, 2_000)
TRUCK = PlannedVehicle("B002QC", "N2", None, 3_500)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the records of a van and a truck."""
    write_records(tmp_path, [VAN, TRUCK], seed=7)
    return tmp_path


@pytest.fixture
def register(folder: Path) -> TestClient:
    """A client of the stand-in over that folder."""
    return TestClient(open_data(folder))


def test_a_plate_gives_its_rows(register: TestClient) -> None:
    """A list of objects of strings, absent fields left out."""
    answer = register.get(f"/resource/{MAIN_RECORD}.json", params={"kenteken": VAN.plate})
    assert answer.headers["content-type"] == "application/json"
    assert [row["laadvermogen"] for row in answer.json()] == ["1050"]


def test_several_plates_give_the_rows_of_each(register: TestClient) -> None:
    """In one answer; one that is not registered has no row in it, one that is named twice has one."""
    where = f"kenteken in('{VAN.plate}','V999QC','{TRUCK.plate}','{VAN.plate}')"
    rows = register.get(f"/resource/{MAIN_RECORD}.json", params={"$where": where}).json()
    assert [row["kenteken"] for row in rows] == [TRUCK.plate, VAN.plate]


def test_only_the_files_of_the_named_plates_are_opened(register: TestClient, folder: Path) -> None:
    """However many there are: one of another plate that cannot be read does no harm."""
    (folder / f"{MAIN_RECORD}.{TRUCK.plate}.json").write_text("not to be opened")
    answer = register.get(
        f"/resource/{MAIN_RECORD}.json", params={"$where": f"kenteken in('{VAN.plate}')", "$limit": "1000"}
    )
    assert [row["kenteken"] for row in answer.json()] == [VAN.plate]


def test_a_row_of_another_plate_is_not_among_those_asked_for(register: TestClient, folder: Path) -> None:
    """The row says whose it is, not the name of its file."""
    (folder / f"{MAIN_RECORD}.V003QC.json").write_text('[{"kenteken": "V004QC"}]')
    answer = register.get(f"/resource/{MAIN_RECORD}.json", params={"$where": "kenteken in('V003QC')"})
    assert answer.json() == []


def test_several_plates_and_a_field_filter_together(register: TestClient) -> None:
    """Both hold of every row."""
    question = {
        "$where": f"kenteken in('{VAN.plate}','{TRUCK.plate}')",
        "europese_voertuigcategorie": "N2",
    }
    rows = register.get(f"/resource/{MAIN_RECORD}.json", params=question).json()
    assert [row["kenteken"] for row in rows] == [TRUCK.plate]


def test_an_absent_field_is_left_out(register: TestClient) -> None:
    """Not null and not an empty string."""
    (row,) = register.get(f"/resource/{MAIN_RECORD}.json", params={"kenteken": TRUCK.plate}).json()
    assert "laadvermogen" not in row


@pytest.mark.parametrize("plate", ["V999QC", "", "v001qc", "../manifest", "*"])
def test_an_unknown_plate_is_an_empty_list(register: TestClient, plate: str) -> None:
    """200 with nothing in it; a plate is compared as it is written, and is never a path."""
    answer = register.get(f"/resource/{MAIN_RECORD}.json", params={"kenteken": plate})
    assert (answer.status_code, answer.json()) == (200, [])


def test_an_unknown_data_set_is_not_found(register: TestClient) -> None:
    """404 with the fault in JSON."""
    answer = register.get("/resource/aaaa-0000.json")
    assert (answer.status_code, answer.json()["error"]) == (404, True)


def test_a_file_that_appears_is_served(register: TestClient, folder: Path) -> None:
    """Nothing is kept in memory."""
    later = PlannedVehicle("V003QC", "N1", 999, 2_000)
    write_records(folder, [later], seed=7)
    assert register.get(f"/resource/{FUEL}.json", params={"kenteken": later.plate}).json()


def test_other_fields_filter_too(register: TestClient) -> None:
    """Equality on any field, over all plates."""
    rows = register.get(f"/resource/{MAIN_RECORD}.json", params={"europese_voertuigcategorie": "N2"}).json()
    assert [row["kenteken"] for row in rows] == [TRUCK.plate]


@pytest.mark.parametrize(
    ("parameters", "plates"),
    [
        ({"$order": ":id"}, [TRUCK.plate, VAN.plate]),
        ({"$order": "kenteken DESC"}, [VAN.plate, TRUCK.plate]),
        ({"$order": "laadvermogen"}, [VAN.plate, TRUCK.plate]),
        ({"$order": ":id", "$limit": "1"}, [TRUCK.plate]),
        ({"$order": ":id", "$offset": "1"}, [VAN.plate]),
    ],
)
def test_paging(register: TestClient, parameters: dict[str, str], plates: list[str]) -> None:
    """Limit, offset and order as the register understands them."""
    rows = register.get(f"/resource/{MAIN_RECORD}.json", params=parameters).json()
    assert [row["kenteken"] for row in rows] == plates


@pytest.mark.parametrize(
    "parameters",
    [
        {"$limit": "x"},
        {"$offset": "-1"},
        {"$select": "kenteken"},
        {"$where": ""},
        {"$where": "1=1"},
        {"$where": "kenteken='V001QC'"},
        {"$where": "kenteken in()"},
        {"$where": "kenteken in(V001QC)"},
        {"$where": "kenteken in('v001qc')"},
        {"$where": "kenteken in('../manifest')"},
        {"$where": "kenteken in('V001QC',)"},
        {"$where": "kenteken in('V001QC','B002QC)"},
        {"$where": "kenteken in('V001QC') or 1=1"},
        {"$where": "kenteken in('V001QC')\n"},
        {"$where": "merk in('V001QC')"},
    ],
)
def test_what_is_not_understood_is_refused(register: TestClient, parameters: dict[str, str]) -> None:
    """A filter that is ignored in silence would give wrong rows."""
    assert register.get(f"/resource/{MAIN_RECORD}.json", params=parameters).status_code == 400


def test_an_app_token_makes_no_difference(register: TestClient) -> None:
    """The header is accepted and ignored."""
    answer = register.get(f"/resource/{MAIN_RECORD}.json", headers={"X-App-Token": "anything"})
    assert answer.status_code == 200


def test_too_many_requests_when_asked_for(folder: Path) -> None:
    """Without a token the register throttles; each third request here."""
    register = TestClient(open_data(folder, too_many_every=3))
    statuses = [register.get(f"/resource/{MAIN_RECORD}.json").status_code for _ in range(6)]
    assert statuses == [200, 200, 429, 200, 200, 429]


def test_the_manifest_says_synthetic(folder: Path) -> None:
    """Whoever finds the folder must see that no vehicle in it exists."""
    assert "SYNTHETIC" in json.loads((folder / MANIFEST).read_text("utf-8"))


def test_the_same_plan_gives_the_same_files(tmp_path: Path) -> None:
    """Byte for byte."""
    sample = list(vehicles(plan(seed=7, size=200)))
    first, second = tmp_path / "first", tmp_path / "second"
    assert write_records(first, sample, seed=7) == write_records(second, sample, seed=7)
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {
        path.name: path.read_bytes() for path in second.iterdir()
    }


@pytest.mark.real_data
@pytest.mark.parametrize(("plate", "data_sets"), [("VXJ99N", 1), ("VTV69T", 5)])
def test_real_records_are_served_as_they_are(plate: str, data_sets: int) -> None:
    """A folder of real answers works like one of synthetic ones."""
    if "LOKET_REAL_DATA" not in os.environ:
        pytest.skip("LOKET_REAL_DATA is not set")
    folder = Path(os.environ["LOKET_REAL_DATA"]) / "rdw"
    register = TestClient(open_data(folder))
    files = sorted(folder.glob(f"*.{plate}.json"))
    assert len(files) == data_sets
    for file in files:
        answer = register.get(f"/resource/{file.name.split('.')[0]}.json", params={"kenteken": plate})
        assert answer.json() == json.loads(file.read_text("utf-8"))
