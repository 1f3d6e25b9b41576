"""What leaves the decisions service, and for whom."""

from __future__ import annotations

from services.decisions.domain.decision_case import DecisionReissued, ExemptionGranted, ExemptionRefused
from shared.contracts.decisions import DecisionTaken
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import Outcome, Remedy

CONSUMERS = ("applications", "objections", "notifications", "register")


def decision_taken(recorded: RecordedEvent) -> DecisionTaken:
    """The contract for a decision of any of the three kinds."""
    fact = recorded.event
    if not isinstance(fact, ExemptionGranted | ExemptionRefused | DecisionReissued):
        raise TypeError(f"{fact.TOPIC} is not a decision")
    renewed = fact if isinstance(fact, DecisionReissued) else None
    return DecisionTaken(
        decision_id=fact.decision_id,
        case_id=fact.originator_id,
        exemption_type=fact.exemption_type,
        outcome=Outcome.REFUSED if isinstance(fact, ExemptionRefused) else Outcome.GRANTED,
        decided_on=fact.decided_on,
        decided_by=fact.decided_by,
        criteria=fact.grounds.criteria,
        policy_version=fact.grounds.policy_version,
        threshold_set_id=fact.grounds.threshold_set_id,
        remedy=renewed.remedy if renewed else Remedy.OBJECTION,
        applicant=fact.holder.applicant,
        plate=fact.holder.plate,
        applicant_subject=fact.holder.applicant_subject,
        valid_until=None if isinstance(fact, ExemptionRefused) else fact.valid_until,
        replaces_decision_id=renewed.replaces_decision_id if renewed else None,
        reassessment_id=renewed.reassessment_id if renewed else None,
        decides_objection_id=renewed.decides_objection_id if renewed else None,
        municipality=fact.grounds.facts.municipality,
        valid_from=fact.valid_from if isinstance(fact, ExemptionGranted) else None,
        valid_to=fact.valid_to if isinstance(fact, ExemptionGranted) else None,
    )


PUBLICATIONS = tuple(
    Publication(event=event, contract=DecisionTaken, consumers=CONSUMERS, to_contract=decision_taken)
    for event in (ExemptionGranted, ExemptionRefused, DecisionReissued)
)
