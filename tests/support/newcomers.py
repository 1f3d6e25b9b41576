"""People who apply after the sample set has come in, whatever happens to the server meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from services.demo.applications import Application
from services.demo.calendar import Calendar
from services.demo.chapters.desk import hand_in
from services.demo.client import LoketClient
from services.demo.main_job import RECORDS_FOLDER
from services.demo.records import PlannedVehicle, synthetic_plate, write_records
from services.demo.stage import Stage, progress_on_stderr
from tests.support.loket_process import LoketProcess
from tests.support.played_folders import SEED, SIZE

MANY: Final = 6
FIRST_PLATE: Final = 3_900
"""Far beyond the plates of the sample set."""


def newcomers_hand_in(loket: LoketProcess) -> None:
    """Each sends the application until it is answered; returns when the desk knows every vehicle."""
    newcomers = _newcomers()
    vans = [PlannedVehicle(one.plate, "N1", 1_050, 2_000) for one in newcomers]
    write_records(loket.data / RECORDS_FOLDER, vans, SEED)
    with LoketClient(loket.url, loket.data, SEED) as client, progress_on_stderr(quiet=True) as progress:
        hand_in(Stage(client, Calendar.kept_in(loket.data, SEED, SIZE, client.now), progress), newcomers)


def acts_on_newcomers(data: Path) -> list[tuple[str, ...]]:
    """What was recorded on each of their applications, and then by the desk; a line for each application."""
    ours = {one.applicant.subject for one in _newcomers()}
    cases = _rows(data, "applications", "SELECT case_id, applicant_subject FROM application_cases")
    of_case = {case_id: _topics(data, case_id) for case_id, subject in cases if subject in ours}
    return list(of_case.values())


def _newcomers() -> list[Application]:
    plates = [synthetic_plate(FIRST_PLATE + number, "N1") for number in range(MANY)]
    return [Application.for_given_vehicle(number, plate) for number, plate in enumerate(plates, 1)]


def _topics(data: Path, case_id: str) -> tuple[str, ...]:
    query = f"SELECT topic FROM events WHERE stream_id = '{case_id}' ORDER BY stream_version"
    return tuple(topic for log in ("applications", "decisions") for (topic,) in _rows(data, log, query))


def _rows(data: Path, service: str, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(f"file:{data / service}.db?mode=ro", uri=True, timeout=10)) as database:
        return database.execute(query).fetchall()
