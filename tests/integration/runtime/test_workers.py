"""A worker's thread lives through whatever its steps raise."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from threading import Event

import pytest

from shared.runtime.workers import WorkerThread, where
from tests.support.nats import eventually


class Steps:
    """A worker that does what the test says, one function for each step."""

    name = "steps"

    def __init__(self, *steps: Callable[[], bool]) -> None:
        self._steps = list(steps)
        self.done = 0

    def step(self) -> bool:
        """The next function's answer; False when there are no more."""
        self.done += 1
        return self._steps.pop(0)() if self._steps else False

    def pending(self) -> int:
        """How many steps are left."""
        return len(self._steps)

    def next_due(self) -> datetime | None:
        """No timers."""
        return None


def failing() -> bool:
    """A step that goes wrong with words that nobody may read."""
    raise ValueError("Jansen, Dorpsstraat 1")


def test_an_error_is_counted_and_tried_again() -> None:
    """The thread goes on after a failed step, and forgets the failure after a good one."""
    thread = WorkerThread(Steps(failing, failing, lambda: True), poll_seconds=0.01)
    thread.start()
    eventually(lambda: thread.failures == 2 and thread.failing is None)
    assert thread.alive
    thread.stop()


def test_an_error_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    """Type and place are enough to find it; the words may be personal."""
    thread = WorkerThread(Steps(failing), poll_seconds=0.01)
    thread.start()
    eventually(lambda: thread.failures == 1)
    thread.stop()
    assert "ValueError" in caplog.text
    assert "Jansen" not in caplog.text


def test_work_is_done_without_rest() -> None:
    """Between steps that find work the thread does not wait."""
    steps = Steps(*[lambda: True] * 50)
    thread = WorkerThread(steps, poll_seconds=60)
    thread.start()
    eventually(lambda: steps.done == 51, seconds=2)
    thread.stop()


def test_waking_ends_the_rest() -> None:
    """A woken worker looks at once."""
    steps = Steps()
    thread = WorkerThread(steps, poll_seconds=60)
    thread.start()
    eventually(lambda: steps.done == 1)
    thread.wake()
    eventually(lambda: steps.done == 2, seconds=2)
    thread.stop()


def test_stopping_ends_the_rest() -> None:
    """A resting worker stops at once."""
    thread = WorkerThread(Steps(), poll_seconds=60)
    thread.start()
    began = time.monotonic()
    thread.stop()
    assert not thread.alive
    assert time.monotonic() - began < 2


def test_the_place_of_an_error_is_told() -> None:
    """File, line and function, innermost first."""
    with pytest.raises(ValueError, match="Jansen") as caught:
        failing()
    assert where(caught.value).startswith("ValueError at test_workers.py:")


def test_a_worker_that_hangs_is_told_from_one_that_has_nothing_to_do() -> None:
    """The one ends steps, though nothing comes of them; the other ends none."""
    idle, hanging = WorkerThread(Steps(), poll_seconds=0.01), Event()
    stuck = WorkerThread(Steps(lambda: hanging.wait(10)), poll_seconds=0.01)
    idle.start()
    stuck.start()
    eventually(lambda: stuck.seconds_since_step() > 0.5, seconds=5)
    eventually(lambda: idle.seconds_since_step() < 0.3, seconds=5)
    hanging.set()
    eventually(lambda: stuck.seconds_since_step() < 0.3, seconds=5)
    idle.stop()
    stuck.stop()


def test_a_worker_that_fails_again_and_again_gets_no_step_done() -> None:
    """It lives, and that is not enough."""
    thread = WorkerThread(Steps(*[failing] * 1000), poll_seconds=0.01)
    thread.start()
    eventually(lambda: thread.failures > 2 and thread.seconds_since_step() > 0.5)
    thread.stop()
