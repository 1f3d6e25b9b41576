"""The worker that keeps erased what was erased: a vault that was put back has keys again that were destroyed since.

It compares what the log says with what the vault holds, from the start on and every hour, so that it needs nobody
who remembers to do so after a restore. Only the keys that an erasure named are destroyed again: what came into the
case later, such as the objection of somebody else, is sealed under keys of its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from services.applications.domain.application_acts import PersonErased
from services.applications.projections.erasures import ErasuresReader
from shared.eventlog.log import EventLog
from shared.privacy.erasing import Eraser

logger = logging.getLogger(__name__)

CASES_PER_STEP: Final = 50
SECONDS_BETWEEN_ROUNDS: Final = 3600.0


class KeepErased:
    """Goes round all erased cases, and destroys again the keys that it finds."""

    name: Final = "keep_erased"

    def __init__(
        self, log: EventLog, eraser: Eraser, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._log = log
        self._erasures = ErasuresReader(log)
        self._eraser = eraser
        self._monotonic = monotonic
        self._after: UUID | None = None
        self._next_round = float("-inf")

    def step(self) -> bool:
        """Look at some cases; False when a round has ended, until it is time for the next."""
        if self._monotonic() < self._next_round:
            return False
        cases = self._erasures.confirmed(self._after, CASES_PER_STEP)
        keys = [key_id for case_id in cases for key_id in self._destroyed_in(case_id)]
        back = self._eraser.erase_again(keys) if keys else 0
        if back:
            logger.warning("%d keys that were destroyed were back in the vault; destroyed again", back)
        self._after = cases[-1] if cases else None
        if len(cases) < CASES_PER_STEP:
            self._after, self._next_round = None, self._monotonic() + SECONDS_BETWEEN_ROUNDS
            return False
        return True

    def pending(self) -> int:
        """None that anybody knows of."""
        return 0

    def next_due(self) -> datetime | None:
        """None: it goes by the time of the machine, as custody of keys is not a legal act."""
        return None

    def _destroyed_in(self, case_id: UUID) -> tuple[UUID, ...]:
        """The keys that the erasures named; none in one from before they were kept."""
        acts = (recorded.event for recorded in self._log.stream(case_id))
        named = (act.key_ids or () for act in acts if isinstance(act, PersonErased))
        return tuple(dict.fromkeys(key_id for key_ids in named for key_id in key_ids))
