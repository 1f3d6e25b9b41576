"""Proves each completed campaign by itself, so that an operator sees that it was complete without asking."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from services.decisions.domain.proof import Proof
from services.decisions.projections.reassessments import last_completed
from services.decisions.projections.replay import Replay
from shared.eventlog.log import EventLog

logger = logging.getLogger("loket.decisions")

REST_SECONDS: Final = 60.0
"""How long it lets others go first: a proof folds the whole log, and after a campaign there are letters to send."""
UNPROVED: Final[Mapping[str, int]] = {
    "proved_affected": 0,
    "proved_reissued": 0,
    "proved_changed_since": 0,
    "proved_missed": 0,
    "proved_unfounded": 0,
}


class CampaignProof:
    """What the proof of the last completed campaign found; kept in memory, and found again after a start."""

    name: Final = "campaign_proof"

    def __init__(
        self,
        log: EventLog,
        replay: Replay,
        rest_seconds: float = REST_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log = log
        self._replay = replay
        self._rest = rest_seconds
        self._monotonic = monotonic
        self._seen: tuple[UUID, float] | None = None
        self._proved: UUID | None = None
        self.found: Mapping[str, int] = UNPROVED
        """How many cases there are in each set of the proof; all 0 before the first."""

    def step(self) -> bool:
        """Prove the last completed campaign, once it has been known for a while."""
        with self._log.read() as connection:
            completed = last_completed(connection)
        if completed is None or completed == self._proved:
            return False
        if self._seen is None or self._seen[0] != completed:
            self._seen = completed, self._monotonic()
        if self._monotonic() - self._seen[1] >= self._rest:
            self._prove(completed)
        return False

    def pending(self) -> int:
        """0: nobody waits for it."""
        return 0

    def next_due(self) -> datetime | None:
        """None: it waits for nothing on the business clock."""
        return None

    def _prove(self, reassessment_id: UUID) -> None:
        proof = self._replay.proof(reassessment_id)
        self.found, self._proved = _numbers(proof), reassessment_id
        if not proof.holds:
            logger.error("the proof of campaign %s does not hold", reassessment_id)


def _numbers(proof: Proof) -> Mapping[str, int]:
    return {
        "proved_affected": len(proof.affected),
        "proved_reissued": len(proof.reissued),
        "proved_changed_since": len(proof.changed_since),
        "proved_missed": len(proof.missed),
        "proved_unfounded": len(proof.unfounded) + len(proof.repeated),
    }
