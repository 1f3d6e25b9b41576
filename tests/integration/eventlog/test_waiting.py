"""Waiting for the log: a reader is woken by an append of its own process, and finds those of others by polling."""

from __future__ import annotations

import time
from threading import Timer

from shared.eventlog.log import EventLog
from tests.support.log_process import SHARED_PERMIT, log_process
from tests.support.permits import Permit, an_act, nth_id


def test_waiting_for_what_is_there_returns_at_once(log: EventLog):
    """The head may be further than what was asked for."""
    log.save_act(an_act(), Permit.ask(nth_id(1)))

    assert log.wait_for(0, timeout=0) == 1


def test_waiting_ends_when_the_position_is_reached(log: EventLog):
    """An append of another thread wakes the reader long before its patience ends."""
    began = time.monotonic()
    append = Timer(0.1, lambda: log.save_act(an_act(), Permit.ask(nth_id(1))))
    append.start()

    assert log.wait_for(1, timeout=10) == 1
    assert time.monotonic() - began < 5
    append.join()


def test_waiting_ends_with_patience(log: EventLog):
    """The head seen is told, so that the caller can say how far behind it is."""
    assert log.wait_for(1, timeout=0.1) == 0


def test_waiting_sees_what_another_process_appends(log: EventLog, database_url: str):
    """Nobody wakes the reader, it polls."""
    log.save_act(an_act(), Permit.ask(SHARED_PERMIT))
    with log_process(database_url, "other") as other:
        other.say("append 1")

        assert log.wait_for(3, timeout=10) == 3
        other.hear()


def test_waiting_ends_for_those_who_are_to_stop(log: EventLog):
    """Who waits goes on at once with the head as it is, and so does who comes later."""
    began = time.monotonic()
    stop = Timer(0.1, log.end_waiting)
    stop.start()

    assert log.wait_for(1, timeout=10) == 0
    assert log.wait_for(1, timeout=10) == 0
    assert time.monotonic() - began < 5
    stop.join()
