"""Answers to idempotency keys are kept for thirty days of wall time, and then forgotten.

Who sends a request again after so long makes a new one. Wall time, because it is about clients and
networks and not about the business; where the business clock is stepped nothing is forgotten, so that
whatever was played can be played again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine, Table

from shared.database import writing
from shared.eventlog.answers import forget_answers

KEPT_FOR: Final = timedelta(days=30)
LOOKS_EVERY: Final = timedelta(hours=1)

_log = logging.getLogger(__name__)


class ForgettingAnswers:
    """Forgets answers that are older than they are kept, once an hour."""

    name: Final = "forgetting-answers"

    def __init__(self, engine: Engine, answers: Table, wall: Callable[[], datetime]) -> None:
        self._engine = engine
        self._answers = answers
        self._wall = wall
        self._looked_at: datetime | None = None

    def step(self) -> bool:
        """Forget what is due, unless that was done within the hour."""
        now = self._wall()
        if self._looked_at is not None and now < self._looked_at + LOOKS_EVERY:
            return False
        with writing(self._engine) as connection:
            forgotten = forget_answers(connection, self._answers, now - KEPT_FOR)
        self._looked_at = now
        if forgotten:
            _log.info("%d answers to idempotency keys were forgotten", forgotten)
        return False

    def pending(self) -> int:
        """Nothing that the business waits for."""
        return 0

    def next_due(self) -> datetime | None:
        """Not on the business clock."""
        return None
