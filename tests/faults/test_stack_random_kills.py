"""SIGKILL of the whole process at moments that nobody has chosen, while a reassessment runs and its letters go out."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from random import SystemRandom

import pytest

from tests.support.loket_process import LoketProcess, started_again_when_killed
from tests.support.moments import Moment, when
from tests.support.played_folders import CHUNK, Prepared, approve_second_set, planned_to_be_affected
from tests.support.undisturbed_run import Ending, assert_each_once

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

FAILED_BEFORE: tuple[int, ...] = ()
"""Seeds of moments at which the process once did not survive its death: tried for ever."""


@pytest.mark.parametrize("seed", [*FAILED_BEFORE, *["drawn anew"] * 4])
def test_whenever_it_is_killed_each_case_is_reissued_once(
    prepared: Prepared, undisturbed: Ending, tmp_path: Path, seed: int | str
) -> None:
    """A seed that fails is printed; it goes into FAILED_BEFORE."""
    seed = SystemRandom().randrange(1_000_000) if isinstance(seed, str) else seed
    loket = LoketProcess(prepared.copy(tmp_path), campaign_chunk=CHUNK)
    moment = Moment.drawn_from(seed, len(planned_to_be_affected(loket.data)))
    print(f"seed {seed}: {moment}")  # noqa: T201 - pytest shows it when the test fails
    process = loket.start().pid
    try:
        with (
            started_again_when_killed(loket) as exits,
            when(moment, loket.data, lambda: os.kill(process, signal.SIGKILL)),
        ):
            proof = approve_second_set(loket)
            assert exits == [-signal.SIGKILL]
            assert loket.stop() == 0
    finally:
        loket.close()
    assert_each_once(loket.data, proof, undisturbed)
