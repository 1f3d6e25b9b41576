"""The bus is transport, never truth: everything converges without it, and after it was lost, with nothing doubled."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from services.demo.summary import Summary
from tests.support.loket_process import LoketProcess, MessageServer, is_alive, serving
from tests.support.moments import Moment, when
from tests.support.nats import delete_stream, purge_stream
from tests.support.played_folders import (
    APPROVAL_OF_SECOND_SET,
    CHUNK,
    Effects,
    Prepared,
    approve_second_set,
    before_step,
    play_on,
)
from tests.support.undisturbed_run import Ending, assert_each_once

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

LOGS: Final = ("applications", "decisions", "objections", "notifications")
IN_THE_MIDDLE: Final = Moment("decisions", acts=25)
"""Of a reassessment of forty cases and more."""
FROZEN_SECONDS: Final = 7.0
"""Longer than anybody waits for one answer of the bus."""


def test_a_store_deleted_while_stopped_changes_nothing(prepared: Prepared, tmp_path: Path) -> None:
    """First in the middle of the main job, then after its end: no effect is lost, none comes twice."""
    data = prepared.copy(tmp_path)
    shutil.rmtree(data / "nats" / "store")
    with serving(data) as loket:
        _holds(play_on(loket))
        assert loket.stop() == 0
        played = Effects.in_folder(data)
        assert played.faults() == []
        shutil.rmtree(data / "nats" / "store")
        loket.start()
        _drain(loket)
        assert loket.stop() == 0
    assert Effects.in_folder(data) == played
    assert loket.run("verify").returncode == 0


def test_commands_go_on_when_the_message_server_is_killed(prepared: Prepared, tmp_path: Path) -> None:
    """It dies at the moment at which the reassessment starts, and stays away: all ends as planned."""
    with serving(prepared.copy(tmp_path)) as loket:
        server = loket.message_server_pid()

        def kill_the_server() -> None:
            os.kill(server, signal.SIGKILL)

        with before_step(*APPROVAL_OF_SECOND_SET, kill_the_server):
            _holds(play_on(loket))
        assert not is_alive(server)
        with loket.http() as http:
            assert http.get("/decisions/v1/readyz").status_code == 200
        assert loket.stop() == 0
    assert Effects.in_folder(loket.data).faults() == []


@pytest.mark.parametrize("lose", [purge_stream, delete_stream])
def test_streams_lost_in_the_middle_of_a_campaign_cost_nothing(
    prepared: Prepared, undisturbed: Ending, tmp_path: Path, lose: Callable[[MessageServer, str], None]
) -> None:
    """Every stream is emptied, or deleted, with messages on their way: no effect is lost, none comes twice."""
    with serving(prepared.copy(tmp_path), campaign_chunk=CHUNK) as loket:
        server = loket.message_server()

        def lose_all() -> None:
            for log in LOGS:
                lose(server, log)

        with when(IN_THE_MIDDLE, loket.data, lose_all):
            proof = approve_second_set(loket)
        assert loket.stop() == 0
    assert_each_once(loket.data, proof, undisturbed)


def test_a_message_server_frozen_in_the_middle_of_a_campaign_costs_nothing(
    prepared: Prepared, undisturbed: Ending, tmp_path: Path
) -> None:
    """It neither answers nor hangs up for some seconds; what it had taken meanwhile is not done twice."""
    with serving(prepared.copy(tmp_path), campaign_chunk=CHUNK) as loket:
        server = loket.message_server().pid

        def freeze() -> None:
            os.kill(server, signal.SIGSTOP)
            time.sleep(FROZEN_SECONDS)
            os.kill(server, signal.SIGCONT)

        with when(IN_THE_MIDDLE, loket.data, freeze):
            proof = approve_second_set(loket)
        _drain(loket)
        assert loket.stop() == 0
    assert_each_once(loket.data, proof, undisturbed)


def test_a_stop_leaves_no_message_server_behind(prepared: Prepared, tmp_path: Path) -> None:
    """Neither an orderly stop nor a kill does."""
    with serving(prepared.copy(tmp_path)) as loket:
        stopped = loket.message_server_pid()
        assert is_alive(stopped)
        assert loket.stop() == 0
        assert not is_alive(stopped)
        killed = loket.start().message_server_pid()
        loket.kill()
    assert not is_alive(killed)


def _holds(summary: Summary) -> None:
    assert summary.deviations == ()
    assert summary.proof_holds
    assert summary.affected == summary.reissued >= 20


def _drain(loket: LoketProcess) -> None:
    """Let everybody do what is due, without moving the clock."""
    with loket.http() as http:
        now = http.get("/dev/v1/clock").json()["now"]
        answer = http.post("/dev/v1/clock", json={"to": now}, timeout=120)
        assert answer.status_code == 200, answer.text
