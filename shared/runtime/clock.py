"""The business clock: every date, instant of recording and timer of the business comes from one.

Leases, retries and the expiry of tokens do not: they use wall time.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, timedelta
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Lock
from typing import Protocol

from shared.vocabulary import legal_day

CLOCK_FILE = "clock.json"


class Clock(Protocol):
    """Where the business learns what time it is."""

    def now(self) -> datetime:
        """The present instant, timezone-aware, in UTC."""

    def today(self) -> date:
        """The present legal day: the calendar day in the Netherlands."""


class WallClock:
    """The machine's clock, as production uses it."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return legal_day(self.now())


class FixedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        return self._instant

    def today(self) -> date:
        return legal_day(self._instant)

    def advance_to(self, instant: datetime) -> bool:
        """Move forward; an earlier instant changes nothing and returns False."""
        if instant <= self._instant:
            return False
        self._instant = instant.astimezone(UTC)
        return True


class SteppedClock:
    """The wall clock plus an offset that all processes with the same data folder share.

    For development only. The offset never shrinks, so this clock never runs back further than the
    wall clock itself.
    """

    def __init__(self, folder: Path, wall: Clock | None = None) -> None:
        self._file = folder / CLOCK_FILE
        self._guard = folder / (CLOCK_FILE + ".lock")
        self._wall: Clock = wall or WallClock()
        self._lock = Lock()
        self._seen: tuple[int, int] | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        return self._wall.now() + self._shared_offset()

    def today(self) -> date:
        return legal_day(self.now())

    def advance_to(self, instant: datetime) -> bool:
        """Step forward to `instant` for every process; an earlier one changes nothing, returns False."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._guard.open("a") as guard:
            flock(guard, LOCK_EX)
            now = self.now()
            if instant <= now:
                return False
            self._write(self._shared_offset() + (instant.astimezone(UTC) - now))
            return True

    def _shared_offset(self) -> timedelta:
        """The stored offset, read again whenever another process has replaced the file."""
        try:
            stat = self._file.stat()
        except FileNotFoundError:
            return timedelta()
        with self._lock:
            if self._seen != (stat.st_ino, stat.st_mtime_ns):
                stored = json.loads(self._file.read_text(encoding="utf-8"))
                self._offset = timedelta(microseconds=int(stored["offsetMicros"]))
                self._seen = (stat.st_ino, stat.st_mtime_ns)
            return self._offset

    def _write(self, offset: timedelta) -> None:
        """Replace the file in one step, so that no process ever reads half of it."""
        draft = self._file.with_suffix(f".{os.getpid()}.tmp")
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"offsetMicros": offset // timedelta(microseconds=1)}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)
