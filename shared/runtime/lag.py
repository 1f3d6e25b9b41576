"""How far consumers are behind, as an age: also when the log that they read cannot be asked."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from shared.runtime.feed_client import FeedSource, FeedUnreachable


class Behind(Protocol):
    """What is asked of a consumer."""

    @property
    def position(self) -> int:
        """Position of the last message taken from the source log."""

    @property
    def taken_until(self) -> datetime | None:
        """When the last message that was taken here was recorded."""

    @property
    def feed_reachable(self) -> bool:
        """Whether the feed answered last."""


class Lag:
    """Up to which instant one consumer is known to have taken everything, as it was last seen.

    While nobody can tell whether there is more, there may be: the age goes on growing from there, and falls when the
    bus brings what the feed does not.
    """

    def __init__(self, consumer: Behind, source: FeedSource, now: datetime) -> None:
        """`now`: before the first look there is nothing to be behind of."""
        self._consumer = consumer
        self._source = source
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
            page = self._source.page(self._consumer.position, 1)
        except FeedUnreachable:
            return
        self._complete_until = page.messages[0].recorded_at if page.messages else now
