"""What is folded from the log on demand: the cases at a position, a preview's plan, a campaign's proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from services.decisions.domain.policy import policy_of_version
from services.decisions.domain.proof import FOLDED_EVENTS, PROOF_EVENTS, Proof, fold_cases, prove
from services.decisions.domain.reassessment import (
    Disposition,
    NewThresholds,
    Reassessment,
    RecordedCase,
    disposition,
    plan_digest,
)
from services.decisions.domain.reporting import REPORTED_EVENTS, ReportedCase, fold_reported
from services.decisions.domain.threshold_set import ThresholdSet
from shared.eventlog.aggregate import Event
from shared.eventlog.log import EventLog

PAGE = 2000


class PlannedCase(msgspec.Struct, frozen=True):
    """What a preview says of one case."""

    case_id: UUID
    disposition: Disposition


class Plan(msgspec.Struct, frozen=True):
    """A preview, recomputed at its log position; the digest must be the recorded one."""

    at_position: int
    digest: str
    cases: tuple[PlannedCase, ...]


class Replay:
    """Folds the log up to a position; the same prefix gives the same answer, for ever."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def cases_at(self, position: int) -> dict[UUID, RecordedCase]:
        """Every case as recorded up to and including that position."""
        return fold_cases(self._events(FOLDED_EVENTS, 0, position))

    def reported_at(self, known_at: datetime) -> list[ReportedCase]:
        """Every case as it was reported by what was recorded at an instant."""
        position = self._log.position_at(known_at)
        return list(fold_reported(self._events(REPORTED_EVENTS, 0, position)).values())

    def plan(self, set_id: UUID) -> Plan | None:
        """The plan of a set's latest preview, recomputed at the position it was made; None without one."""
        threshold_set = self._log.load(ThresholdSet, set_id)
        preview = threshold_set.preview
        if preview is None:
            return None
        policy = policy_of_version(preview.policy_version)
        thresholds = NewThresholds(set_id, threshold_set.rows, preview.as_of)
        cases = self.cases_at(preview.at_position)
        planned = [
            PlannedCase(case_id, disposition(cases[case_id], thresholds, policy)) for case_id in sorted(cases)
        ]
        digest = plan_digest(
            thresholds,
            policy.version,
            preview.at_position,
            [(case.case_id, case.disposition) for case in planned],
        )
        return Plan(preview.at_position, digest, tuple(planned))

    def proof(self, reassessment_id: UUID) -> Proof:
        """The independent proof of a campaign; while it runs, cases not reached yet count as missed."""
        reassessment = self._log.load(Reassessment, reassessment_id)
        if reassessment.thresholds is None:
            raise ValueError("a reassessment without its founding event")
        p = self._log.position_of(reassessment_id, 1) or 0
        return prove(
            reassessment_id,
            reassessment.thresholds,
            policy_of_version(reassessment.policy_version),
            upto_p=self._events(FOLDED_EVENTS, 0, p),
            after_p=self._events(PROOF_EVENTS, p, self._log.head()),
        )

    def _events(self, kinds: Sequence[type[Event]], after: int, upto: int) -> Iterator[Event]:
        topics = [kind.TOPIC for kind in kinds]
        while page := self._log.events_after(after, limit=PAGE, topics=topics, upto=upto):
            yield from (recorded.event for recorded in page)
            after = page[-1].position
