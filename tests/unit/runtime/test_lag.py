"""The age of what a consumer has not taken yet, also when nobody can tell what that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from shared.runtime.feed_client import FeedUnreachable
from shared.runtime.lag import Lag

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def later(seconds: int) -> datetime:
    """So long after noon."""
    return NOON + timedelta(seconds=seconds)


@dataclass
class Reader:
    """A consumer, and when what its feed holds for it was recorded."""

    position: int = 0
    taken_until: datetime | None = None
    feed_reachable: bool = True
    waiting: list[datetime] = field(default_factory=list)
    asked: int = 0

    def oldest_waiting(self) -> datetime | None:
        """Of what waits, when the feed answers."""
        self.asked += 1
        if not self.feed_reachable:
            raise FeedUnreachable("away")
        return self.waiting[0] if self.waiting else None


def test_there_is_no_lag_when_everything_is_taken() -> None:
    """However long ago that was."""
    reader = Reader()
    assert Lag(reader, NOON).seconds(later(3600), active=True) == 0


def test_the_lag_is_the_age_of_the_oldest_message_not_taken() -> None:
    """Those behind it are younger."""
    reader = Reader(waiting=[later(10), later(50)])
    assert Lag(reader, NOON).seconds(later(60), active=True) == 50


@pytest.mark.parametrize("active", [True, False])
def test_the_lag_grows_while_nobody_can_tell(*, active: bool) -> None:
    """From the last moment at which it was known: never not a number, never zero."""
    reader = Reader()
    lag = Lag(reader, NOON)
    lag.seconds(later(100), active=active)
    reader.feed_reachable = False
    assert [lag.seconds(later(at), active=active) for at in (101, 160, 400)] == [1, 60, 300]
    reader.feed_reachable = True
    assert lag.seconds(later(500), active=active) == 0


def test_a_feed_that_was_never_reached_counts_from_the_start() -> None:
    """Before that nothing was promised."""
    reader = Reader(feed_reachable=False)
    assert Lag(reader, NOON).seconds(later(30), active=True) == 30


def test_what_the_bus_brings_counts_while_the_feed_is_away() -> None:
    """Everything before the last message taken was taken."""
    reader = Reader(feed_reachable=False, taken_until=later(90))
    assert Lag(reader, NOON).seconds(later(100), active=True) == 10


def test_what_is_known_to_wait_is_not_forgotten_while_the_feed_is_away() -> None:
    """The oldest message keeps its age."""
    reader = Reader(waiting=[later(10)])
    lag = Lag(reader, NOON)
    lag.seconds(later(20), active=True)
    reader.feed_reachable = False
    assert lag.seconds(later(70), active=True) == 60


def test_who_measures_does_not_wait_for_a_feed_that_does_not_answer() -> None:
    """A consumer that works has just asked; of one that stands by nobody knows."""
    reader = Reader(feed_reachable=False)
    lag = Lag(reader, NOON)
    lag.seconds(later(1), active=True)
    assert reader.asked == 0
    lag.seconds(later(1), active=False)
    assert reader.asked == 1
