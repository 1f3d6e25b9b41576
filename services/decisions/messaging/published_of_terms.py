"""What leaves the decisions service about its terms, and what comes of a late decision."""

from __future__ import annotations

from services.decisions.domain.notice_of_default import NoticeOfDefaultReceived, PenaltyFixed
from services.decisions.domain.recovery import PenaltyRecoveryDecided
from services.decisions.domain.suspension import DecisionTermSuspendedOtherwise, OtherSuspensionEnded
from services.decisions.domain.term_extension import DecisionTermExtended
from shared.contracts import decisions as contracts
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent

LETTERS = ("notifications",)


def decision_term_extended(recorded: RecordedEvent) -> contracts.DecisionTermExtended:
    """The contract for a new reasonable term."""
    fact = recorded.event
    if not isinstance(fact, DecisionTermExtended):
        raise TypeError(f"{fact.TOPIC} extends no term")
    return contracts.DecisionTermExtended(
        case_id=fact.originator_id,
        extended_on=fact.extended_on,
        last_day=fact.last_day,
        sealed_reasons=fact.sealed_reasons,
    )


def suspended_otherwise(recorded: RecordedEvent) -> contracts.DecisionTermSuspendedOtherwise:
    """The contract for what suspends the term besides a request to complete."""
    fact = recorded.event
    if not isinstance(fact, DecisionTermSuspendedOtherwise):
        raise TypeError(f"{fact.TOPIC} suspends no term otherwise")
    return contracts.DecisionTermSuspendedOtherwise(
        case_id=fact.originator_id,
        kind=fact.kind,
        suspended_on=fact.suspended_on,
        first_day=fact.first_day,
        sealed_reasons=fact.sealed_reasons,
        expected_end=fact.expected_end,
        ends_on=fact.ends_on,
    )


def other_suspension_ended(recorded: RecordedEvent) -> contracts.OtherSuspensionEnded:
    """The contract for its end; no last day is told while something else suspends the term."""
    fact = recorded.event
    if not isinstance(fact, OtherSuspensionEnded):
        raise TypeError(f"{fact.TOPIC} ends no such suspension")
    return contracts.OtherSuspensionEnded(
        case_id=fact.originator_id,
        kind=fact.kind,
        resumed_on=fact.resumed_on,
        last_day=fact.last_day if fact.still_suspended_from is None else None,
    )


def notice_of_default_received(recorded: RecordedEvent) -> contracts.NoticeOfDefaultReceived:
    """The contract for a notice of default, with what follows from it."""
    fact = recorded.event
    if not isinstance(fact, NoticeOfDefaultReceived):
        raise TypeError(f"{fact.TOPIC} gives no notice of default")
    return contracts.NoticeOfDefaultReceived(
        case_id=fact.originator_id,
        received_on=fact.received_on,
        grace_last_day=fact.grace_last_day,
        first_penalty_day=fact.first_penalty_day,
    )


def penalty_fixed(recorded: RecordedEvent) -> contracts.PenaltyFixed:
    """The contract for the decision on the penalty."""
    fact = recorded.event
    if not isinstance(fact, PenaltyFixed):
        raise TypeError(f"{fact.TOPIC} fixes no penalty")
    return contracts.PenaltyFixed(
        decision_id=fact.decision_id,
        case_id=fact.originator_id,
        decided_on=fact.decided_on,
        decided_by=fact.decided_by,
        first_day=fact.first_day,
        last_day=fact.last_day,
        amount_euros=fact.amount_euros,
        ground=fact.ground,
        sealed_reasons=fact.sealed_reasons,
        exemption_type=fact.exemption_type,
        municipality=fact.municipality,
        applicant_subject=fact.applicant_subject,
        share_cents=fact.share_cents,
    )


def penalty_recovery_decided(recorded: RecordedEvent) -> contracts.PenaltyRecoveryDecided:
    """The contract for the decision to ask a penalty back."""
    fact = recorded.event
    if not isinstance(fact, PenaltyRecoveryDecided):
        raise TypeError(f"{fact.TOPIC} asks no penalty back")
    return contracts.PenaltyRecoveryDecided(
        decision_id=fact.decision_id,
        case_id=fact.originator_id,
        penalty_decision_id=fact.penalty_decision_id,
        decided_on=fact.decided_on,
        decided_by=fact.decided_by,
        amount_euros=fact.amount_euros,
        sealed_reasons=fact.sealed_reasons,
        share_cents=fact.share_cents,
        exemption_type=fact.exemption_type,
        municipality=fact.municipality,
        applicant_subject=fact.applicant_subject,
    )


OF_TERMS = (
    Publication(
        event=PenaltyRecoveryDecided,
        contract=contracts.PenaltyRecoveryDecided,
        consumers=("notifications", "objections"),
        to_contract=penalty_recovery_decided,
    ),
    Publication(
        event=DecisionTermExtended,
        contract=contracts.DecisionTermExtended,
        consumers=LETTERS,
        to_contract=decision_term_extended,
    ),
    Publication(
        event=DecisionTermSuspendedOtherwise,
        contract=contracts.DecisionTermSuspendedOtherwise,
        consumers=LETTERS,
        to_contract=suspended_otherwise,
    ),
    Publication(
        event=OtherSuspensionEnded,
        contract=contracts.OtherSuspensionEnded,
        consumers=LETTERS,
        to_contract=other_suspension_ended,
    ),
    Publication(
        event=NoticeOfDefaultReceived,
        contract=contracts.NoticeOfDefaultReceived,
        consumers=LETTERS,
        to_contract=notice_of_default_received,
    ),
    Publication(
        event=PenaltyFixed,
        contract=contracts.PenaltyFixed,
        consumers=("notifications", "objections"),
        to_contract=penalty_fixed,
    ),
)
