"""What leaves the decisions service, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from services.decisions.domain.day_exemption_quota import DayExemptionCancelled
from services.decisions.domain.decision_by_court import (
    ByCourt,
    ExemptionGrantedByCourt,
    ExemptionRefusedByCourt,
)
from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.decision_on_objection import (
    DecisionReplacedOnObjection,
    LeavingOutRevokedOnObjection,
)
from services.decisions.domain.leaving_out import LeftOutOfConsideration
from services.decisions.domain.on_the_merits import (
    DecisionOnTheMerits,
    OnObjection,
    Refusal,
    Revocation,
    outcome_of,
)
from services.decisions.domain.policy import policy_of_version
from services.decisions.domain.reassessment import ReassessmentCompleted, ReassessmentStarted
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.review_in_favour import DecisionReplacedExOfficio
from services.decisions.domain.revocation import ExemptionRevoked
from services.decisions.domain.threshold_set import ThresholdSetRejected
from services.decisions.messaging.published_of_courts import OF_COURTS
from services.decisions.messaging.published_of_facts import OF_FACTS
from services.decisions.messaging.published_of_reconsiderations import OF_RECONSIDERATIONS
from services.decisions.messaging.published_of_revocations import OF_REVOCATIONS
from services.decisions.messaging.published_of_terms import OF_TERMS
from shared.contracts import decisions as contracts
from shared.contracts.decisions import DecisionTaken
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent
from shared.rulings import JudgedCriterion
from shared.vocabulary import ExemptionType, Outcome, RefusalGround, Remedy

DECISIONS = get_args(DecisionOnTheMerits)
WITHOUT_REASONS = (ExemptionGranted, DecisionReissued, ExemptionGrantedByCourt, ExemptionRefusedByCourt)
CONSUMERS = ("applications", "objections", "notifications", "register")


def decision_taken(recorded: RecordedEvent) -> DecisionTaken:
    """The contract for a decision on the merits of any kind."""
    fact = recorded.event
    if not isinstance(fact, DecisionOnTheMerits):
        raise TypeError(f"{fact.TOPIC} is not a decision on the merits")
    on_objection = fact if isinstance(fact, OnObjection) else None
    reviewed = fact if isinstance(fact, DecisionReplacedExOfficio) else None
    later = None if isinstance(fact, ExemptionGranted | ExemptionRefused) else fact
    renewed = fact if isinstance(fact, DecisionReissued | OnObjection) else None
    by_court = fact if isinstance(fact, ByCourt) else None
    of_a_day = (
        fact
        if isinstance(fact, ExemptionGranted | DecisionReplacedOnObjection | ExemptionGrantedByCourt)
        else None
    )
    hearing = fact.hearing if isinstance(fact, ExemptionRefused) else None
    return DecisionTaken(
        decision_id=fact.decision_id,
        case_id=fact.originator_id,
        exemption_type=fact.exemption_type,
        outcome=outcome_of(fact),
        decided_on=fact.decided_on,
        decided_by=fact.decided_by,
        criteria=fact.grounds.criteria,
        policy_version=fact.grounds.policy_version,
        threshold_set_id=fact.grounds.threshold_set_id,
        remedy=later.remedy if later else Remedy.OBJECTION,
        applicant=fact.holder.applicant,
        plate=fact.holder.plate,
        applicant_subject=fact.holder.applicant_subject,
        valid_until=None if isinstance(fact, Refusal | Revocation) else fact.valid_until,
        replaces_decision_id=later.replaces_decision_id if later else None,
        reassessment_id=fact.reassessment_id if isinstance(fact, DecisionReissued) else None,
        decides_objection_id=renewed.decides_objection_id if renewed else None,
        refusal_ground=fact.ground if isinstance(fact, Refusal) else None,
        refers_to_decision_id=fact.refers_to_decision_id if isinstance(fact, ExemptionRefused) else None,
        sealed_reasons=None if isinstance(fact, WITHOUT_REASONS) else fact.sealed_reasons,
        synthetic=tuple(_synthetic(fact)),
        threshold_changes=fact.threshold_changes if isinstance(fact, DecisionReissued) else (),
        municipality=fact.grounds.facts.municipality,
        valid_from=of_a_day.valid_from if of_a_day else None,
        valid_to=of_a_day.valid_to if of_a_day else None,
        day=fact.grounds.facts.stated.day if fact.exemption_type is ExemptionType.DAY else None,
        heard=renewed.heard if renewed else None,
        heard_on=renewed.heard_on if renewed else None,
        court_ruled_on=on_objection.court_ruled_on if on_objection else None,
        penalty_euros=on_objection.penalty_euros if on_objection else None,
        beside=on_objection.beside if on_objection else None,
        in_part=isinstance(fact, DecisionReplacedOnObjection) and fact.in_part,
        of_another=on_objection is not None and on_objection.of_another,
        restores_anew=isinstance(fact, DecisionReplacedOnObjection) and fact.restores_anew,
        established=fact.grounds.facts.established,
        views_given=hearing.views_given if hearing and not hearing.not_heard else None,
        not_heard_because=hearing.not_heard.because if hearing and hearing.not_heard else None,
        effective_from=(
            fact.effective_from if isinstance(fact, DecisionReplacedOnObjection | Revocation) else None
        ),
        revocation_ground=fact.ground if isinstance(fact, ExemptionRevoked) else None,
        review_ground=reviewed.ground.value if reviewed else None,
        better_fit=fact.better_fit if isinstance(fact, ExemptionRefused) else None,
        better_fit_reason=fact.better_fit_reason if isinstance(fact, ExemptionRefused) else None,
        announced_on=by_court.announced_on if by_court else None,
        sealed_conditions=(
            fact.sealed_conditions if isinstance(fact, ExemptionGranted | DecisionReplacedExOfficio) else None
        ),
        told_to=fact.told_to if isinstance(fact, ExemptionGranted | ExemptionRefused | OnObjection) else (),
        judged=tuple(
            JudgedCriterion(one.judgement.criterion, one.judgement.reasons) for one in fact.grounds.judgements
        ),
    )


def _synthetic(fact: DecisionOnTheMerits) -> Iterator[str]:
    """What the decision rests on or states that no public source does; no official thresholds are published."""
    if isinstance(fact, Revocation | ByCourt):
        return
    policy = policy_of_version(fact.grounds.policy_version)
    on_reasons = isinstance(fact, DecisionReplacedOnObjection) or (
        isinstance(fact, DecisionReplacedExOfficio) and fact.reassessed.advice is not Outcome.GRANTED
    )
    on_conditions = not on_reasons and not (
        isinstance(fact, Refusal) and fact.ground is not RefusalGround.CONDITIONS_NOT_MET
    )
    if fact.grounds.threshold_set_id is not None:
        yield "thresholds"
    if on_conditions and policy.conditions_are_synthetic:
        yield "conditions"
    if not isinstance(fact, Refusal) and policy.validity_is_synthetic:
        yield "validity"


def left_out_of_consideration(recorded: RecordedEvent) -> contracts.LeftOutOfConsideration:
    """The contract for a decision not to deal with an application."""
    fact = recorded.event
    if not isinstance(fact, LeftOutOfConsideration):
        raise TypeError(f"{fact.TOPIC} does not leave an application out of consideration")
    return contracts.LeftOutOfConsideration(
        decision_id=fact.decision_id,
        case_id=fact.originator_id,
        exemption_type=fact.exemption_type,
        decided_on=fact.decided_on,
        decided_by=fact.decided_by,
        reason=fact.reason,
        applicant=fact.holder.applicant,
        plate=fact.holder.plate,
        applicant_subject=fact.holder.applicant_subject,
        municipality=fact.municipality,
        announce_by=fact.announce_by,
        on_items=fact.on_items,
        told_to=fact.told_to,
    )


def leaving_out_revoked(recorded: RecordedEvent) -> contracts.LeavingOutRevoked:
    """The contract for an application that is dealt with after all."""
    fact = recorded.event
    if not isinstance(fact, LeavingOutRevokedOnObjection):
        raise TypeError(f"{fact.TOPIC} revokes no leaving out of consideration")
    return contracts.LeavingOutRevoked(
        revoked_decision_id=fact.revokes_decision_id,
        case_id=fact.originator_id,
        objection_id=fact.objection_id,
        decided_on=fact.decided_on,
        decided_by=fact.decided_by,
        reasons=fact.reasons or None,
        sealed_reasons=fact.sealed_reasons,
        heard=fact.heard,
        heard_on=fact.heard_on,
        anew_appeal_id=fact.anew_appeal_id,
        court_ruled_on=fact.court_ruled_on,
        penalty_euros=fact.penalty_euros,
        beside=fact.beside,
        told_to=fact.told_to,
    )


def threshold_set_rejected(recorded: RecordedEvent) -> contracts.ThresholdSetRejected:
    """The contract for a rejected proposal."""
    fact = recorded.event
    if not isinstance(fact, ThresholdSetRejected):
        raise TypeError(f"{fact.TOPIC} is not a rejection")
    return contracts.ThresholdSetRejected(
        threshold_set_id=fact.originator_id, objection_id=fact.objection_id, rejected_on=fact.rejected_on
    )


def reassessment_started(recorded: RecordedEvent) -> contracts.ReassessmentStarted:
    """The contract for the start of a campaign, which is the entry into force of its set."""
    fact = recorded.event
    if not isinstance(fact, ReassessmentStarted):
        raise TypeError(f"{fact.TOPIC} starts no reassessment")
    return contracts.ReassessmentStarted(
        reassessment_id=fact.originator_id,
        threshold_set_id=fact.threshold_set_id,
        objection_id=fact.objection_id,
    )


def reassessment_completed(recorded: RecordedEvent) -> contracts.ReassessmentCompleted:
    """The contract for the end of a campaign."""
    fact = recorded.event
    if not isinstance(fact, ReassessmentCompleted):
        raise TypeError(f"{fact.TOPIC} completes no reassessment")
    return contracts.ReassessmentCompleted(
        reassessment_id=fact.originator_id,
        threshold_set_id=fact.threshold_set_id,
        objection_id=fact.objection_id,
    )


def day_exemption_cancelled(recorded: RecordedEvent) -> contracts.DayExemptionCancelled:
    """The contract for a day exemption that was given back."""
    fact = recorded.event
    if not isinstance(fact, DayExemptionCancelled):
        raise TypeError(f"{fact.TOPIC} gives no day exemption back")
    return contracts.DayExemptionCancelled(
        case_id=fact.case_id,
        decision_id=fact.decision_id,
        cancelled_on=fact.cancelled_on,
        day=fact.day,
    )


PUBLICATIONS = (
    *(
        Publication(event=event, contract=DecisionTaken, consumers=CONSUMERS, to_contract=decision_taken)
        for event in DECISIONS
    ),
    Publication(
        event=LeftOutOfConsideration,
        contract=contracts.LeftOutOfConsideration,
        consumers=("applications", "notifications", "objections", "register"),
        to_contract=left_out_of_consideration,
    ),
    Publication(
        event=LeavingOutRevokedOnObjection,
        contract=contracts.LeavingOutRevoked,
        consumers=("applications", "notifications"),
        to_contract=leaving_out_revoked,
    ),
    Publication(
        event=ThresholdSetRejected,
        contract=contracts.ThresholdSetRejected,
        consumers=("objections",),
        to_contract=threshold_set_rejected,
    ),
    Publication(
        event=ReassessmentStarted,
        contract=contracts.ReassessmentStarted,
        consumers=("objections",),
        to_contract=reassessment_started,
    ),
    Publication(
        event=ReassessmentCompleted,
        contract=contracts.ReassessmentCompleted,
        consumers=("objections",),
        to_contract=reassessment_completed,
    ),
    Publication(
        event=DayExemptionCancelled,
        contract=contracts.DayExemptionCancelled,
        consumers=("notifications", "register"),
        to_contract=day_exemption_cancelled,
    ),
    *OF_TERMS,
    *OF_COURTS,
    *OF_FACTS,
    *OF_REVOCATIONS,
    *OF_RECONSIDERATIONS,
)
