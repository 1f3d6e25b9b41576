"""The main job played by a test: whole, up to a step, or from a folder in which most of it was played.

What it leaves behind is counted in the databases themselves, so that nothing relies on the reads that
the services offer.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest

from services.demo.answers import Committed, ProofSeen
from services.demo.bodies import ApprovalBody
from services.demo.calendar import Calendar, Day
from services.demo.chapters.reading_back import PROOF
from services.demo.chapters.threshold_sets import APPROVALS
from services.demo.client import LoketClient, Session
from services.demo.kinds import SMALLEST_SIZE
from services.demo.main_job import play
from services.demo.people import REVIEWER
from services.demo.plan import plan
from services.demo.stage import Stage, progress_on_stderr
from services.demo.summary import Summary
from services.embedded import SERVICES
from services.notifications.domain.objection_notice import KIND_BY_RULING
from shared.database import open_engine
from shared.eventlog.tables import LogTables
from shared.eventlog.verify import verify_log
from tests.support.loket_process import LoketProcess, serving
from tests.support.span_collector import SpanCollector

SIZE: Final = SMALLEST_SIZE
SEED: Final = 1
APPROVAL_OF_SECOND_SET: Final = ("approve", "second")
CHUNK: Final = 7
"""Small, so that a campaign over this sample set has a score of chunks."""

TOLD: Final = "('dismissed', 'inadmissible', 'withdrawn')"
"""States of an objection whose end is told in a letter of its own."""

ENDS: Final = "(" + ", ".join(f"'{kind}'" for kind in sorted(KIND_BY_RULING.values())) + ")"
"""Letters about the end of an objection; what is about neither that nor a decision is about a step."""

Key = tuple[str, ...]
"""The columns that say which one it is."""


class Interrupted(Exception):
    """The play was broken off where the test wanted it."""


@dataclass(frozen=True)
class Prepared:
    """A folder in which the main job was played up to the approval of the second set, and what was said."""

    data: Path
    log: Path
    spans: Path

    def copy(self, to: Path) -> Path:
        """A copy to break; the original stays."""
        return Path(shutil.copytree(self.data, to / "data"))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The prepared folder, made once for all workers of a test run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _prepared_in(shared / "prepared")


def play_on(loket: LoketProcess) -> Summary:
    """Play the main job to its end, or again."""
    return play(loket.url, loket.data, seed=SEED, size=SIZE, quiet=True)


def play_until_second_approval(loket: LoketProcess) -> None:
    """Play until the second set is about to be approved."""

    def break_off() -> None:
        raise Interrupted

    with pytest.raises(Interrupted), before_step(*APPROVAL_OF_SECOND_SET, break_off):
        play_on(loket)


def approve_second_set(loket: LoketProcess) -> ProofSeen:
    """Only what a prepared folder still lacks: the approval, the campaign and the letters; returns its proof.

    With the demo's own keys, so the demo may be played on it afterwards.
    """
    set_id, version, digest = _one(
        loket.data,
        "decisions",
        "SELECT threshold_set_id, version, plan_digest FROM threshold_sets"
        " ORDER BY threshold_set_id DESC LIMIT 1",
    )
    with LoketClient(loket.url, loket.data, SEED) as client, progress_on_stderr(quiet=True) as progress:
        stage = Stage(client, Calendar.kept_in(loket.data, SEED, SIZE, client.now), progress)
        reviewer = stage.session(REVIEWER)
        reviewer.act(
            APPROVALS,
            *APPROVAL_OF_SECOND_SET,
            ApprovalBody(digest),
            if_match=f'"{version}"',
            set_id=UUID(set_id),
        )
        stage.wait("completed", 1, lambda: int(_completed(loket.data, set_id)))
        stage.go_to(Day.RENEWED)
        reassessment, *_ = _one(
            loket.data,
            "decisions",
            f"SELECT reassessment_id FROM reassessments WHERE threshold_set_id = '{set_id}'",
        )
        return reviewer.read(PROOF, ProofSeen, reassessment_id=UUID(reassessment)).value


def faults_of_logs(data: Path) -> list[str]:
    """What `loket verify` would name, of all logs of a folder."""
    found: list[str] = []
    for definition in (one for one in SERVICES if one.has_log):
        engine = open_engine(f"sqlite:///{data / definition.name}.db")
        found += verify_log(engine, LogTables.of(definition.metadata)).faults
        engine.dispose()
    return found


def planned_to_be_affected(data: Path) -> frozenset[UUID]:
    """The cases that the plan's own arithmetic names, by the applicants who handed them in."""
    return cases_of(data, {case.applicant.subject for case in plan(SEED, SIZE) if case.affected})


def cases_of(data: Path, subjects: Collection[str]) -> frozenset[UUID]:
    """The cases of these applicants."""
    cases = _rows(data, "applications", "SELECT case_id, applicant_subject FROM application_cases")
    return frozenset(UUID(case_id) for case_id, subject in cases if subject in subjects)


def objecting_without_finding(data: Path) -> frozenset[UUID]:
    """The cases with a pending objection on which no finding stands that a threshold is wrong."""
    query = "SELECT case_id FROM objections WHERE state = 'pending'"
    return frozenset(UUID(case_id) for (case_id,) in _rows(data, "objections", query))


@contextmanager
def before_step(step: str, about: str, do: Callable[[], None]) -> Iterator[None]:
    """Do something right before the demo sends this step."""
    act = Session.act

    def watched(session: Session, template: str, at: str, on: object, *rest: Any, **named: Any) -> Committed:
        if (at, str(on)) == (step, about):
            do()
        return act(session, template, at, on, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "act", watched)
        yield


@dataclass(frozen=True)
class Effects:
    """What came of it all outside the heads of the services: each thing with how often it is there."""

    renewals: Counter[Key]
    """By case."""
    letters_drawn_up: Counter[Key]
    """By decision, or by the objection of whose end they tell; without those about steps."""
    letters_sent: Counter[Key]
    """By letter."""
    printed: Counter[Key]
    """By letter."""
    register_entries: Counter[Key]
    """By decision, zone and act."""
    announced: frozenset[Key]
    """All that is announced by a letter: every decision, and every objection that ended without one."""

    @classmethod
    def in_folder(cls, data: Path) -> Effects:
        """Counted in the database files."""
        return cls(
            renewals=_counted(data, "decisions", _streams_of("decisions.DecisionReissued")),
            letters_drawn_up=_counted(
                data,
                "notifications",
                "SELECT coalesce(decision_id, objection_id) FROM letter_register"
                f" WHERE decision_id IS NOT NULL OR kind IN {ENDS}",
            ),
            letters_sent=_counted(
                data,
                "notifications",
                _streams_of(
                    "notifications.LetterSent",
                    "notifications.ObjectionLetterSent",
                    "notifications.StepLetterSent",
                ),
            ),
            printed=_counted(data, "notifications", "SELECT letter_id FROM print_queue"),
            register_entries=_counted(
                data, "register", "SELECT decision_id, zone, act FROM register_entries"
            ),
            announced=frozenset(
                [
                    *_rows(data, "decisions", "SELECT decision_id FROM decisions"),
                    *_rows(data, "decisions", "SELECT decision_id FROM leavings_out"),
                    *_rows(data, "objections", f"SELECT objection_id FROM objections WHERE state IN {TOLD}"),
                ]
            ),
        )

    def faults(self) -> list[str]:
        """What is there twice, or is missing, or should not be there; empty when each is there once."""
        named = {
            "renewals": self.renewals,
            "letters drawn up": self.letters_drawn_up,
            "letters sent": self.letters_sent,
            "letters printed": self.printed,
            "register entries": self.register_entries,
        }
        found = [f"{name} are doubled" for name, many in named.items() if max(many.values(), default=0) > 1]
        if set(self.letters_drawn_up) != self.announced:
            found.append("not every decision has a letter, or a letter has no decision")
        if set(self.letters_sent) != set(self.printed):
            found.append("letters that were sent are not those that were printed")
        return found


def _prepared_in(folder: Path) -> Prepared:
    made = Prepared(folder / "data", folder / "loket.log", folder / "spans")
    if not (folder / "done").exists():
        folder.mkdir(exist_ok=True)
        with (
            SpanCollector(made.spans) as spans,
            serving(made.data, made.log, log_level="DEBUG", otlp_endpoint=spans.endpoint) as loket,
        ):
            play_until_second_approval(loket)
            loket.stop()
        (folder / "done").touch()
    return made


def _streams_of(*topics: str) -> str:
    named = ", ".join(f"'{topic}'" for topic in topics)
    return f"SELECT stream_id FROM events WHERE topic IN ({named})"


def _completed(data: Path, set_id: str) -> bool:
    query = f"SELECT state FROM reassessments WHERE threshold_set_id = '{set_id}'"
    return _rows(data, "decisions", query) == [("completed",)]


def _one(data: Path, service: str, query: str) -> Key:
    (row,) = _rows(data, service, query)
    return row


def _counted(data: Path, service: str, query: str) -> Counter[Key]:
    return Counter(_rows(data, service, query))


def _rows(data: Path, service: str, query: str) -> list[Key]:
    with closing(sqlite3.connect(f"file:{data / service}.db?mode=ro", uri=True, timeout=10)) as database:
        return database.execute(query).fetchall()
