"""What is folded from the log on demand: the cases at a position, a preview's plan, a campaign's proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from services.decisions.domain.case_fold import FOLDED_EVENTS, CaseFold
from services.decisions.domain.disposition import (
    NewThresholds,
    Plan,
    RecordedCase,
    plan_digest,
    plan_of,
)
from services.decisions.domain.policy import policy_of_version
from services.decisions.domain.proof import PROOF_EVENTS, Proof, prove
from services.decisions.domain.reassessment import Reassessment
from services.decisions.domain.reporting import REPORTED_EVENTS, ReportedCase, fold_reported
from services.decisions.domain.threshold_set import ThresholdSet
from shared.eventlog.aggregate import Event
from shared.eventlog.log import EventLog
from shared.vocabulary import ExemptionType

PAGE = 2000


class PlanAtPosition(msgspec.Struct, frozen=True):
    """A plan, recomputed at a log position; that of a preview must have the recorded digest."""

    at_position: int
    digest: str
    cases: Plan


class Replay:
    """Folds the log up to a position; the same prefix gives the same answer, for ever."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def cases_at(self, position: int, kind: ExemptionType) -> list[RecordedCase]:
        """Every case of a type as recorded up to and including that position, in order of id."""
        return CaseFold(self._events(FOLDED_EVENTS, 0, position)).of(kind)

    def reported_at(self, known_at: datetime) -> list[ReportedCase]:
        """Every case as it was reported by what was recorded at an instant."""
        position = self._log.position_at(known_at)
        return list(fold_reported(self._events(REPORTED_EVENTS, 0, position)).values())

    def plan(self, set_id: UUID) -> PlanAtPosition | None:
        """The plan of a set's latest preview, recomputed at the position it was made; None without one."""
        threshold_set = self._log.load(ThresholdSet, set_id)
        preview = threshold_set.preview
        if preview is None:
            return None
        thresholds = NewThresholds(set_id, threshold_set.rows, preview.as_of)
        return self._plan_at(preview.at_position, thresholds, preview.policy_version)

    def plan_at_start(self, reassessment_id: UUID) -> PlanAtPosition:
        """What a campaign's set means for every case as recorded at its P."""
        reassessment = self._log.load(Reassessment, reassessment_id)
        if reassessment.thresholds is None:
            raise ValueError("a reassessment without its founding event")
        p = self._log.position_of(reassessment_id, 1) or 0
        return self._plan_at(p, reassessment.thresholds, reassessment.policy_version)

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

    def _plan_at(self, position: int, thresholds: NewThresholds, policy_version: str) -> PlanAtPosition:
        policy = policy_of_version(policy_version)
        plan = plan_of(self.cases_at(position, policy.exemption_type), thresholds, policy)
        outcomes = [(case.case_id, case.disposition) for case in plan]
        return PlanAtPosition(position, plan_digest(thresholds, policy.version, position, outcomes), plan)

    def _events(self, kinds: Sequence[type[Event]], after: int, upto: int) -> Iterator[Event]:
        topics = [kind.TOPIC for kind in kinds]
        while page := self._log.events_after(after, limit=PAGE, topics=topics, upto=upto):
            yield from (recorded.event for recorded in page)
            after = page[-1].position
