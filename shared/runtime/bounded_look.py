"""A look at something that may not answer, for whoever cannot wait that long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait


class BoundedLook:
    """Looks in a thread of its own, one at a time; who asked for it goes on without it after so many seconds.

    What a look found too late is forgotten: it may say how things were long ago. While one goes on, nobody begins
    another, so that a database that never answers costs one thread and one connection.
    """

    def __init__(self, name: str, seconds: float) -> None:
        """`name` is that of the thread."""
        self._name = name
        self._seconds = seconds
        self._guard = threading.Lock()
        self._last: Future[None] | None = None

    def take(self, look: Callable[[], None], forget: Callable[[], None]) -> bool:
        """Look, or wait for who is looking; False when it takes too long, and what was known is forgotten."""
        with self._guard:
            if self._last is None or self._last.done():
                self._last = self._begin(look, forget)
            going_on = self._last
        if going_on in wait([going_on], self._seconds).done:
            going_on.result()
            return True
        forget()
        return False

    def _begin(self, look: Callable[[], None], forget: Callable[[], None]) -> Future[None]:
        found: Future[None] = Future()

        def run() -> None:
            began = time.monotonic()
            try:
                look()
                if time.monotonic() - began >= self._seconds:
                    forget()
            except BaseException as fault:  # noqa: BLE001 - it is raised to whoever waits for the look
                found.set_exception(fault)
            else:
                found.set_result(None)

        threading.Thread(target=run, name=self._name, daemon=True).start()
        return found
