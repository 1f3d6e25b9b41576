"""Idempotency keys: a command that comes twice has one effect and one answer.

Across processes the unique row in the log's database decides; inside a process a second request is
turned away while the first still runs.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final, Protocol

from shared.eventlog.append import IdempotencyAnswer
from shared.runtime.problems import Problem

HEADER: Final = "Idempotency-Key"
KEY_PATTERN: Final = "[!-~]{1,255}"
_KEY: Final = re.compile(KEY_PATTERN)


class AnswerStore(Protocol):
    """Where answers are kept: the event log."""

    def stored_answer(self, principal: str, route: str, key: str) -> IdempotencyAnswer | None:
        """The answer given earlier to this key of this principal on this route."""


class InFlight:
    """The commands that this process is carrying out now, by principal, route and key."""

    def __init__(self) -> None:
        self._running: set[tuple[str, str, str]] = set()
        self._lock = Lock()

    @contextmanager
    def alone(self, principal: str, route: str, key: str) -> Iterator[None]:
        """Hold this key for the length of the block; 409 when it is held already."""
        claim = (principal, route, key)
        with self._lock:
            if claim in self._running:
                raise Problem(
                    409,
                    "still_running",
                    "An earlier request with this Idempotency-Key is still running",
                    headers={"Retry-After": "1"},
                )
            self._running.add(claim)
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(claim)


def key_from(header: str | None) -> str:
    """The key that a command must carry; 400 when it is missing or not 1 to 255 visible ASCII characters."""
    if header is None:
        raise Problem(
            400, "idempotency_key_missing", "This request needs a key", f"Send the header `{HEADER}`."
        )
    if not _KEY.fullmatch(header):
        raise Problem(
            400,
            "idempotency_key_malformed",
            "The key cannot be used",
            f"`{HEADER}` is 1 to 255 visible ASCII characters.",
        )
    return header


def kept_as(key: str, secret: bytes) -> str:
    """How a key is stored: HMAC-SHA256, hexadecimal, for a client may make its keys of plates or names."""
    return hmac.new(secret, b"idempotency-key\n" + key.encode(), hashlib.sha256).hexdigest()


def same_request(answer: IdempotencyAnswer, fingerprint: str) -> IdempotencyAnswer:
    """The stored answer, when it answers this very request; else 422."""
    if answer.fingerprint != fingerprint:
        raise Problem(
            422,
            "idempotency_key_reused",
            "This key was used for another request",
            f"Send a new `{HEADER}` with a new request.",
        )
    return answer
