"""Stepping the business clock in development, so that weeks pass in seconds and nothing is skipped.

A step goes from timer to timer: it stops at each instant at which something is due until that has
been acted on and every message has been taken in, and only then goes on.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import ip_address
from threading import Lock
from typing import Final, Protocol

import httpx
import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.runtime.clock import SteppedClock
from shared.runtime.problems import Fault, Problem, invalid_request

LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
"""Nobody steps further: the clock never goes back, and terms need years after it that exist."""
PATIENCE_SECONDS: Final = 60.0
_LOOK_AGAIN_SECONDS: Final = 0.02
_LONGEST_LOOK_SECONDS: Final = 0.16
"""Looking costs what is looked at time: the longer it lasts, the more seldom."""
_WAKE_SECONDS: Final = 0.5


class NotDrained(Exception):
    """Something stayed due for longer than we wait; `left` says what."""

    def __init__(self, left: Sequence[str]) -> None:
        super().__init__("; ".join(left))
        self.left = tuple(left)


class ClockView(msgspec.Struct, frozen=True):
    """What the business clock shows."""

    now: datetime


class StepBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where to step to."""

    to: datetime


class Timed(Protocol):
    """A service as stepping needs it: one of this process, or of another (`RemoteService`)."""

    def wake(self) -> None:
        """Let workers and consumers look for work now."""

    def pending(self) -> list[str]:
        """What is due and not done yet, in words; empty: drained."""

    def next_due(self) -> datetime | None:
        """The earliest timer that lies ahead."""

    def head(self) -> int:
        """The last position of its log; 0 without one."""


class Stepping:
    """Steps the clock of all services that share it."""

    def __init__(self, clock: SteppedClock, services: Sequence[Timed]) -> None:
        self._clock = clock
        self._services = services
        self._one_at_a_time = Lock()

    def now(self) -> datetime:
        """The present business instant, UTC."""
        return self._clock.now()

    def step_to(self, instant: datetime) -> datetime:
        """Step to `instant`, from timer to timer; an earlier one only drains. Raises NotDrained."""
        with self._one_at_a_time:
            self.drain()
            while (due := self._next_due()) is not None and due <= instant:
                self._clock.advance_to(due)
                self.drain()
            self._clock.advance_to(instant)
            self.drain()
            return self._clock.now()

    def drain(self) -> None:
        """Wait until nothing is due, seen twice with no log moved in between. Raises NotDrained."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        seen: tuple[int, ...] | None = None
        rest, woken_at = _LOOK_AGAIN_SECONDS, float("-inf")
        while True:
            if time.monotonic() - woken_at >= _WAKE_SECONDS:
                woken_at = time.monotonic()
                for service in self._services:
                    service.wake()
            left = self._left()
            heads = self._heads()
            if not left and seen == heads:
                return
            seen, rest = (
                (None, min(2 * rest, _LONGEST_LOOK_SECONDS)) if left else (heads, _LOOK_AGAIN_SECONDS)
            )
            if time.monotonic() > deadline:
                raise NotDrained(left)
            time.sleep(rest)

    def _left(self) -> list[str]:
        """What is still due in the first service in which something is."""
        return next((left for service in self._services if (left := service.pending())), [])

    def _next_due(self) -> datetime | None:
        return min(
            (due for service in self._services if (due := service.next_due()) is not None), default=None
        )

    def _heads(self) -> tuple[int, ...]:
        return tuple(service.head() for service in self._services)


class TimersView(msgspec.Struct, frozen=True, rename="camel"):
    """What is due in the services of a process, and what comes next."""

    pending: list[str]
    next_due: datetime | None
    head: int


class RemoteService:
    """A service in a process of its own, which shares the clock's folder; asked at its `/dev/v1/timers`."""

    def __init__(self, address: str, http: httpx.Client) -> None:
        """`address` is scheme, host and port of the process."""
        self._url = f"{address}/dev/v1/timers"
        self._http = http

    def wake(self) -> None:
        self._http.post(self._url).raise_for_status()

    def pending(self) -> list[str]:
        return self._seen().pending

    def next_due(self) -> datetime | None:
        return self._seen().next_due

    def head(self) -> int:
        return self._seen().head

    def _seen(self) -> TimersView:
        return msgspec.json.decode(self._http.get(self._url).raise_for_status().content, type=TimersView)


def timer_routes(service: Timed) -> Starlette:
    """`GET /timers` and `POST /timers`, which wakes; only for callers on this machine."""

    def view() -> TimersView:
        return TimersView(service.pending(), service.next_due(), service.head())

    async def show(request: Request) -> Response:
        refused = _from_this_machine(request)
        return refused or _answer(await run_in_threadpool(view))

    async def wake(request: Request) -> Response:
        refused = _from_this_machine(request)
        if refused is None:
            await run_in_threadpool(service.wake)
        return refused or Response(status_code=204)

    return Starlette(routes=[Route("/timers", show), Route("/timers", wake, methods=["POST"])])


def clock_routes(stepping: Stepping) -> Starlette:
    """`GET /clock` and `POST /clock {"to": instant}`; only for callers on this machine."""

    async def show(request: Request) -> Response:
        return _from_this_machine(request) or _answer(ClockView(stepping.now()))

    async def step(request: Request) -> Response:
        refused = _from_this_machine(request)
        if refused is not None:
            return refused
        try:
            body = msgspec.json.decode(await request.body(), type=StepBody)
            if body.to.tzinfo is None or not body.to.replace(tzinfo=UTC) < LATEST:
                raise msgspec.ValidationError("an instant has an offset, and lies before the latest")
        except msgspec.DecodeError:
            return invalid_request(
                [Fault("body.to", "instant", f"must be an instant with an offset, before {LATEST:%Y}")]
            ).response()
        try:
            now = await run_in_threadpool(stepping.step_to, body.to.astimezone(UTC))
        except NotDrained as still_due:
            return Problem(503, "not_drained", "Something is still due", str(still_due)).response()
        return _answer(ClockView(now))

    return Starlette(routes=[Route("/clock", show), Route("/clock", step, methods=["POST"])])


def _from_this_machine(request: Request) -> Response | None:
    """None for a caller on loopback; otherwise the answer that there is no such thing."""
    if request.client is not None and ip_address(request.client.host).is_loopback:
        return None
    return Problem(404, "not_found", "Not found").response()


def _answer(view: ClockView | TimersView) -> Response:
    return Response(msgspec.json.encode(view), media_type="application/json")
