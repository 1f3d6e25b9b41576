"""What a prepared folder ends as when nothing happens to it: the measure of every run that was disturbed."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from uuid import UUID

import pytest

from services.demo.answers import ProofSeen
from services.embedded import SERVICES
from tests.support.loket_process import serving
from tests.support.played_folders import (
    CHUNK,
    Effects,
    Prepared,
    approve_second_set,
    faults_of_logs,
    planned_to_be_affected,
)

FEWEST: Final = 40
"""Fewer affected would make a poor sample."""


@dataclass(frozen=True)
class Ending:
    """What came of it outside the heads of the services, and which acts each log holds, with how often."""

    effects: Effects
    acts: Counter[tuple[str, str]]

    @classmethod
    def of(cls, data: Path) -> Self:
        """Counted in the database files."""
        logs = [service.name for service in SERVICES if service.has_log]
        return cls(Effects.in_folder(data), Counter(act for log in logs for act in _acts(data, log)))


@pytest.fixture(scope="session")
def undisturbed(prepared: Prepared) -> Ending:
    """Played on once for all workers of a test run: approval, reassessment, letters."""
    folder = prepared.data.parent.with_name("undisturbed")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            with serving(prepared.copy(folder), campaign_chunk=CHUNK) as loket:
                assert approve_second_set(loket).holds
                assert loket.stop() == 0
            (folder / "done").touch()
    return Ending.of(folder / "data")


def assert_each_once(data: Path, proof: ProofSeen, undisturbed: Ending) -> None:
    """The affected of the plan, each reissued once; every other act, letter and entry as if nothing had happened."""
    planned = planned_to_be_affected(data)
    assert len(planned) >= FEWEST
    assert proof.holds
    assert set(proof.affected) == set(proof.reissued) == planned
    ending = Ending.of(data)
    assert ending.effects.faults() == []
    assert {UUID(case_id) for (case_id,) in ending.effects.renewals} == planned
    assert ending.acts == undisturbed.acts
    assert ending.effects == undisturbed.effects
    assert faults_of_logs(data) == []


def _acts(data: Path, log: str) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(f"file:{data / log}.db?mode=ro", uri=True)) as database:
        return [(log, topic) for (topic,) in database.execute("SELECT topic FROM events")]
