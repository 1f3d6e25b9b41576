"""`Loket-Wait-For`: a reader who knows of a position waits, shortly, until it shows."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from shared.runtime.edge import HttpEdge
from shared.runtime.openapi import POSITION_PATTERN, WAIT_FOR
from shared.runtime.problems import Fault, Problem

WAIT_SECONDS: Final = 2.0
_WAIT: Final = re.compile(f"([a-z]{{1,40}})=({POSITION_PATTERN})")

Awaited = tuple[Callable[[int], bool], int]
"""Whether a log has been taken in up to a position, and the position."""


def awaited_by(edge: HttpEdge, request: Request) -> tuple[Sequence[Awaited], Sequence[Fault]]:
    """What the caller asks to wait for, or what is wrong with that."""
    header = request.headers.get(WAIT_FOR)
    if header is None:
        return (), ()
    found = [_awaited(edge, part.strip()) for part in header.split(",")]
    awaited = [one for one in found if one is not None]
    if len(awaited) == len(found):
        return awaited, ()
    words = "must name a log that is read here: log=position"
    return (), [Fault(f"header.{WAIT_FOR}", "log_position", words)]


async def wait_for(awaited: Sequence[Awaited]) -> None:
    """Wait, at most two seconds, until what we read has taken in these positions."""
    deadline, pause = time.monotonic() + WAIT_SECONDS, 0.005
    while not all([await run_in_threadpool(reached, position) for reached, position in awaited]):
        if time.monotonic() >= deadline:
            raise Problem(
                503,
                "not_yet_there",
                "The answer is not up to that position yet",
                headers={"Retry-After": "1"},
            )
        await asyncio.sleep(pause)
        pause = min(2 * pause, 0.1)


def _awaited(edge: HttpEdge, part: str) -> Awaited | None:
    match = _WAIT.fullmatch(part)
    if match is None or match.group(1) not in edge.reached:
        return None
    return edge.reached[match.group(1)], int(match.group(2))
