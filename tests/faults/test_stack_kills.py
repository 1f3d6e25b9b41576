"""SIGKILL of the whole process while a reassessment runs: after the restart each affected case is reissued once."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from services.demo.answers import ProofSeen
from tests.support.loket_process import LoketProcess, started_again_when_killed
from tests.support.played_folders import (
    CHUNK,
    Effects,
    Prepared,
    approve_second_set,
    faults_of_logs,
    planned_to_be_affected,
    play_on,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

CRASH_POINTS = (
    "append.after_commit:1",  # the approval: committed, never answered
    "campaign.chunk_selected:2",
    "campaign.before_append:3",
    "append.before_commit:6",
    "campaign.chunk_done:4",
    "campaign.before_completion:1",
)
"""Counted from the start of the process, in which the approval of the second set is the first append."""


@pytest.fixture
def loket(prepared: Prepared, tmp_path: Path) -> Iterator[LoketProcess]:
    """A process on a copy of the prepared folder, not started yet."""
    loket = LoketProcess(prepared.copy(tmp_path), campaign_chunk=CHUNK)
    yield loket
    loket.close()


@pytest.mark.parametrize("crash_at", CRASH_POINTS)
def test_each_affected_case_is_reissued_once_over_a_kill(loket: LoketProcess, crash_at: str) -> None:
    """The reviewer sends the approval until it is answered; the rest goes on by itself after the restart."""
    loket.start(crash_at=crash_at)
    with started_again_when_killed(loket) as exits:
        proof = approve_second_set(loket)
        assert exits == [-signal.SIGKILL]
        assert loket.stop() == 0
    _each_once(loket, proof)


def test_a_store_lost_in_a_kill_costs_nothing(loket: LoketProcess) -> None:
    """Messages on their way are gone with the process; the feeds still have them."""
    loket.start(crash_at="campaign.chunk_done:4")
    store = loket.data / "nats" / "store"
    with started_again_when_killed(loket, meanwhile=lambda: shutil.rmtree(store)) as exits:
        proof = approve_second_set(loket)
        assert exits == [-signal.SIGKILL]
        assert loket.stop() == 0
    _each_once(loket, proof)


def test_the_main_job_played_again_over_a_kill_ends_as_planned(loket: LoketProcess) -> None:
    """Every answer that was lost is asked for again; what was done before the kill stays as it was."""
    loket.start(crash_at="campaign.before_append:2")
    with started_again_when_killed(loket) as exits:
        summary = play_on(loket)
        assert exits == [-signal.SIGKILL]
        assert loket.stop() == 0
    assert summary.deviations == ()
    assert summary.proof_holds
    assert Effects.in_folder(loket.data).faults() == []


def _each_once(loket: LoketProcess, proof: ProofSeen) -> None:
    """The affected of the plan, each reissued once, with one letter and one entry, in logs that verify."""
    planned = planned_to_be_affected(loket.data)
    assert len(planned) >= 40
    assert proof.holds
    assert set(proof.affected) == set(proof.reissued) == planned
    effects = Effects.in_folder(loket.data)
    assert effects.faults() == []
    assert {UUID(case_id) for (case_id,) in effects.renewals} == planned
    assert faults_of_logs(loket.data) == []


# The count itself can fail


def test_the_count_sees_what_is_there_twice_or_missing(prepared: Prepared, tmp_path: Path) -> None:
    """A second renewal of a case, a second entry on a decision, and a letter that was never printed."""
    data = prepared.copy(tmp_path)
    assert Effects.in_folder(data).faults() == []
    _change(
        data, "decisions", "UPDATE events SET topic = 'decisions.DecisionReissued' WHERE stream_version < 3"
    )
    _change(data, "register", "UPDATE register_entries SET decision_id = 'the same'")
    _change(
        data,
        "notifications",
        "DELETE FROM print_queue WHERE letter_id = (SELECT min(letter_id) FROM print_queue)",
    )
    _change(data, "notifications", "UPDATE letter_register SET decision_id = 'another' WHERE rowid = 1")
    assert Effects.in_folder(data).faults() == [
        "renewals are doubled",
        "register entries are doubled",
        "not every decision has a letter, or a letter has no decision",
        "letters that were sent are not those that were printed",
    ]
    assert faults_of_logs(data) != []


def _change(data: Path, service: str, statement: str) -> None:
    with closing(sqlite3.connect(data / f"{service}.db")) as database, database:
        database.execute(statement)
