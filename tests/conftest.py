"""Fixtures that tests of every kind share, and a processor core for each process that runs tests."""

from __future__ import annotations

import os

import pytest

pytest_plugins = ["tests.support.databases", "tests.support.nats", "tests.support.played_folders"]


def pytest_configure(config: pytest.Config) -> None:
    """Let each worker of a parallel run, and the servers that it starts, have a core of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is not None and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(worker.removeprefix("gw")) % len(cores)]})
