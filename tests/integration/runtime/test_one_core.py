"""Keeping the threads of a process on one core; in a process of its own, since it cannot be undone for tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity") or os.cpu_count() == 1,
    reason="this system cannot choose cores, or has only one",
)

SCRIPT = """
import json, os, subprocess, sys, threading
from pathlib import Path
from shared.runtime.one_core import keep_to_one_core

os.sched_setaffinity(0, range(os.cpu_count()))
stay, seen = threading.Event(), {"all": sorted(os.sched_getaffinity(0))}
early = threading.Thread(target=stay.wait)
early.start()
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
keep_to_one_core()
late = threading.Thread(target=stay.wait)
late.start()
seen["threads"] = [sorted(os.sched_getaffinity(int(each.name))) for each in Path("/proc/self/task").iterdir()]
seen["child"] = sorted(os.sched_getaffinity(child.pid))
stay.set()
child.communicate(b"\\n")
print(json.dumps(seen))
"""


def test_threads_of_before_and_after_share_a_core_and_children_of_before_keep_all() -> None:
    """One core for every thread; whatever was started before as a process of its own is left alone."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout)
    assert len(seen["threads"]) == 3
    assert {tuple(cores) for cores in seen["threads"]} == {tuple(seen["threads"][0])}
    assert len(seen["threads"][0]) == 1
    assert seen["child"] == seen["all"]
