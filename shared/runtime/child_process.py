"""Starting child processes that do not outlive this one, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

_DYING_WITH_PARENT: Final = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, signal.SIGKILL)
if os.getppid() != int(sys.argv[1]): sys.exit(1)
os.execv(sys.argv[2], sys.argv[2:])
"""
"""Asks the kernel for SIGKILL when the parent dies (PR_SET_PDEATHSIG), then becomes the command."""


def dying_with_parent(command: Sequence[str]) -> list[str]:
    """The command, for `Popen`: a process that the kernel kills when the starting *thread* ends.

    So it is started by a thread that lives as long as it should.
    """
    return [sys.executable, "-I", "-S", "-c", _DYING_WITH_PARENT, str(os.getpid()), *command]
