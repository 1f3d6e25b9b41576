"""`loket verify` on a played folder: silent while nobody has touched it, loud after one bit or one row."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from sqlalchemy import update

from services.embedded import SERVICES
from services.register.projections.access_rights import access_rights
from shared.database import open_engine, writing
from shared.runtime.access import Role
from tests.support.databases import empty_database
from tests.support.loket_process import LoketProcess, serving
from tests.support.played_folders import Prepared, approve_second_set
from tests.support.verified import copied_to, faults_found, faults_in_folder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


PATIENCE_SECONDS: Final = 60.0

PLANTED: Final = {
    "applications": (
        "UPDATE plate_tokens SET token = 'another' WHERE case_id = (SELECT min(case_id) FROM plate_tokens)",
        "UPDATE application_cases SET outcome = 'granted' WHERE outcome = 'refused'",
    ),
    "decisions": ("DELETE FROM reporting_register WHERE case_id = (SELECT min(case_id) FROM cases)",),
    "objections": (
        "UPDATE contested_decisions SET remedy_last_day = '2031-01-01' WHERE remedy_last_day IS NOT NULL",
        "UPDATE case_turns SET turn = turn + 1",
        "UPDATE objections SET state = 'dismissed'",
    ),
    "notifications": (
        "DELETE FROM print_queue WHERE letter_id = (SELECT min(letter_id) FROM print_queue)",
        "UPDATE letter_register SET sent_on = '2020-01-01'",
    ),
    "register": (
        "UPDATE access_rights SET plate_token = 'another'",
        "UPDATE vehicle_records SET facts = '{}'",
        "UPDATE register_entries SET effective_on = '2020-01-01'",
    ),
    "audit": (
        "UPDATE journal_entries SET actor = 'nobody' WHERE log = 'decisions'",
        "DELETE FROM journal_entries WHERE log = 'objections'",
        "UPDATE log_readings SET hash = x'00' WHERE log = 'applications'",
    ),
}
"""By service: what somebody with the database's password could do, or a bug."""

NAMED: Final = (
    "applications: plate_tokens: plate_tokens (case_id ",
    "applications: application_cases: application_cases (case_id ",
    "decisions: reporting_register: reporting_register (case_id ",
    "objections: contested_decisions: contested_decisions (decision_id ",
    "objections: contested_decisions: case_turns (case_id ",
    "objections: objection_register: objections (objection_id ",
    "notifications: print_queue: print_queue (letter_id ",
    "notifications: letter_register: letter_register (letter_id ",
    "register: access_register: access_rights (decision_id ",
    "register: vehicle_records: vehicle_records (case_id ",
    "register: access_register: register_entries (entry_id ",
    "audit: journal: journal_entries (event_id ",
    "audit: journal: log_readings (log applications)",
)
"""Service, projection, table and key of each of them."""


def test_a_played_folder_verifies(prepared: Prepared) -> None:
    """Nothing is found in logs that were only appended to, nor in the tables made of them."""
    verified = LoketProcess(prepared.data).run("verify", "--all")
    assert verified.returncode == 0
    assert verified.stdout.count("intact") == 4
    assert verified.stdout.count("as the logs say") == len(SERVICES)
    assert "register: zone_imports: taken over" in verified.stdout


def test_rows_that_were_changed_are_named(prepared: Prepared, tmp_path: Path) -> None:
    """The exit code is 1; service, projection, table and key are named, and of words only that they differ."""
    data = prepared.copy(tmp_path)
    for service, statements in PLANTED.items():
        with closing(sqlite3.connect(data / f"{service}.db")) as database, database:
            for statement in statements:
                assert database.execute(statement).rowcount
    verified = LoketProcess(data).run("verify")
    assert verified.returncode == 1
    assert [named for named in NAMED if named not in verified.stdout] == []
    assert "another" not in verified.stdout


def test_a_folder_verifies_while_it_is_served(prepared: Prepared, tmp_path: Path) -> None:
    """Whatever is being written: a campaign, its letters and their entries in the register."""
    data = prepared.copy(tmp_path)
    with (
        serving(data, tmp_path / "loket.log", campaign_chunk=7) as loket,
        ThreadPoolExecutor() as another,
    ):
        busy = another.submit(approve_second_set, loket)
        found = [faults_in_folder(data)]
        while not busy.done():
            found.append(faults_in_folder(data))
        assert busy.result().holds
        assert found == [[]] * len(found)
    assert faults_in_folder(data) == []


def test_a_folder_verifies_after_the_erasure_of_a_person(prepared: Prepared, tmp_path: Path) -> None:
    """Their plate is gone from every table, their acts are not; needs no key to be seen."""
    data = prepared.copy(tmp_path)
    with closing(sqlite3.connect(data / "register.db")) as register:
        ((found,),) = register.execute("SELECT min(case_id) FROM access_rights").fetchall()
        with serving(data, tmp_path / "loket.log") as loket, loket.http() as http:
            ordered = http.post(
                f"/applications/v1/applications/{UUID(found)}/erasures",
                headers={**loket.bearer(Role.OPERATOR, "operator-1"), "Idempotency-Key": "erase"},
            )
            assert ordered.is_success
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not register.execute("SELECT case_id FROM erased_cases").fetchall():
                assert time.monotonic() < deadline
                time.sleep(0.2)
    (data / "master.key").unlink()
    assert faults_in_folder(data) == []


def test_the_same_tables_on_postgresql(prepared: Prepared, postgres_server: str) -> None:
    """Equal rows are equal there, and one that differs is named."""
    with ExitStack() as databases:
        urls = {each.name: databases.enter_context(empty_database(postgres_server)) for each in SERVICES}
        copied_to(prepared.data, urls.__getitem__)
        assert faults_found(SERVICES, urls.__getitem__) == []
        engine = open_engine(urls["register"])
        with writing(engine) as connection:
            connection.execute(update(access_rights).values(plate_token="another"))
        engine.dispose()
        found = faults_found(SERVICES, urls.__getitem__)
    assert any(
        "access_rights (decision_id " in line and line.endswith("plate_token differs") for line in found
    )
    assert all(line.startswith("register: access_register: access_rights") for line in found)


@pytest.mark.parametrize(
    ("log", "column"),
    [
        ("applications", "state"),
        ("decisions", "metadata"),
        ("objections", "state"),
        ("notifications", "hash"),
    ],
)
def test_one_flipped_bit_of_one_event_is_found(
    prepared: Prepared, tmp_path: Path, log: str, column: str
) -> None:
    """The exit code is 1, and the log and the position are named."""
    data = prepared.copy(tmp_path)
    position = _flip_one_bit(data / f"{log}.db", column)
    verified = LoketProcess(data).run("verify")
    assert verified.returncode == 1
    assert f"position {position}" in verified.stdout
    assert verified.stdout.count("intact") == 3


def _flip_one_bit(file: Path, column: str) -> int:
    """Flip the lowest bit of one byte in the middle of an event in the middle; returns its position."""
    with closing(sqlite3.connect(file)) as database, database:
        ((last,),) = database.execute("SELECT max(position) FROM events").fetchall()
        position = int(last) // 2 + 1
        ((content,),) = database.execute(
            f"SELECT {column} FROM events WHERE position = ?", (position,)
        ).fetchall()
        changed = bytearray(content)
        changed[len(changed) // 2] ^= 1
        database.execute(f"UPDATE events SET {column} = ? WHERE position = ?", (bytes(changed), position))
    return position
