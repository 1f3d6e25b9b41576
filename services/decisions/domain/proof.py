"""The independent proof of a reassessment, from the log alone.

Three sets are found in three ways and none is derived from another: `affected` by folding the log
up to P with the plain rule; `reissued` by reading the renewal events; `changed since` by looking at
what happened to a case between P and the end of the campaign. The proof holds when every affected
case is reissued exactly once or has changed since, and nothing else was reissued.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

import msgspec

from services.decisions.domain.case_endings import ConversionNoted, WithdrawalNoted
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_case import (
    DecisionReissued,
    DecisionTermStarted,
    ExemptionGranted,
    ExemptionRefused,
)
from services.decisions.domain.decision_on_objection import (
    DecisionReplacedOnObjection,
    LeavingOutRevokedOnObjection,
)
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.policy import Policy
from services.decisions.domain.reassessment import (
    Disposition,
    NewThresholds,
    ReassessmentCompleted,
    RecordedCase,
    disposition,
)
from shared.eventlog.aggregate import Event
from shared.vocabulary import ExemptionType

DECISION_EVENTS = (ExemptionGranted, ExemptionRefused, DecisionReissued, DecisionReplacedOnObjection)
ENDED: dict[type[Event], CaseState] = {
    LeftOutOfConsideration: CaseState.LEFT_OUT,
    WithdrawalNoted: CaseState.WITHDRAWN,
    ConversionNoted: CaseState.CONVERTED,
    LeavingOutRevokedOnObjection: CaseState.UNDECIDED,
}
"""What ends a case without a decision on the merits, and what opens it again."""
FOLDED_EVENTS: tuple[type[Event], ...] = (DecisionTermStarted, *DECISION_EVENTS, *ENDED)
"""What the fold reads; everything else leaves the outcome of a case alone."""
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


def fold_cases(
    events: Iterable[Event], kind: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE
) -> dict[UUID, RecordedCase]:
    """The latest recorded state of every case of a type, folded from events in log order."""
    cases: dict[UUID, RecordedCase] = {}
    for event in events:
        if isinstance(event, DecisionTermStarted):
            if event.exemption_type is not kind:
                continue
            cases[event.originator_id] = RecordedCase(
                case_id=event.originator_id,
                version=event.originator_version,
                state=CaseState.UNDECIDED,
                exemption_type=event.exemption_type,
                holder=event.holder,
            )
        elif isinstance(event, DECISION_EVENTS) and event.originator_id in cases:
            refused = isinstance(event, ExemptionRefused)
            cases[event.originator_id] = msgspec.structs.replace(
                cases[event.originator_id],
                version=event.originator_version,
                state=CaseState.REFUSED if refused else CaseState.GRANTED,
                facts=event.grounds.facts,
                decision_id=event.decision_id,
                threshold_set_id=event.grounds.threshold_set_id,
                valid_until=None if isinstance(event, ExemptionRefused) else event.valid_until,
                refusal_ground=event.ground if isinstance(event, ExemptionRefused) else None,
            )
        elif type(event) in ENDED:
            cases[event.originator_id] = msgspec.structs.replace(
                cases[event.originator_id],
                version=event.originator_version,
                state=ENDED[type(event)],
                decision_id=event.decision_id if isinstance(event, LeftOutOfConsideration) else None,
            )
    return cases


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
    affected = affected_cases(fold_cases(upto_p).values(), thresholds, policy)
    due = set(affected)
    reissued: Counter[UUID] = Counter()
    changed: dict[UUID, ChangedSince] = {}
    completed = False
    for event in after_p:
        if isinstance(event, DecisionReissued) and event.reassessment_id == reassessment_id:
            reissued[event.originator_id] += 1
        elif isinstance(event, ReassessmentCompleted):
            completed = completed or event.originator_id == reassessment_id
        elif isinstance(event, DECISION_EVENTS) and not completed and event.originator_id not in reissued:
            changed.setdefault(event.originator_id, ChangedSince(event.originator_id, event.event_id))
    return Proof(
        affected=affected,
        reissued=tuple(sorted(reissued)),
        changed_since=tuple(change for case_id, change in sorted(changed.items()) if case_id in due),
        missed=tuple(case_id for case_id in affected if case_id not in reissued and case_id not in changed),
        unfounded=tuple(sorted((set(reissued) - due) | (set(reissued) & set(changed)))),
        repeated=tuple(sorted(case_id for case_id, times in reissued.items() if times > 1)),
    )
