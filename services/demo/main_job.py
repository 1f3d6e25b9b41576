"""The main job, from application to reissue for every affected holder, told in chapters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from services.demo.applications import Application
from services.demo.calendar import Calendar, Day
from services.demo.chapters.announcements import check_access
from services.demo.chapters.desk import decide, hand_in
from services.demo.chapters.objecting import find_threshold_wrong, object_to_refusals
from services.demo.chapters.reading_back import read_campaign, read_cases, read_logs
from services.demo.chapters.threshold_sets import bring_into_force
from services.demo.chapters.vehicle_records import applications_of
from services.demo.client import LoketClient
from services.demo.expectations import FIRST_SET, SECOND_SET
from services.demo.observed import AccessOver, Observed
from services.demo.plan import DEFAULT_SIZE, plan
from services.demo.stage import Stage, progress_on_stderr
from services.demo.summary import Summary, summary_of

RECORDS_FOLDER: Final = "rdw-records"
"""In the data folder of the server: where its stand-in for the vehicle register looks."""


def play(
    base_url: str,
    data: Path,
    *,
    seed: int = 1,
    size: int = DEFAULT_SIZE,
    records: Path | None = None,
    quiet: bool = False,
) -> Summary:
    """Play the main job against a running server whose data folder is `data`, and say what came of it.

    Playing it again changes nothing and reads everything back. `records` is a folder with records of
    the vehicle register of which every vehicle gets an application too. Raises PlayStopped
    when it cannot be played to its end.
    """
    cases = plan(seed, size)
    with LoketClient(base_url, data, seed) as client, progress_on_stderr(quiet=quiet) as progress:
        client.wait_for_server()
        calendar = Calendar.kept_in(data, seed, size, client.now)
        applications = applications_of(cases, seed, data / RECORDS_FOLDER, records)
        stage = Stage(client, calendar, progress)
        return summary_of(_play_chapters(stage, applications))


def _play_chapters(stage: Stage, applications: Sequence[Application]) -> Observed:
    stage.go_to(Day.OPENED)
    first = bring_into_force(stage, "first", FIRST_SET, Day.OPENED, expected=0)
    handed = hand_in(stage, applications)
    before = check_access(stage, "access before", handed, Day.EVE)
    decide(stage, handed)
    stage.go_to(Day.ANNOUNCED)
    announced = check_access(stage, "access after the letters", handed, Day.ANNOUNCED)
    stage.go_to(Day.OBJECTED)
    lodged = object_to_refusals(stage, handed)
    stage.go_to(Day.FOUND)
    found = find_threshold_wrong(stage, lodged)
    stage.go_to(Day.PROPOSED)
    affected = sum(one.planned is not None and one.planned.affected for one in applications)
    second = bring_into_force(
        stage, "second", SECOND_SET, Day.PROPOSED, expected=affected, because_of=found[0].objection_id
    )
    stage.go_to(Day.RENEWED)
    renewed = check_access(stage, "access after renewal", handed, Day.RENEWED)
    access = {
        case_id: AccessOver(before[case_id], announced[case_id], renewed[case_id]) for case_id in before
    }
    files = read_cases(stage, handed, lodged, access)
    return Observed(files, read_campaign(stage, lodged, first, second), read_logs(stage))
