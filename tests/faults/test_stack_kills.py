"""SIGKILL of the whole process while a reassessment runs: after the restart each affected case is reissued once."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.loket_process import LoketProcess, started_again_when_killed
from tests.support.newcomers import MANY, acts_on_newcomers, newcomers_hand_in
from tests.support.played_folders import (
    CHUNK,
    Effects,
    Prepared,
    approve_second_set,
    faults_of_logs,
    objecting_without_finding,
    planned_to_be_affected,
    play_on,
)
from tests.support.undisturbed_run import Ending, assert_each_once

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

ON_THE_WAY_IN = (
    "applications.append.before_commit:2",
    "applications.append.after_commit:3",  # committed, never answered
    "vehicle_facts.fetched:2",  # asked, not recorded
    "decisions-from-applications.taken:4",
)
IN_THE_CAMPAIGN = (
    "append.after_commit:1",  # the approval: committed, never answered
    "campaign.before_append:3",
    "append.before_commit:6",
    "campaign.before_completion:1",
)
ON_THE_WAY_OUT = (
    "decisions-relay.published:1",  # on the bus, not remembered
    "notifications.append.before_commit:5",
    "letter.written:6",  # sealed, neither in the print queue nor recorded
    "letter.sent:6",
    "register-from-notifications.applied:3",
    "register-from-notifications.taken:3",
)
"""Counted from the start of the process, in which the approval of the second set is the first append."""

RECEIVED_AND_OPENED = (
    "applications.ApplicationSubmitted",
    "applications.VehicleFactsReceived",
    "decisions.DecisionTermStarted",
    "decisions.VehicleFactsNoted",
)


@pytest.fixture
def loket(prepared: Prepared, tmp_path: Path) -> Iterator[LoketProcess]:
    """A process on a copy of the prepared folder, not started yet."""
    loket = LoketProcess(prepared.copy(tmp_path), campaign_chunk=CHUNK)
    yield loket
    loket.close()


@pytest.mark.parametrize("crash_at", ON_THE_WAY_IN)
def test_an_application_is_received_once_over_a_kill(loket: LoketProcess, crash_at: str) -> None:
    """Each applicant sends until answered: one application with the facts of its vehicle, and one case."""
    loket.start(crash_at=crash_at)
    with started_again_when_killed(loket) as exits:
        newcomers_hand_in(loket)
        assert exits == [-signal.SIGKILL]
        assert loket.stop() == 0
    assert acts_on_newcomers(loket.data) == [RECEIVED_AND_OPENED] * MANY
    assert faults_of_logs(loket.data) == []


@pytest.mark.parametrize("crash_at", [*IN_THE_CAMPAIGN, *ON_THE_WAY_OUT])
def test_each_affected_case_is_reissued_once_over_a_kill(
    loket: LoketProcess, undisturbed: Ending, crash_at: str
) -> None:
    """The reviewer sends the approval until it is answered; the rest goes on by itself after the restart."""
    loket.start(crash_at=crash_at)
    _ends_as_planned(loket, undisturbed)


@pytest.mark.parametrize("label", ["objections.append.before_commit", "objections-from-decisions.taken"])
def test_a_renewal_is_attached_once_over_a_kill(loket: LoketProcess, undisturbed: Ending, label: str) -> None:
    """The objection is pending, and covers the renewal once (Awb 6:19)."""
    loket.start(crash_at=f"{label}:{_first_renewal_that_is_attached(loket)}")
    _ends_as_planned(loket, undisturbed)
    assert undisturbed.acts["objections", "objections.RenewedDecisionAttached"] > 0


def test_a_store_lost_in_a_kill_costs_nothing(loket: LoketProcess, undisturbed: Ending) -> None:
    """Messages on their way are gone with the process; the feeds still have them."""
    loket.start(crash_at="campaign.chunk_done:4")
    _ends_as_planned(loket, undisturbed, meanwhile=lambda: shutil.rmtree(loket.data / "nats" / "store"))


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


def _ends_as_planned(
    loket: LoketProcess, undisturbed: Ending, meanwhile: Callable[[], None] = lambda: None
) -> None:
    with started_again_when_killed(loket, meanwhile) as exits:
        proof = approve_second_set(loket)
        assert exits == [-signal.SIGKILL]
        assert loket.stop() == 0
    assert_each_once(loket.data, proof, undisturbed)


def _first_renewal_that_is_attached(loket: LoketProcess) -> int:
    """Its place among the renewals, which are made in order of case id."""
    pending = objecting_without_finding(loket.data)
    return 1 + min(
        place
        for place, case_id in enumerate(sorted(planned_to_be_affected(loket.data)))
        if case_id in pending
    )


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
    _change(
        data,
        "notifications",
        "UPDATE letter_register SET decision_id = 'another'"
        " WHERE letter_id = (SELECT min(letter_id) FROM letter_register WHERE decision_id IS NOT NULL)",
    )
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
