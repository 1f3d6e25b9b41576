"""The business clock: legal days, and a step that all processes of a data folder share."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared.runtime.clock import FixedClock, SteppedClock

MIDNIGHT_EVE = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 1, 1, 22, 59, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 23, 0, tzinfo=UTC), date(2026, 1, 2)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_legal_day_begins_at_midnight_in_the_netherlands(instant: datetime, day: date) -> None:
    """In winter 23:00Z, in summer 22:00Z."""
    assert FixedClock(instant).today() == day


def test_a_step_moves_the_clock_of_another_process(tmp_path: Path) -> None:
    """Both read the offset from the data folder; the second one did not make the step."""
    wall = FixedClock(MIDNIGHT_EVE)
    ours, theirs = SteppedClock(tmp_path, wall), SteppedClock(tmp_path, wall)
    assert theirs.now() == MIDNIGHT_EVE
    assert ours.advance_to(MIDNIGHT_EVE + timedelta(days=42))
    assert theirs.now() == MIDNIGHT_EVE + timedelta(days=42)
    assert theirs.advance_to(MIDNIGHT_EVE + timedelta(days=50))
    assert ours.now() == MIDNIGHT_EVE + timedelta(days=50)


@pytest.mark.parametrize("back", [timedelta(), timedelta(microseconds=1), timedelta(days=400)])
def test_an_earlier_instant_changes_nothing(tmp_path: Path, back: timedelta) -> None:
    """Stepping back is refused, also to the present instant itself."""
    clock = SteppedClock(tmp_path, FixedClock(MIDNIGHT_EVE))
    clock.advance_to(MIDNIGHT_EVE + timedelta(days=1))
    assert not clock.advance_to(MIDNIGHT_EVE + timedelta(days=1) - back)
    assert clock.now() == MIDNIGHT_EVE + timedelta(days=1)


def test_a_stepped_clock_goes_on_running(tmp_path: Path) -> None:
    """The offset is added to a wall clock that moves."""
    wall = FixedClock(MIDNIGHT_EVE)
    clock = SteppedClock(tmp_path, wall)
    clock.advance_to(MIDNIGHT_EVE + timedelta(days=1))
    wall.advance_to(MIDNIGHT_EVE + timedelta(hours=3))
    assert clock.now() == MIDNIGHT_EVE + timedelta(days=1, hours=3)


def test_the_step_survives_a_restart(tmp_path: Path) -> None:
    """A new clock on the same folder stands where the old one stood."""
    SteppedClock(tmp_path, FixedClock(MIDNIGHT_EVE)).advance_to(MIDNIGHT_EVE + timedelta(days=7))
    assert SteppedClock(tmp_path, FixedClock(MIDNIGHT_EVE)).now() == MIDNIGHT_EVE + timedelta(days=7)
