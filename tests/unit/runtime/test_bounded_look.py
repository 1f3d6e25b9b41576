"""Who measures goes on without a database that does not answer."""

from __future__ import annotations

import threading

import pytest

from shared.runtime.bounded_look import BoundedLook

ENDED = 10.0
"""Seconds within which what was set free has ended."""


def nothing() -> None:
    """Not to be called."""
    raise AssertionError("called")


def test_what_was_found_in_time_is_kept() -> None:
    """And a fault of the look is told to who asked for it."""
    look = BoundedLook("looks", ENDED)
    found: list[str] = []
    assert look.take(lambda: found.append("found"), nothing)
    assert found == ["found"]
    with pytest.raises(AssertionError, match="called"):
        look.take(nothing, nothing)


def test_who_asks_goes_on_without_what_takes_too_long() -> None:
    """What it finds in the end is forgotten too; meanwhile nobody begins another, and afterwards one does."""
    freed, began, forgot = threading.Event(), threading.Semaphore(0), threading.Semaphore(0)

    def hangs() -> None:
        began.release()
        assert freed.wait(ENDED)

    look = BoundedLook("looks", 0.01)
    assert not look.take(hangs, forgot.release)
    assert not look.take(hangs, forgot.release)
    assert began.acquire(timeout=ENDED)
    assert not began.acquire(blocking=False)
    for _ in range(2):
        assert forgot.acquire(blocking=False)
    freed.set()
    assert forgot.acquire(timeout=ENDED), "the late look's own"
    while not began.acquire(blocking=False):
        look.take(began.release, forgot.release)
