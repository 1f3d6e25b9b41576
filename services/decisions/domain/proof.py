"""The independent proof of a reassessment, from the log alone.

Three sets are found in three ways and none is derived from another: `affected` by folding the log
up to P with the plain rule; `reissued` by reading the renewal events; `changed since` by looking at
what happened to a case between P and the end of the campaign. The proof holds when every affected
case is reissued exactly once or has changed since, and nothing else was reissued.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from uuid import UUID

import msgspec

from services.decisions.domain.case_fold import FOLDED_EVENTS, CaseFold
from services.decisions.domain.disposition import Disposition, NewThresholds, RecordedCase, disposition
from services.decisions.domain.policy import Policy
from services.decisions.domain.reassessment import ReassessmentCompleted
from services.decisions.domain.renewal import DecisionReissued
from shared.eventlog.aggregate import Event

PROOF_EVENTS: tuple[type[Event], ...] = (*FOLDED_EVENTS, ReassessmentCompleted)


class ChangedSince(msgspec.Struct, frozen=True):
    """A case that changed after P, with the event that changed it."""

    case_id: UUID
    event_id: UUID


class Proof(msgspec.Struct, frozen=True):
    """The three sets and whether they fit, case by case."""

    affected: tuple[UUID, ...]
    reissued: tuple[UUID, ...]
    changed_since: tuple[ChangedSince, ...]
    missed: tuple[UUID, ...]
    """Affected, neither reissued nor changed since."""
    unfounded: tuple[UUID, ...]
    """Reissued without being affected, or after the case had changed."""
    repeated: tuple[UUID, ...]
    """Reissued more than once."""

    @property
    def holds(self) -> bool:
        """True when nobody was missed, nobody got what was not due, and nobody got it twice."""
        return not (self.missed or self.unfounded or self.repeated)


def affected_cases(
    cases: Iterable[RecordedCase], thresholds: NewThresholds, policy: Policy
) -> tuple[UUID, ...]:
    """Cases that the rule would reissue, in order of id."""
    return tuple(
        sorted(case.case_id for case in cases if disposition(case, thresholds, policy) is Disposition.REISSUE)
    )


def prove(
    reassessment_id: UUID,
    thresholds: NewThresholds,
    policy: Policy,
    upto_p: Iterable[Event],
    after_p: Iterable[Event],
) -> Proof:
    """Prove one reassessment from the events up to P and all those after it.

    What changed a case counts until the completion, a renewal also after it.
    """
    fold = CaseFold(upto_p)
    affected = affected_cases(fold.of(policy.exemption_type), thresholds, policy)
    changes = _Changes(fold, thresholds, policy, set(affected))
    reissued: Counter[UUID] = Counter()
    completed = False
    for event in after_p:
        fold.add(event)
        if isinstance(event, DecisionReissued) and event.reassessment_id == reassessment_id:
            reissued[event.originator_id] += 1
        elif isinstance(event, ReassessmentCompleted):
            completed = completed or event.originator_id == reassessment_id
        elif not completed:
            changes.look_at(event, reissued)
    changed = changes.found
    own = {case_id for case_id, change in changed.items() if case_id not in changes.by_another_case}
    return Proof(
        affected=affected,
        reissued=tuple(sorted(reissued)),
        changed_since=tuple(change for _, change in sorted(changed.items())),
        missed=tuple(case_id for case_id in affected if case_id not in reissued and case_id not in changed),
        unfounded=tuple(sorted((set(reissued) - set(affected)) | (set(reissued) & own))),
        repeated=tuple(sorted(case_id for case_id, times in reissued.items() if times > 1)),
    )


class _Changes:
    """The affected cases that the rule no longer renews, each with the event that made it so."""

    def __init__(
        self, fold: CaseFold, thresholds: NewThresholds, policy: Policy, due: Collection[UUID]
    ) -> None:
        self._fold = fold
        self._thresholds = thresholds
        self._policy = policy
        self._due = due
        self.found: dict[UUID, ChangedSince] = {}
        self.by_another_case: set[UUID] = set()
        """Superseded meanwhile: that excuses a case from renewal, and does not forbid a renewal under way."""

    def look_at(self, event: Event, reissued: Collection[UUID]) -> None:
        """What an event changed, in its own case or in an older one of the same vehicle and applicant."""
        for case_id in (event.originator_id, *self._fold.older_than(event.originator_id)):
            case = self._fold.case(case_id)
            if case is None or case_id not in self._due or case_id in reissued:
                continue
            if disposition(case, self._thresholds, self._policy) is Disposition.REISSUE:
                self.found.pop(case_id, None)
            elif case_id not in self.found:
                self.found[case_id] = ChangedSince(case_id, event.event_id)
                if case_id != event.originator_id:
                    self.by_another_case.add(case_id)
