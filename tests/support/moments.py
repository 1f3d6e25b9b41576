"""Moments in the life of a process, told by what its logs hold: something is done when one has come."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event
from typing import Final, Self

ACTS_A_RENEWAL: Final = {"decisions": 1, "notifications": 2}
"""How many acts a log holds at least for each renewal: the decision; its letter drawn up and sent."""


@dataclass(frozen=True)
class Moment:
    """So many acts of a log from now on, and some milliseconds."""

    log: str
    acts: int
    milliseconds: int = 0

    @classmethod
    def drawn_from(cls, seed: int, renewals: int) -> Self:
        """Some moment while so many decisions are renewed and announced; the same seed gives the same one."""
        chance = Random(seed)
        log = chance.choice(sorted(ACTS_A_RENEWAL))
        return cls(log, chance.randint(1, ACTS_A_RENEWAL[log] * renewals), chance.randint(0, 40))


@contextmanager
def when(moment: Moment, data: Path, do: Callable[[], object]) -> Iterator[None]:
    """Do something once that moment has come; AssertionError when it does not come before the end."""
    file = data / f"{moment.log}.db"
    due, over = _head(file) + moment.acts, Event()

    def watch() -> bool:
        while _head(file) < due:
            if over.wait(0.002):
                return False
        time.sleep(moment.milliseconds / 1000)
        do()
        return True

    with ThreadPoolExecutor(1) as watcher:
        came = watcher.submit(watch)
        try:
            yield
        finally:
            over.set()
    assert came.result(), f"{moment} did not come"


def _head(file: Path) -> int:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as database:
        ((position,),) = database.execute("SELECT position FROM log_head").fetchall()
        return int(position)
