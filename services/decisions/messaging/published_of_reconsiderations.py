"""What leaves the decisions service about reconsiderations."""

from __future__ import annotations

from services.decisions.domain.reconsidering import CaseReconsidered
from shared.contracts import decisions as contracts
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent


def case_reconsidered(recorded: RecordedEvent) -> contracts.CaseReconsidered:
    """The contract for an assessment of the day on which an objection is ruled on."""
    fact = recorded.event
    if not isinstance(fact, CaseReconsidered):
        raise TypeError(f"{fact.TOPIC} reconsiders nothing")
    now, then = fact.reassessed.grounds, fact.decided
    return contracts.CaseReconsidered(
        assessment_id=fact.assessment_id,
        objection_id=fact.objection_id,
        case_id=fact.originator_id,
        assessed_on=now.on or recorded.metadata.effective_on,
        advice=fact.reassessed.advice,
        policy_version=now.policy_version,
        threshold_set_id=now.threshold_set_id,
        criteria=now.criteria,
        decided_policy_version=then.policy_version if then else None,
        decided_threshold_set_id=then.threshold_set_id if then else None,
        granted_until=fact.granted_until,
    )


OF_RECONSIDERATIONS = (
    Publication(
        event=CaseReconsidered,
        contract=contracts.CaseReconsidered,
        consumers=("objections",),
        to_contract=case_reconsidered,
    ),
)
