"""Ids of our own: time-ordered, so that rows and streams of one day lie together.

The layout is that of UUID version 7 (RFC 9562, 5.7): 48 bits of milliseconds, 12 bits that count
within the millisecond, 62 random bits. The time in it is business time.
"""

from __future__ import annotations

from random import Random, SystemRandom
from threading import Lock
from typing import Final, Protocol
from uuid import UUID

from shared.runtime.clock import Clock
from shared.vocabulary import utc_micros

_VERSION: Final = 0x7 << 76
_VARIANT: Final = 0b10 << 62
_TICK_BITS: Final = 12


class IdSource(Protocol):
    """Where new ids come from."""

    def new(self) -> UUID:
        """An id that was never given out before and sorts after the earlier ones of this source."""


class ClockedIds:
    """Time-ordered ids from the business clock; strictly increasing within the process."""

    def __init__(self, clock: Clock, random: Random | None = None) -> None:
        self._clock = clock
        self._random = random or SystemRandom()
        self._lock = Lock()
        self._last_tick = 0

    def new(self) -> UUID:
        with self._lock:
            millis = utc_micros(self._clock.now()) // 1000
            self._last_tick = max(millis << _TICK_BITS, self._last_tick + 1)
            return _uuid7(self._last_tick, self._random.getrandbits(62))


class SequentialIds:
    """Predictable ids for tests: the n-th ends in n."""

    def __init__(self, start: int = 1) -> None:
        self._next = start
        self._lock = Lock()

    def new(self) -> UUID:
        with self._lock:
            number, self._next = self._next, self._next + 1
            return _uuid7(0, number)


def _uuid7(tick: int, rest: int) -> UUID:
    """Put 48 bits of milliseconds and 12 of counter (`tick`) and 62 other bits where version 7 has them."""
    millis, count = divmod(tick, 1 << _TICK_BITS)
    return UUID(int=(millis << 80) | _VERSION | (count << 64) | _VARIANT | rest)
