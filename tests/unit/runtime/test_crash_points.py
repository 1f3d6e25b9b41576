"""Crash points: kill at the named pass, and do nothing otherwise."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

SCRIPT = """
from shared.runtime.crash import crash_point
for label in ("a", "b", "b", "b"):
    print(label, flush=True)
    crash_point(label)
"""


def _run(**environment: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**own, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("where", "lines"), [("a:1", 1), ("b:1", 2), ("b:3", 4)])
def test_the_process_is_killed_at_the_named_pass(where: str, lines: int) -> None:
    """By SIGKILL, before anything after the point runs."""
    done = _run(LOKET_CRASH_AT=where)
    assert done.returncode == -signal.SIGKILL
    assert len(done.stdout.split()) == lines


@pytest.mark.parametrize(
    "environment",
    [{}, {"LOKET_CRASH_AT": "c:1"}, {"LOKET_CRASH_AT": "a:1", "LOKET_ENVIRONMENT": "production"}],
)
def test_nothing_happens_otherwise(environment: dict[str, str]) -> None:
    """Without the variable, at other labels, and in production."""
    assert _run(**environment).returncode == 0
