"""How far who reads a log is behind, as an age: also when that log cannot be asked."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from shared.runtime.feed_client import FeedUnreachable


class Behind(Protocol):
    """What is asked of whoever reads a log: a consumer, or a worker that reads journals."""

    @property
    def position(self) -> int:
        """Position of the last message taken from the source log."""

    @property
    def taken_until(self) -> datetime | None:
        """When the last message that was taken here was recorded."""

    @property
    def feed_reachable(self) -> bool:
        """Whether the feed answered last."""

    def oldest_waiting(self) -> datetime | None:
        """When the first message after `position` was recorded; None: there is none. Raises FeedUnreachable."""


class Lag:
    """Up to which instant one reader is known to have taken everything, as it was last seen.

    While nobody can tell whether there is more, there may be: the age goes on growing from there, and falls when the
    bus brings what the feed does not.
    """

    def __init__(self, consumer: Behind, now: datetime) -> None:
        """`now`: before the first look there is nothing to be behind of."""
        self._consumer = consumer
        self._complete_until = now

    def seconds(self, now: datetime, *, active: bool) -> float:
        """Age of the oldest message not taken yet; 0 when there is none.

        A consumer that works (`active`) has itself just seen whether the feed answers; a look at one that does not
        would only keep whoever measures.
        """
        if not (active and not self._consumer.feed_reachable):
            self._look(now)
        taken = self._consumer.taken_until
        if not self._consumer.feed_reachable and taken is not None:
            self._complete_until = max(self._complete_until, taken)
        return max(0.0, (now - self._complete_until).total_seconds())

    def _look(self, now: datetime) -> None:
        try:
            oldest = self._consumer.oldest_waiting()
        except FeedUnreachable:
            return
        self._complete_until = now if oldest is None else oldest
