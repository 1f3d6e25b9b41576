"""SIGKILL of the whole process while a reassessment runs: after the restart each affected case is reissued once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.loket_process import LoketProcess, started_again_when_killed
from tests.support.played_folders import CHUNK, Effects, Prepared, play_on

pytestmark = pytest.mark.slow

CRASH_POINTS = (
    "append.after_commit:1",  # the approval: committed, never answered
    "campaign.chunk_selected:2",
    "campaign.before_append:3",
    "append.before_commit:6",
    "append.after_commit:9",
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
    """The play goes on after the restart, ends as planned, and nothing is there twice or missing."""
    loket.start(crash_at=crash_at)
    with started_again_when_killed(loket) as exits:
        summary = play_on(loket)
        assert exits == [-signal.SIGKILL]
        assert summary.deviations == ()
        assert summary.proof_holds
        assert loket.stop() == 0
    effects = Effects.in_folder(loket.data)
    assert effects.faults() == []
    assert len(effects.renewals) == summary.affected >= 40
    verified = loket.run("verify")
    assert verified.returncode == 0, verified.stdout
