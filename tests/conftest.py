"""Fixtures that tests of every kind share, a processor core for each process that runs tests, and where files go."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - its own folder is made in there
ROOM_NEEDED: Final = 4 * 1024**3
"""Bytes. A whole run keeps less than half of that."""

pytest_plugins = [
    "tests.support.databases",
    "tests.support.long_files",
    "tests.support.nats",
    "tests.support.played_folders",
    "tests.support.repeated_migrations",
]

settings.register_profile(
    "the same everywhere",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("by chance", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "the same everywhere"))


def pytest_configure(config: pytest.Config) -> None:
    """Let each worker of a parallel run, and the servers that it starts, have a core of its own.

    Files of tests go into memory where there is room: they outlive every killed process there as well as on a disk,
    and no test pulls the plug of the machine. `PYTEST_DEBUG_TEMPROOT` names another folder.
    """
    if (
        IN_MEMORY.is_dir()
        and os.access(IN_MEMORY, os.W_OK)
        and shutil.disk_usage(IN_MEMORY).free > ROOM_NEEDED
    ):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is not None and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(worker.removeprefix("gw")) % len(cores)]})


def pytest_collection_finish() -> None:
    """Let the garbage collector look at what tests make, and seldom: not at all modules and tests time and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
