"""SIGKILL of the whole process at moments that nobody has chosen, while a reassessment runs and its letters go out."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random, SystemRandom
from typing import Self

import pytest

from tests.support.loket_process import LoketProcess, started_again_when_killed
from tests.support.played_folders import CHUNK, Prepared, approve_second_set, planned_to_be_affected
from tests.support.undisturbed_run import Ending, assert_each_once

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

FAILED_BEFORE: tuple[int, ...] = ()
"""Seeds of moments at which the process once did not survive its death: tried for ever."""

ACTS_A_RENEWAL = {"decisions": 1.0, "notifications": 2.0}
"""How many acts a log holds at least for each renewal: the decision; its letter drawn up and sent."""


@dataclass(frozen=True)
class Moment:
    """So many acts of a log after the start of the process, and some milliseconds."""

    log: str
    acts: int
    milliseconds: int

    @classmethod
    def drawn_from(cls, seed: int, renewals: int) -> Self:
        """The same seed gives the same moment."""
        chance = Random(seed)
        log = chance.choice(sorted(ACTS_A_RENEWAL))
        return cls(log, chance.randint(1, int(ACTS_A_RENEWAL[log] * renewals)), chance.randint(0, 40))


@pytest.mark.parametrize("seed", [*FAILED_BEFORE, *["drawn anew"] * 8])
def test_whenever_it_is_killed_each_case_is_reissued_once(
    prepared: Prepared, undisturbed: Ending, tmp_path: Path, seed: int | str
) -> None:
    """A seed that fails is printed; it goes into FAILED_BEFORE."""
    seed = SystemRandom().randrange(1_000_000) if isinstance(seed, str) else seed
    loket = LoketProcess(prepared.copy(tmp_path), campaign_chunk=CHUNK)
    moment = Moment.drawn_from(seed, len(planned_to_be_affected(loket.data)))
    print(f"seed {seed}: {moment}")  # noqa: T201 - pytest shows it when the test fails
    loket.start()
    try:
        with started_again_when_killed(loket) as exits, killed_at(moment, loket):
            proof = approve_second_set(loket)
            assert exits == [-signal.SIGKILL]
            assert loket.stop() == 0
    finally:
        loket.close()
    assert_each_once(loket.data, proof, undisturbed)


@contextmanager
def killed_at(moment: Moment, loket: LoketProcess) -> Iterator[None]:
    """Kill the running process when that moment has come."""
    file, pid = loket.data / f"{moment.log}.db", loket.pid
    killed_after = _head(file) + moment.acts
    over = threading.Event()

    def watch() -> None:
        while _head(file) < killed_after:
            if over.wait(0.001):
                return
        time.sleep(moment.milliseconds / 1000)
        os.kill(pid, signal.SIGKILL)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _head(file: Path) -> int:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as database:
        ((position,),) = database.execute("SELECT position FROM log_head").fetchall()
        return int(position)
