"""How many requests one caller may make: a bucket of them that fills again while nothing is asked.

Kept in the memory of a process, for each service and subject: what a caller may ask of a service is that times the
number of its replicas. Callers without a token never come here; the proxy in front limits those by address.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from shared.runtime.access import Principal, Role
from shared.runtime.problems import Problem

MOST_BUCKETS: Final = 10_000
"""Beyond it whoever asked longest ago is forgotten: their bucket is the first to be full again."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second in the long run, and so many seconds' worth of them at once."""

    per_second: float
    burst_seconds: float = 10.0

    @property
    def most(self) -> float:
        """Requests at once after a rest; one at least."""
        return max(1.0, self.per_second * self.burst_seconds)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class RequestRates:
    """What every caller of one service has left. Thread safe."""

    def __init__(self, people: Rate, clients: Rate, now: Callable[[], float]) -> None:
        """`people`: who is only an applicant. `clients`: staff and systems. `now`: seconds that never go back."""
        self._people, self._clients, self._now = people, clients, now
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def take(self, principal: Principal) -> None:
        """One request of this caller. Raises Problem (429) with the seconds after which there is room again."""
        if Role.SYSTEM in principal.roles:
            return
        rate = self._people if principal.roles == {Role.APPLICANT} else self._clients
        with self._lock:
            missing = self._missing(principal.subject, rate)
        if missing:
            raise Problem(
                429,
                "too_many_requests",
                "Too many requests",
                f"This caller may make {rate.per_second:g} requests a second here.",
                headers={"Retry-After": str(math.ceil(missing / rate.per_second))},
            )

    def _missing(self, subject: str, rate: Rate) -> float:
        """0 when a request was taken out of the bucket, else how much of one is lacking."""
        now = self._now()
        bucket = self._buckets.pop(subject, None) or _Bucket(rate.most, now)
        if len(self._buckets) >= MOST_BUCKETS:
            del self._buckets[next(iter(self._buckets))]
        self._buckets[subject] = bucket  # last: they stand in the order in which they asked
        bucket.left = min(rate.most, bucket.left + (now - bucket.at) * rate.per_second)
        bucket.at = now
        if bucket.left < 1:
            return 1 - bucket.left
        bucket.left -= 1
        return 0
