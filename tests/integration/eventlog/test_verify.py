"""Verifying a log finds whatever was done to it behind its back."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from shared.database import writing
from shared.eventlog.log import EventLog
from shared.eventlog.verify import BrokenLog, LogVerification, refuse_broken, verify_log, verify_tail
from tests.support.permits import Permit, an_act, nth_id, tables


@pytest.fixture
def written(log: EventLog) -> EventLog:
    """A log of six events in three streams."""
    for number in (1, 2, 3):
        permit = Permit.ask(nth_id(number))
        permit.stamp(f"remark {number}")
        log.save_act(an_act(number), permit)
    return log


def verified(log: EventLog) -> LogVerification:
    """The verification of this log."""
    return verify_log(log.recorder.engine, tables)


def test_an_untouched_log_holds(written: EventLog):
    """Also across appends, up to its head."""
    verification = verified(written)

    assert verification.holds
    assert (verification.position, verification.hash) == (6, written.head_hash())


def test_an_empty_log_holds(log: EventLog):
    """Its head is 32 zero bytes at position 0."""
    verification = verified(log)

    assert verification.holds
    assert (verification.position, verification.hash) == (0, bytes(32))


def test_progress_is_told(written: EventLog):
    """Position reached and last position."""
    told: list[tuple[int, int]] = []

    verify_log(written.recorder.engine, tables, lambda *progress: told.append(progress))

    assert told == [(6, 6)]


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE events SET state = metadata WHERE position = 2", "chain is broken at position 2"),
        ("UPDATE events SET metadata = state WHERE position = 5", "chain is broken at position 5"),
        ("UPDATE events SET topic = 'test.other' WHERE position = 1", "chain is broken at position 1"),
        ("UPDATE events SET recorded_at = recorded_at - 1 WHERE position = 4", "recorded before"),
        ("UPDATE events SET stream_version = 3 WHERE position = 6", "version 3, not 2"),
        ("DELETE FROM events WHERE position = 3", "positions go from 2 to 4"),
        ("DELETE FROM events WHERE position = 6", "the head says 6, the last event is 5"),
        ("DELETE FROM events", "the head says 6, the last event is 0"),
        ("UPDATE log_head SET position = 5", "the head says 5, the last event is 6"),
        ("UPDATE log_head SET hash = (SELECT hash FROM events WHERE position = 1)", "head's hash"),
        ("UPDATE log_head SET recorded_at = recorded_at + 1", "head's instant"),
    ],
)
def test_what_was_changed_is_found(written: EventLog, tampering: str, found: str):
    """Every column counts, and so do missing events at any place."""
    with writing(written.recorder.engine) as connection:
        connection.execute(text(tampering))

    assert any(found in fault for fault in verified(written).faults)


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE events SET state = metadata WHERE position = 5", "chain is broken at position 5"),
        ("UPDATE events SET hash = state WHERE position = 3", "chain is broken at position 4"),
        ("UPDATE events SET stream_version = 3 WHERE position = 6", "version 3, not 2"),
        ("DELETE FROM events WHERE position = 5", "positions go from 4 to 6"),
        ("DELETE FROM events WHERE position > 4", "the head says 6, the last event is 4"),
        ("UPDATE log_head SET position = 5", "the head says 5, the last event is 6"),
        ("DELETE FROM events WHERE position = 3", "chain is broken at position 4"),
    ],
)
def test_a_log_whose_end_was_changed_is_not_worked_on(written: EventLog, tampering: str, found: str):
    """A service looks at its last events when it starts, here at three."""
    with writing(written.recorder.engine) as connection:
        connection.execute(text(tampering))

    tail = verify_tail(written.recorder.engine, tables, events=3)

    assert any(found in fault for fault in tail.faults), tail.faults
    with pytest.raises(BrokenLog, match="does not verify"):
        refuse_broken(written.recorder.engine, tables)


def test_the_end_of_an_untouched_log_holds(written: EventLog):
    """Also where its streams began before, and where there is nothing before it."""
    for events in (0, 1, 3, 6, 1000):
        tail = verify_tail(written.recorder.engine, tables, events)
        assert (tail.holds, tail.hash) == (True, written.head_hash())


def test_what_lies_before_the_end_is_left_to_the_whole_verification(written: EventLog):
    """The start of a service takes no longer for a long log."""
    with writing(written.recorder.engine) as connection:
        connection.execute(text("UPDATE events SET state = metadata WHERE position = 2"))

    assert verify_tail(written.recorder.engine, tables, events=3).holds
    assert not verified(written).holds
