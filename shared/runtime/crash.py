"""Labelled places where a test can kill the process, to see what survives.

`LOKET_CRASH_AT=append.before_commit:3` kills with SIGKILL at the third pass of that label. Unset,
every crash point does nothing. It is never read in production.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from threading import Lock
from typing import Final

VARIABLE: Final = "LOKET_CRASH_AT"
_passes: Counter[str] = Counter()
_lock = Lock()


def crash_point(label: str) -> None:
    """Die here when this is the pass that `LOKET_CRASH_AT` names (counted from 1)."""
    wanted = os.environ.get(VARIABLE)
    if not wanted or os.environ.get("LOKET_ENVIRONMENT") == "production":
        return
    name, _, number = wanted.rpartition(":")
    if name != label:
        return
    with _lock:
        _passes[label] += 1
        if _passes[label] == int(number):
            os.kill(os.getpid(), signal.SIGKILL)
