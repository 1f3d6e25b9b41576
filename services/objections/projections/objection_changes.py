"""What each act on an objection changes in its row of the register."""

from __future__ import annotations

from typing import Final

from sqlalchemy import case, column

from services.objections.domain.costs import CostsClaimed, CostsDecided
from services.objections.domain.decision_anew import CourtOrder, DecisionAnewOrdered, LateRulingOrdered
from services.objections.domain.heard_apart import HearingAccountGiven
from services.objections.domain.hearing_wish import HearingWishAnswered, HearingWishAsked
from services.objections.domain.interested_parties import PartyHeard, PartyInvited
from services.objections.domain.late_ruling import LateRulingNoticeReceived
from services.objections.domain.late_ruling_penalty import (
    LateRulingPenaltyFixed,
    LateRulingPenaltyFixedAnew,
    LateRulingPenaltyPaid,
)
from services.objections.domain.moved_hearing_terms import HearingWishTermMoved, PartyTermMoved
from services.objections.domain.objection_acts import (
    LatenessExcused,
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionLodged,
    ObjectionState,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionWithdrawn,
    RenewedDecisionAttached,
    ReplacingDecisionNoted,
    RulingAfterEndNoted,
    ThresholdConsequenceFound,
    ThresholdConsequenceLeftOpen,
    ThresholdConsequenceRejected,
    ThresholdConsequenceRetracted,
    ThresholdConsequenceTakenUp,
)
from services.objections.domain.penalty_dispute import PenaltyDecisionAttached
from services.objections.domain.posting import PostingJudged
from services.objections.domain.premature import HeldObjectionAttached
from services.objections.domain.received_elsewhere import ReceiptElsewhereDisregarded
from services.objections.domain.reconsideration import ReconsiderationAsked, ReconsiderationNoted
from services.objections.domain.ruling_term import CommitteeAnnounced, PostponementAgreed, RulingAdjourned
from services.objections.domain.told_too_late import StepToldTooLate
from services.objections.projections.advice_columns import of_advice
from services.objections.projections.direct_appeals import of_direct_appeal
from services.objections.projections.hearing_columns import of_hearing
from services.objections.projections.on_the_way import on_the_way
from services.objections.projections.sealed_reasons import stored
from shared.eventlog.recorded import RecordedEvent

NO_FINDING: Final = dict.fromkeys(
    ("found_by", "vehicle_category", "parameter", "reasons", "sealed_reasons", "taken_up_in")
)
"""The register shows the finding that stands; that there was another is in the timeline."""

NO_RULING: Final = dict.fromkeys(
    (
        "ruled_in",
        "ended_on",
        "ruled_by",
        "ruling_reasons",
        "sealed_ruling_reasons",
        "sealed_passed_over",
        "inadmissible_because",
    )
)
"""After an order to decide anew; the annulled ruling is in the timeline."""


def lodged(event: ObjectionLodged) -> dict[str, object]:
    """The row with which an objection begins."""
    return {
        "objection_id": event.originator_id,
        "version": event.originator_version,
        "case_id": event.case_id,
        "decision_id": event.decision_id,
        "lodged_by": event.lodged_by,
        "state": event.state.value,
        "channel": event.channel.value,
        "received_on": event.received_on,
        "posted_on": event.posted_on,
        "received_elsewhere_on": event.received_elsewhere_on,
        "decision_heard_of": event.decision_heard_of,
        "entered_by": event.entered_by,
        "asks_direct_appeal": event.asks_direct_appeal,
        "sealed_objector": stored(event.objector),
        "sealed_representative": stored(event.representative),
        "grounds_key": event.grounds.key_id,
        "grounds_box": event.grounds.box,
    }


def changed_by(recorded: RecordedEvent) -> dict[str, object] | None:
    """What an act changes in the row of its objection beside the version; None: not an act on one."""
    event = recorded.event
    match event:
        case (
            RenewedDecisionAttached()
            | PenaltyDecisionAttached()
            | CommitteeAnnounced()
            | RulingAdjourned()
            | StepToldTooLate()
            | PostponementAgreed()
            | LateRulingNoticeReceived()
            | LateRulingPenaltyFixed()
            | LateRulingPenaltyFixedAnew()
            | LateRulingPenaltyPaid()
            | CostsClaimed()
            | CostsDecided()
            | LateRulingOrdered()
            | PartyInvited()
            | PartyHeard()
            | HearingAccountGiven()
            | ReconsiderationAsked()
            | ReconsiderationNoted()
            | HearingWishAsked()
            | HearingWishAnswered()
            | HearingWishTermMoved()
            | PartyTermMoved()
        ):
            return {}
        case LatenessExcused() | PostingJudged() | ReceiptElsewhereDisregarded():
            return _of_lateness(event)
        case HeldObjectionAttached():
            return {"decision_id": event.decision_id, "state": ObjectionState.PENDING.value}
        case DecisionAnewOrdered():
            return _anew(event.order)
        case ReplacingDecisionNoted() | RulingAfterEndNoted():
            column = "ruled_in" if isinstance(event, ReplacingDecisionNoted) else "ruled_after_end"
            return {column: event.decision_id}
        case _:
            return (
                _of_finding(recorded) or of_advice(event) or of_direct_appeal(event) or _on_the_way(recorded)
            )


def _on_the_way(recorded: RecordedEvent) -> dict[str, object] | None:
    return on_the_way(recorded.event) or of_hearing(recorded.event) or _ended(recorded)


def _of_finding(recorded: RecordedEvent) -> dict[str, object] | None:
    """What became of a finding; None: the event is about none."""
    event = recorded.event
    match event:
        case ThresholdConsequenceFound():
            return _found(event)
        case ThresholdConsequenceTakenUp():
            return {"taken_up_in": event.reassessment_id}
        case ThresholdConsequenceLeftOpen():
            return {"taken_up_in": None}
        case ThresholdConsequenceRejected() | ThresholdConsequenceRetracted():
            return {"state": ObjectionState.PENDING.value, **NO_FINDING}
        case _:
            return None


def _found(event: ThresholdConsequenceFound) -> dict[str, object]:
    return {
        "state": ObjectionState.CONSEQUENCE_FOUND.value,
        "found_by": event.found_by,
        "vehicle_category": event.vehicle_category.value,
        "parameter": event.parameter,
        "reasons": event.reasons,
        "sealed_reasons": stored(event.sealed_reasons),
    }


def _ended(recorded: RecordedEvent) -> dict[str, object] | None:
    event = recorded.event
    match event:
        case ObjectionUpheld():
            ended_on = recorded.metadata.effective_on
            return {"ruled_in": event.decision_id, "ended_on": ended_on, "state": ObjectionState.UPHELD.value}
        case ObjectionWithdrawn():
            return {"ended_on": event.withdrawn_on, "state": ObjectionState.WITHDRAWN.value}
        case ObjectionUpheldForAnotherReason():
            return _ruled(event, ObjectionState.UPHELD)
        case ObjectionDismissed():
            return _ruled(event, ObjectionState.DISMISSED)
        case ObjectionDeclaredInadmissible():
            ruled = _ruled(event, ObjectionState.INADMISSIBLE)
            return {**ruled, "inadmissible_because": event.ground.value}
        case _:
            return None


def _ruled(
    event: ObjectionUpheldForAnotherReason | ObjectionDismissed | ObjectionDeclaredInadmissible,
    state: ObjectionState,
) -> dict[str, object]:
    return {
        "state": state.value,
        "ended_on": event.ruled_on,
        "ruled_by": event.decided_by,
        "ruling_reasons": event.reasons,
        "sealed_ruling_reasons": stored(event.sealed_reasons),
        "sealed_passed_over": stored(event.beside.passed_over) if event.beside else None,
    }


def _of_lateness(event: LatenessExcused | PostingJudged | ReceiptElsewhereDisregarded) -> dict[str, object]:
    """What a person judged of an objection that came after its term."""
    if isinstance(event, PostingJudged):
        return {
            "posted_in_time": event.in_time,
            "sealed_posting_reasons": stored(event.sealed_reasons),
        }
    if isinstance(event, ReceiptElsewhereDisregarded):
        return {"elsewhere_disregarded": True, "sealed_elsewhere_reasons": stored(event.sealed_reasons)}
    return {
        "lateness_excused": event.reasons,
        "sealed_lateness_excused": stored(event.sealed_reasons),
    }


def _anew(order: CourtOrder) -> dict[str, object]:
    """Pending again, with neither ruling nor finding; a term to repair that ran ended with the ruling."""
    ended = column("repair_ended").is_not(None)
    return {
        "repair_requested_on": case((ended, column("repair_requested_on"))),
        "state": ObjectionState.PENDING.value,
        "anew_appeal_id": order.appeal_id,
        "court_ruled_on": order.ruled_on,
        "court_named_day": order.named_day,
        **NO_FINDING,
        **NO_RULING,
    }
