"""The main job, from application to reissue for every affected holder, told in chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from services.demo.answers import AccessSeen
from services.demo.applications import Application
from services.demo.calendar import Calendar, Day
from services.demo.chapters.announcements import check_access
from services.demo.chapters.desk import Handed, await_facts, decide, hand_in
from services.demo.chapters.endings import ask_to_complete, convert, give_back, leave_out, withdraw
from services.demo.chapters.meanwhile import erase_persons, intend_to_revoke, revoke, sell_vehicles
from services.demo.chapters.objecting import (
    IN_TIME,
    TOO_LATE,
    Lodged,
    find_threshold_wrong,
    object_to_refusals,
    take_findings_back,
)
from services.demo.chapters.reading_back import Played, read_back
from services.demo.chapters.ruling import (
    AT_ONCE,
    appeal,
    end_appeals,
    invite_to_hearings,
    reconsider,
    record_hearings,
    rule,
    withdraw_objections,
)
from services.demo.chapters.threshold_sets import (
    InForce,
    bring_into_force,
    have_rejected,
    rows_that_fall_away,
)
from services.demo.chapters.vehicle_records import applications_of
from services.demo.client import START_SECONDS, LoketClient
from services.demo.expectations import FIRST_SET, LAST_SET, SECOND_SET, THIRD_SET
from services.demo.kinds import DEFAULT_SIZE, DeskWork
from services.demo.observed import Observed
from services.demo.people import REVIEWER
from services.demo.plan import plan
from services.demo.planned import Moment
from services.demo.proceedings import FOUND, Objecting
from services.demo.stage import Stage, progress_on_stderr
from services.demo.summary import Summary, summary_of

RECORDS_FOLDER: Final = "rdw-records"
"""In the data folder of the server: where its stand-in for the vehicle register looks."""
TO_COMPLETE: Final = frozenset({DeskWork.NO_RESPONSE, DeskWork.WRONG_DATA})


def play(
    base_url: str,
    data: Path,
    *,
    seed: int = 1,
    size: int = DEFAULT_SIZE,
    records: Path | None = None,
    quiet: bool = False,
    patience: float = START_SECONDS,
) -> Summary:
    """Play the main job against a running server whose data folder is `data`, and say what came of it.

    Playing it again changes nothing and reads everything back; another seed comes beside what is there.
    `records` is a folder with records of the vehicle register of which every vehicle gets an application
    too. `patience`: seconds for the server to start. Raises PlayStopped when it cannot be played to its end.
    """
    cases = plan(seed, size)
    with LoketClient(base_url, data, seed) as client, progress_on_stderr(quiet=quiet) as progress:
        client.wait_for_server(patience)
        reviewer = client.session(REVIEWER)
        calendar = Calendar.kept_in(
            data, seed, size, client.now, lambda: rows_that_fall_away(reviewer, FIRST_SET)
        )
        folder = data / RECORDS_FOLDER
        applications = applications_of(cases, seed, folder, records)
        job = MainJob(Stage(client, calendar, progress), folder, seed)
        summary = summary_of(job.played(applications))
        job.stage.say_requests(summary.applications)
        return summary


@dataclass(slots=True)
class MainJob:
    """One play: its means, and what it has found so far."""

    stage: Stage
    records: Path
    seed: int
    handed: list[Handed] = field(default_factory=list)
    targets: dict[UUID, UUID] = field(default_factory=dict)
    lodged: list[Lodged] = field(default_factory=list)
    access: dict[Moment, dict[UUID, AccessSeen]] = field(default_factory=dict)

    def played(self, applications: Sequence[Application]) -> Observed:
        """Every chapter, in order."""
        late = [one for one in applications if one.planned is not None and one.planned.late]
        affected = sum(one.planned is not None and one.planned.affected for one in applications)
        self.stage.go_to(Day.OPENED)
        removes = self.stage.calendar.falls_away
        first = bring_into_force(self.stage, "first", FIRST_SET, Day.OPENED, expected=0, removes=removes)
        self._opened([one for one in applications if one not in late])
        self._announced()
        self._objected(late)
        self._not_completed()
        self._ruled()
        self.stage.go_to(Day.PROPOSED)
        second = self._second_set(affected)
        self.stage.go_to(Day.RENEWED)
        self._check(Moment.RENEWED)
        rejected = self._rejected()
        last = self._expired() if self.stage.calendar.expires else None
        return read_back(
            self.stage,
            Played(self.handed, self.targets, self.lodged, self.access, first, second, last, rejected),
        )

    def _opened(self, applications: Sequence[Application]) -> None:
        """Applications come in and are decided; of some, completion is asked."""
        stage, handed = self.stage, self.handed
        handed += hand_in(stage, "applications", applications)
        self._check(Moment.BEFORE)
        withdraw(stage, handed, DeskWork.WITHDRAWN_BEFORE)
        ask_to_complete(stage, handed, TO_COMPLETE, "ask")
        decide(stage, handed)

    def _announced(self) -> None:
        """The letters have gone out; some think better of it, and some are helped in another way."""
        stage = self.stage
        stage.go_to(Day.ANNOUNCED)
        self._check(Moment.ON_THE_DAY)
        self._check(Moment.ANNOUNCED)
        withdraw(stage, self.handed, DeskWork.WITHDRAWN_AFTER)
        give_back(stage, self.handed)
        intend_to_revoke(stage, self.handed)
        converted = convert(stage, self.handed)
        await_facts(stage, converted)
        decide(stage, converted)
        self._note_targets(converted)

    def _note_targets(self, converted: Sequence[Handed]) -> None:
        """Which case goes on in which: they have the same number."""
        by_number = {one.application.number: one.case_id for one in converted}
        for one in self.handed:
            planned = one.application.planned
            if planned is not None and planned.target is not None:
                self.targets[one.case_id] = by_number[planned.number]
        self.handed += converted

    def _objected(self, late: Sequence[Application]) -> None:
        """Some of the refused object; others apply once more, for another exemption."""
        stage = self.stage
        stage.go_to(Day.OBJECTED)
        self._check(Moment.GIVEN_BACK)
        self.lodged += object_to_refusals(stage, self.handed, IN_TIME)
        newer = hand_in(stage, "newer applications", late)
        decide(stage, newer)
        self.handed += newer

    def _not_completed(self) -> None:
        """Terms to complete pass unused; vehicles are sold, people are erased, and objectors are invited."""
        stage, handed = self.stage, self.handed
        stage.go_to(Day.ASKED_AGAIN)
        ask_to_complete(stage, handed, frozenset({DeskWork.NO_RESPONSE}), "ask-again")
        leave_out(stage, handed, DeskWork.WRONG_DATA)
        stage.go_to(Day.LEFT_OUT)
        leave_out(stage, handed, DeskWork.NO_RESPONSE)
        revoke(stage, handed)
        sell_vehicles(stage, handed, self.records, self.seed)
        erase_persons(stage, handed)
        invite_to_hearings(stage, self.lodged)

    def _ruled(self) -> None:
        """Some object too late; objections are ruled on or found right, and some go to the court."""
        stage = self.stage
        stage.go_to(Day.LATE)
        self.lodged += object_to_refusals(stage, self.handed, TOO_LATE)
        stage.go_to(Day.FOUND)
        find_threshold_wrong(stage, self.lodged, FOUND)
        withdraw_objections(stage, self.lodged)
        heard = record_hearings(stage, self.lodged)
        reconsider(stage, self.lodged, AT_ONCE, knowing=heard)
        rule(stage, self.lodged, AT_ONCE, knowing=heard)
        stage.go_to(Day.APPEALED)
        appeals = appeal(stage, self.lodged)
        end_appeals(stage, self.lodged, appeals)
        take_findings_back(stage, self.lodged)

    def _second_set(self, affected: int) -> InForce:
        """Because of a finding new thresholds enter into force, and every affected case is decided again."""
        found = next(one for one in self.lodged if one.with_finding)
        return bring_into_force(
            self.stage,
            "second",
            SECOND_SET,
            Day.PROPOSED,
            expected=affected,
            because_of=found.objection_id,
        )

    def _rejected(self) -> list[UUID]:
        """Other findings lead to nothing: their sets are rejected, and their objections dismissed."""
        course = Objecting.SET_REJECTED
        found = [one.objection_id for one in self.lodged if one.course is course]
        rejected = have_rejected(self.stage, "third", THIRD_SET, Day.RENEWED, found)
        self.stage.go_to(Day.CLOSED)
        reconsider(self.stage, self.lodged, {course})
        rule(self.stage, self.lodged, {course})
        self.stage.settle()
        return rejected

    def _expired(self) -> InForce:
        """Two years later every exemption on thresholds has expired, and a last set finds them so."""
        self.stage.go_to(Day.EXPIRED)
        last = bring_into_force(self.stage, "last", LAST_SET, Day.EXPIRED, expected=0)
        self._check(Moment.EXPIRED)
        return last

    def _check(self, moment: Moment) -> None:
        self.access[moment] = dict(check_access(self.stage, self.handed, moment))
