"""Who holds a lease: a name that another process on the same machine can look up, to see whether it still lives.

It only makes a takeover quicker. Nothing rests on it: whoever is taken for dead and is not is fenced off.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Final
from uuid import uuid4

_PROC: Final = Path("/proc")
_ENDED: Final = frozenset("ZXx")
"""States of a process that has ended and that nobody has asked about yet."""
_PARTS: Final = 5


def new_holder() -> str:
    """A name for one service of this process: machine, its boot, the namespace of process ids, process, chance."""
    pid = os.getpid()
    return "|".join((platform.node(), _where(), str(pid), _started(pid) or "", uuid4().hex))


def is_gone(holder: str, started: Callable[[int], str | None] | None = None) -> bool:
    """Whether the process of that holder has certainly ended; False when it cannot be seen from here."""
    parts = holder.split("|")
    if len(parts) != _PARTS or not parts[1] or parts[1] != _where() or not parts[3]:
        return False
    return (started or _started)(int(parts[2])) != parts[3]


def _where() -> str:
    """Boot of the machine and namespace of process ids; empty where they cannot be read (not Linux)."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot} {(_PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def _started(pid: int) -> str | None:
    """When a process began, in ticks since the boot; None when there is none, or it has ended."""
    try:
        after_name = (_PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if after_name[0] in _ENDED else after_name[19]
