"""Reads as a patient reader makes them: "not yet there" is asked again, as the answer says to."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import httpx

PATIENCE_SECONDS: Final = 60.0
"""Longer than any machine that runs the tests needs to bring a projection up to its log."""
NOT_YET_THERE: Final = "not_yet_there"


def patiently(read: Callable[[], httpx.Response]) -> httpx.Response:
    """The first answer that is up to the position that was asked for; the last one when none is in time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        answer = read()
        if not _is_not_yet_there(answer) or time.monotonic() > deadline:
            return answer


def _is_not_yet_there(answer: httpx.Response) -> bool:
    return answer.status_code == httpx.codes.SERVICE_UNAVAILABLE and answer.json()["code"] == NOT_YET_THERE
