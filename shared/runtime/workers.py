"""Work that goes on beside the requests: one thread for each worker, which nothing kills."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.database import Fenced

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 0.5
WAITS_ITSELF: Final = 0.02
"""Poll seconds of a worker whose `step` waits for its work: relay, consumers, following projections."""
LONGEST_BACKOFF_SECONDS: Final = 30.0
_FIRST_BACKOFF_SECONDS: Final = 0.1
_SHOWN_FRAMES: Final = 8
_STANDS_BY_SECONDS: Final = 0.5

Turn = Callable[[], AbstractContextManager[None] | None]
"""Whether a worker may do a step now: what the step is done in, or None: another replica works."""


class Worker(Protocol):
    """Something that works in steps. A step is complete in itself: a kill between two loses nothing."""

    @property
    def name(self) -> str:
        """Name in logs, metrics and thread lists."""

    def step(self) -> bool:
        """Do one unit of work; True when there may be more at once."""

    def pending(self) -> int:
        """How many items are due now; 0 is drained."""

    def next_due(self) -> datetime | None:
        """The earliest timer that is not due yet, on the business clock."""


@dataclass(frozen=True, slots=True)
class Poison:
    """An event at which a projection or reaction stopped. It is tried again, never skipped."""

    position: int
    event_id: UUID
    fault: str
    """Type of the error, without its words: those may hold what the event holds."""
    stopped_at: float = field(default_factory=time.monotonic)


class WorkerThread:
    """Runs a worker until told to stop. An error is logged, counted and tried again, ever more slowly."""

    def __init__(self, worker: Worker, poll_seconds: float = POLL_SECONDS, turn: Turn = nullcontext) -> None:
        """`poll_seconds`: how long to rest after a step without work, unless woken. `turn`: always its own."""
        self.worker = worker
        self._turn = turn
        self.failures = 0
        """How many steps failed since the start."""
        self.failing: str | None = None
        """Type of the error of the last step; None when it went well."""
        self._stepped_at = time.monotonic()
        self._poll_seconds = poll_seconds
        self._backoff = _FIRST_BACKOFF_SECONDS
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=worker.name, daemon=True)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Look for work now instead of at the next poll."""
        self._woken.set()

    def ask_to_stop(self) -> None:
        """End after the current step; returns at once, so that many can end together."""
        self._stopping.set()
        self._woken.set()

    def stop(self, timeout: float = 10.0) -> None:
        """Ask to stop and wait for the end of the current step."""
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopping.is_set():
            rest = self._step()
            if rest > 0 and not self._stopping.is_set():
                self._woken.wait(rest)
                self._woken.clear()

    def _step(self) -> float:
        """One step; returns the seconds to rest after it."""
        turn = self._turn()
        if turn is None:
            self._at_ease()
            return _STANDS_BY_SECONDS
        try:
            with turn:
                more = self.worker.step()
        except Fenced:
            logger.info("%s stops in its step: another replica has taken over", self.worker.name)
            return self._poll_seconds
        except Exception as fault:  # noqa: BLE001 - whatever a step raises, the thread must live on and say so
            return self._note(fault)
        self._at_ease()
        return 0.0 if more else self._poll_seconds

    def seconds_since_step(self) -> float:
        """Since a step last ended without an error, whether or not there was anything to do."""
        return time.monotonic() - self._stepped_at

    def _at_ease(self) -> None:
        self._stepped_at = time.monotonic()
        self.failing = None
        self._backoff = _FIRST_BACKOFF_SECONDS

    def _note(self, fault: Exception) -> float:
        self.failures += 1
        self.failing = type(fault).__name__
        logger.error("%s failed and tries again in %.1f s: %s", self.worker.name, self._backoff, where(fault))
        rest, self._backoff = self._backoff, min(2 * self._backoff, LONGEST_BACKOFF_SECONDS)
        return rest


def is_transient(fault: Exception) -> bool:
    """Whether the fault is not of what was attempted: the database was busy, or away, or the lease is another's."""
    return isinstance(fault, OperationalError | InterfaceError | DisconnectionError | PoolTimeout | Fenced)


def where(fault: BaseException) -> str:
    """Type and place of an error, without its words and values, which may be personal."""
    frames = traceback.extract_tb(fault.__traceback__)[-_SHOWN_FRAMES:]
    places = " < ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    return f"{type(fault).__name__} at {places}"
