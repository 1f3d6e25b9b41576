"""Ids: time-ordered, of version 7, never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds, SequentialIds

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_ids_of_one_instant_increase() -> None:
    """More ids than a millisecond's counter can hold still sort in the order of giving."""
    ids = ClockedIds(FixedClock(NOON), Random(1))
    given = [ids.new() for _ in range(5000)]
    assert given == sorted(given)
    assert len(set(given)) == len(given)


def test_ids_sort_by_time() -> None:
    """An id of a later instant sorts after all earlier ones, also from another source."""
    clock = FixedClock(NOON)
    earlier = ClockedIds(clock).new()
    clock.advance_to(NOON + timedelta(milliseconds=1))
    assert earlier < ClockedIds(clock).new()


def test_ids_are_of_version_seven() -> None:
    """The instant stands in the first 48 bits, as RFC 9562 has it."""
    made = ClockedIds(FixedClock(NOON)).new()
    assert made.version == 7
    assert made.int >> 80 == int(NOON.timestamp() * 1000)


def test_sequential_ids_can_be_told_beforehand() -> None:
    """The n-th id of a test ends in n."""
    ids = SequentialIds()
    assert [str(ids.new())[-2:] for _ in range(3)] == ["01", "02", "03"]
