"""A subscription: the log as an iterator that waits for what comes next. The library's, on both databases."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from eventsourcing.persistence import Notification, Subscription

if TYPE_CHECKING:
    from shared.eventlog.recorder import LogRecorder

_PAGE: Final = 500
_WAIT_SECONDS: Final = 0.05


class LogSubscription(Subscription["LogRecorder"]):
    """Reads by position and polls, woken at once by an append of its own process."""

    def __init__(self, recorder: LogRecorder, gt: int | None = None, topics: Sequence[str] = ()) -> None:
        """Begins after position `gt`, or at the first event."""
        super().__init__(recorder, gt=gt, topics=topics)
        self._page: deque[Notification] = deque()

    def __next__(self) -> Notification:
        while not self._has_been_stopped:
            if self._page:
                notification = self._page.popleft()
                self._last_notification_id = notification.id
                return notification
            self._read_page()
        raise StopIteration

    def _read_page(self) -> None:
        self._page.extend(
            self._recorder.select_notifications(
                start=self._last_notification_id or 0,
                limit=_PAGE,
                topics=self._topics,
                inclusive_of_start=False,
            )
        )
        if not self._page:
            self._recorder.await_commit(_WAIT_SECONDS)
