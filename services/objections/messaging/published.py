"""The published events of the objections service, each with its consumers."""

from __future__ import annotations

from typing import Final

from services.objections.domain import appeal as appeals
from services.objections.domain import interim_relief as reliefs
from services.objections.domain import objection_acts as events
from services.objections.domain.appeal import AppealState
from services.objections.domain.costs import CostsDecided
from services.objections.domain.decision_anew import DecisionAnewOrdered
from services.objections.domain.direct_appeal import (
    DirectAppealConsented,
    DirectAppealRefused,
    ObjectionFollowedToCourt,
)
from services.objections.domain.heard_apart import THE_OBJECTOR, HearingAccountGiven
from services.objections.domain.hearing import HearingHeld, HearingPlanned, NewFactsFound
from services.objections.domain.hearing_wish import HearingWishAsked
from services.objections.domain.interested_parties import PartyInvited
from services.objections.domain.late_ruling import LateRulingNoticeReceived
from services.objections.domain.late_ruling_penalty import LateRulingPenaltyFixed
from services.objections.domain.misdirected_notice import MisdirectedNoticeForwarded
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.penalty_dispute import PenaltyDecisionAttached
from services.objections.domain.premature import HeldObjectionAttached
from services.objections.domain.received_elsewhere import ReceiptElsewhereDisregarded
from services.objections.domain.reconsideration import ReconsiderationAsked
from services.objections.domain.repair import RepairRequested
from services.objections.domain.ruling_term import CommitteeAnnounced, PostponementAgreed, RulingAdjourned
from services.objections.messaging.published_of_late_appeals import LATE_APPEALS
from services.objections.messaging.published_of_rulings import (
    ended_by_ruling,
    objection_withdrawn,
    the_event,
    upheld_in_decision,
)
from services.objections.messaging.published_of_terms import MOVED_TERMS
from shared.contracts import objections as contracts
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent


def objection_lodged(recorded: RecordedEvent) -> contracts.ObjectionLodged:
    """Without the grounds, which nobody else needs."""
    event = the_event(events.ObjectionLodged, recorded)
    return contracts.ObjectionLodged(
        objection_id=event.originator_id,
        case_id=event.case_id,
        decision_id=event.decision_id,
        received_on=event.received_on,
        lodged_by=event.lodged_by,
        within_term=event.within_term,
        objector=event.objector,
        representative=event.representative,
        held=event.state is ObjectionState.HELD,
    )


def held_objection_attached(recorded: RecordedEvent) -> contracts.ObjectionLodged:
    """As the objection against the decision that came (Awb 6:10)."""
    event = the_event(HeldObjectionAttached, recorded)
    return contracts.ObjectionLodged(
        objection_id=event.originator_id,
        case_id=event.case_id,
        decision_id=event.decision_id,
        received_on=event.received_on,
        lodged_by=event.lodged_by,
        within_term=event.within_term,
        objector=event.objector,
    )


def receipt_elsewhere_disregarded(recorded: RecordedEvent) -> contracts.ObjectionLodged:
    """As an objection that is known to be late (Awb 6:15(3)): a renewal meanwhile has a remedy of its own (Awb 6:19).

    An act from before the decision was recorded with it names none, which changes nothing where it is heard.
    """
    event = the_event(ReceiptElsewhereDisregarded, recorded)
    return contracts.ObjectionLodged(
        objection_id=event.originator_id,
        case_id=event.case_id,
        decision_id=event.decision_id or event.originator_id,
        received_on=event.received_on or event.disregarded_on,
        lodged_by=event.lodged_by,
        within_term=event.within_term,
        objector=event.objector,
    )


def penalty_disputed(recorded: RecordedEvent) -> contracts.ObjectionLodged:
    """As the objection against the penalty that it is, under the one that covers it (Awb 4:19)."""
    event = the_event(PenaltyDecisionAttached, recorded)
    return contracts.ObjectionLodged(
        objection_id=event.originator_id,
        case_id=event.case_id,
        decision_id=event.decision_id,
        received_on=event.received_on,
        lodged_by=event.lodged_by,
    )


def threshold_consequence_found(recorded: RecordedEvent) -> contracts.ThresholdConsequenceFound:
    """Which threshold, by whom, and until when the objection can be decided on."""
    event = the_event(events.ThresholdConsequenceFound, recorded)
    return contracts.ThresholdConsequenceFound(
        objection_id=event.originator_id,
        case_id=event.case_id,
        decision_id=event.decision_id,
        found_by=event.found_by,
        vehicle_category=event.vehicle_category.value,
        parameter=event.parameter,
        decide_before=event.decide_before,
    )


def threshold_consequence_lapsed(recorded: RecordedEvent) -> contracts.ThresholdConsequenceLapsed:
    """That the objection is its handler's to rule on again, whatever brought that about."""
    event = recorded.event
    match event:
        case events.ThresholdConsequenceRejected():
            because = "set_rejected"
        case events.ThresholdConsequenceRetracted():
            because = "retracted"
        case _:
            raise TypeError(f"{type(event).__name__} does not end a finding")
    return contracts.ThresholdConsequenceLapsed(
        objection_id=event.originator_id, case_id=event.case_id, because=because
    )


def repair_requested(recorded: RecordedEvent) -> contracts.RepairRequested:
    """What is missing, and until when it can be repaired."""
    event = the_event(RepairRequested, recorded)
    return contracts.RepairRequested(
        objection_id=event.originator_id,
        case_id=event.case_id,
        requested_on=event.requested_on,
        missing=tuple(defect.value for defect in event.missing),
        term_last_day=event.term_last_day,
        suspends=event.suspends,
    )


def committee_announced(recorded: RecordedEvent) -> contracts.CommitteeAnnounced:
    """With the last day to decide, where it is known."""
    event = the_event(CommitteeAnnounced, recorded)
    return contracts.CommitteeAnnounced(
        objection_id=event.originator_id,
        case_id=event.case_id,
        announced_on=event.announced_on,
        decide_before=event.decide_before,
    )


def hearing_planned(recorded: RecordedEvent) -> contracts.HearingPlanned:
    """When, how and where, and what counts back from it."""
    event = the_event(HearingPlanned, recorded)
    return contracts.HearingPlanned(
        objection_id=event.originator_id,
        case_id=event.case_id,
        planned_on=event.planned_on,
        at=event.at,
        form=event.form.value,
        place=event.sealed_place,
        documents_until=event.documents_until,
        file_open_from=event.file_open_from,
    )


def hearing_wish_asked(recorded: RecordedEvent) -> contracts.HearingWishAsked:
    """Until when can be answered."""
    event = the_event(HearingWishAsked, recorded)
    return contracts.HearingWishAsked(
        objection_id=event.originator_id,
        case_id=event.case_id,
        asked_on=event.asked_on,
        answer_until=event.answer_until,
    )


def direct_appeal_answered(recorded: RecordedEvent) -> contracts.DirectAppealAnswered:
    """What was decided on the request; a consent and what follows it say what the court has."""
    event = recorded.event
    match event:
        case DirectAppealRefused():
            return contracts.DirectAppealAnswered(
                event.originator_id, event.case_id, event.decided_on, sealed_reasons=event.sealed_reasons
            )
        case DirectAppealConsented():
            return contracts.DirectAppealAnswered(
                event.originator_id,
                event.case_id,
                event.decided_on,
                event.received_on,
                event.appeal_id,
                sealed_reasons=event.sealed_reasons,
            )
        case ObjectionFollowedToCourt():
            return contracts.DirectAppealAnswered(
                event.originator_id,
                event.case_id,
                event.sent_on,
                event.received_on,
                event.appeal_id,
                followed=True,
                fee_free=event.fee_free,
            )
        case _:
            raise TypeError(f"{type(event).__name__} does not answer a request for direct appeal")


def reconsideration_asked(recorded: RecordedEvent) -> contracts.ReconsiderationAsked:
    """As of which day."""
    event = the_event(ReconsiderationAsked, recorded)
    return contracts.ReconsiderationAsked(
        objection_id=event.originator_id,
        case_id=event.case_id,
        asked_on=event.asked_on,
        asked_by=event.asked_by,
    )


def party_invited(recorded: RecordedEvent) -> contracts.PartyInvited:
    """Whom, until when, and what is told of the objection."""
    event = the_event(PartyInvited, recorded)
    return contracts.PartyInvited(
        objection_id=event.originator_id,
        case_id=event.case_id,
        invited_on=event.invited_on,
        views_until=event.views_until,
        explanation=event.sealed_explanation,
        person=event.person,
    )


def hearing_account_given(recorded: RecordedEvent) -> contracts.HearingAccountGiven:
    """To whom, and what was said; why something is withheld stays here."""
    event = the_event(HearingAccountGiven, recorded)
    return contracts.HearingAccountGiven(
        objection_id=event.originator_id,
        case_id=event.case_id,
        given_on=event.given_on,
        to_objector=event.recipient == THE_OBJECTOR,
        withheld=event.account.withheld is not None,
        account=event.account.words,
        person=event.person,
    )


def ruling_adjourned(recorded: RecordedEvent) -> contracts.RulingAdjourned:
    """To which day."""
    event = the_event(RulingAdjourned, recorded)
    return contracts.RulingAdjourned(
        objection_id=event.originator_id,
        case_id=event.case_id,
        adjourned_on=event.adjourned_on,
        decide_before=event.decide_before,
    )


def postponement_agreed(recorded: RecordedEvent) -> contracts.PostponementAgreed:
    """To which day, and when the objector consented."""
    event = the_event(PostponementAgreed, recorded)
    return contracts.PostponementAgreed(
        objection_id=event.originator_id,
        case_id=event.case_id,
        recorded_on=event.recorded_on,
        consented_on=event.consented_on,
        decide_before=event.decide_before,
    )


def decision_anew_ordered(recorded: RecordedEvent) -> contracts.DecisionAnewOrdered:
    """That the objection is pending again, and until when."""
    event = the_event(DecisionAnewOrdered, recorded)
    return contracts.DecisionAnewOrdered(
        objection_id=event.originator_id,
        case_id=event.case_id,
        decision_id=event.decision_id,
        appeal_id=event.order.appeal_id,
        court_ruled_on=event.order.ruled_on,
        court_named_day=event.order.named_day,
        decide_before=event.decide_before,
        received_on=event.received_on,
        heard_on=event.heard_on,
        lodged_by=event.lodged_by,
        objector=event.objector,
    )


def objector_heard(recorded: RecordedEvent) -> contracts.ObjectorHeard:
    """On which day; by whom, and what was said, stays here."""
    event = the_event(HearingHeld, recorded)
    return contracts.ObjectorHeard(
        objection_id=event.originator_id, case_id=event.case_id, held_on=event.held_on
    )


def new_facts_found(recorded: RecordedEvent) -> contracts.NewFactsFound:
    """On which day; which facts, stays here."""
    event = the_event(NewFactsFound, recorded)
    return contracts.NewFactsFound(
        objection_id=event.originator_id, case_id=event.case_id, found_on=event.found_on
    )


def late_ruling_notice_received(recorded: RecordedEvent) -> contracts.LateRulingNoticeReceived:
    """With what follows from it, or without effect."""
    event = the_event(LateRulingNoticeReceived, recorded)
    return contracts.LateRulingNoticeReceived(
        objection_id=event.originator_id,
        case_id=event.case_id,
        received_on=event.received_on,
        term_last_day=event.term_last_day,
        lodged_by=event.lodged_by,
        grace_last_day=event.grace_last_day,
        first_penalty_day=event.first_penalty_day,
        last_penalty_day=event.last_penalty_day,
        ended_on=event.ended_on,
    )


def late_ruling_penalty_fixed(recorded: RecordedEvent) -> contracts.LateRulingPenaltyFixed:
    """The decision on the penalty."""
    event = the_event(LateRulingPenaltyFixed, recorded)
    return contracts.LateRulingPenaltyFixed(
        decision_id=event.decision_id,
        objection_id=event.originator_id,
        case_id=event.case_id,
        decided_on=event.decided_on,
        first_day=event.first_day,
        last_day=event.last_day,
        amount_euros=event.amount_euros,
        lodged_by=event.lodged_by,
        ground=event.ground,
        sealed_reasons=event.sealed_reasons,
    )


def costs_decided(recorded: RecordedEvent) -> contracts.CostsDecided:
    """The decision on costs that the ruling left open."""
    event = the_event(CostsDecided, recorded)
    return contracts.CostsDecided(
        objection_id=event.originator_id,
        case_id=event.case_id,
        decided_on=event.decided_on,
        ruling=event.ruling,
        lodged_by=event.lodged_by,
    )


def appeal_lodged(recorded: RecordedEvent) -> contracts.AppealLodged:
    """Without the court's case number."""
    event = the_event(appeals.AppealLodged, recorded)
    return contracts.AppealLodged(
        appeal_id=event.originator_id,
        objection_id=event.objection_id,
        case_id=event.case_id,
        lodged_on=event.lodged_on,
    )


def appeal_ended(recorded: RecordedEvent) -> contracts.AppealEnded:
    """How it ended, by the state that it ended in; with what a ruling says of the exemption."""
    event = recorded.event
    match event:
        case appeals.AppealWithdrawn():
            ending = AppealState.WITHDRAWN
        case appeals.AppealDeclaredInadmissible():
            ending = AppealState.INADMISSIBLE
        case appeals.AppealRuled():
            return _appeal_ruled(event)
        case _:
            raise TypeError(f"{type(event).__name__} does not end an appeal")
    return contracts.AppealEnded(appeal_id=event.originator_id, case_id=event.case_id, ending=ending.value)


def _appeal_ruled(event: appeals.AppealRuled) -> contracts.AppealEnded:
    """Without the words of the ruling."""
    return contracts.AppealEnded(
        appeal_id=event.originator_id,
        case_id=event.case_id,
        ending=AppealState.RULED.value,
        ruled_on=event.ruled_on,
        sent_on=event.sent_on,
        outcome=event.outcome.value if event.outcome else None,
        exemption=event.exemption.outcome if event.exemption else None,
        valid_until=event.exemption.valid_until if event.exemption else None,
    )


def interim_relief_granted(recorded: RecordedEvent) -> contracts.InterimReliefGranted:
    """What it gives, and until when; without the words of the ruling."""
    event = the_event(reliefs.InterimReliefGranted, recorded)
    return contracts.InterimReliefGranted(
        relief_id=event.originator_id,
        case_id=event.case_id,
        ruled_on=event.ruled_on,
        content=event.content.value,
        last_day=event.last_day,
        decision_id=event.decision_id,
    )


def interim_relief_lapsed(recorded: RecordedEvent) -> contracts.InterimReliefLapsed:
    """On which day; why, stays here."""
    event = the_event(reliefs.InterimReliefLapsed, recorded)
    return contracts.InterimReliefLapsed(
        relief_id=event.originator_id, case_id=event.case_id, lapsed_on=event.lapsed_on
    )


def misdirected_notice_forwarded(recorded: RecordedEvent) -> contracts.MisdirectedNoticeForwarded:
    """Whose notice it is, when it came, and where it went."""
    event = the_event(MisdirectedNoticeForwarded, recorded)
    return contracts.MisdirectedNoticeForwarded(
        notice_id=event.originator_id,
        case_id=event.case_id,
        kind=event.kind.value,
        received_on=event.received_on,
        forwarded_on=event.forwarded_on,
        forwarded_to=event.sealed_to,
        sender=event.sender,
    )


_DECIDERS: Final = ("decisions",)
_LETTERS: Final = ("notifications",)
_WHO_FOLLOW_OBJECTIONS: Final = ("applications", "decisions", "notifications")
_WHO_FOLLOW_APPEALS: Final = ("applications", "decisions")

PUBLISHED: Final = (
    Publication(events.ObjectionLodged, contracts.ObjectionLodged, _WHO_FOLLOW_OBJECTIONS, objection_lodged),
    Publication(HeldObjectionAttached, contracts.ObjectionLodged, _DECIDERS, held_objection_attached),
    Publication(
        ReceiptElsewhereDisregarded, contracts.ObjectionLodged, _DECIDERS, receipt_elsewhere_disregarded
    ),
    Publication(PenaltyDecisionAttached, contracts.ObjectionLodged, _LETTERS, penalty_disputed),
    Publication(
        events.ThresholdConsequenceFound,
        contracts.ThresholdConsequenceFound,
        _DECIDERS,
        threshold_consequence_found,
    ),
    *(
        Publication(event, contracts.ThresholdConsequenceLapsed, _DECIDERS, threshold_consequence_lapsed)
        for event in (events.ThresholdConsequenceRejected, events.ThresholdConsequenceRetracted)
    ),
    Publication(RepairRequested, contracts.RepairRequested, _LETTERS, repair_requested),
    *MOVED_TERMS,
    Publication(CommitteeAnnounced, contracts.CommitteeAnnounced, _LETTERS, committee_announced),
    Publication(HearingPlanned, contracts.HearingPlanned, _LETTERS, hearing_planned),
    Publication(HearingHeld, contracts.ObjectorHeard, _DECIDERS, objector_heard),
    Publication(ReconsiderationAsked, contracts.ReconsiderationAsked, _DECIDERS, reconsideration_asked),
    Publication(HearingWishAsked, contracts.HearingWishAsked, _LETTERS, hearing_wish_asked),
    *(
        Publication(event, contracts.DirectAppealAnswered, _WHO_FOLLOW_OBJECTIONS, direct_appeal_answered)
        for event in (DirectAppealConsented, DirectAppealRefused, ObjectionFollowedToCourt)
    ),
    Publication(PartyInvited, contracts.PartyInvited, _LETTERS, party_invited),
    Publication(HearingAccountGiven, contracts.HearingAccountGiven, _LETTERS, hearing_account_given),
    Publication(NewFactsFound, contracts.NewFactsFound, _DECIDERS, new_facts_found),
    Publication(RulingAdjourned, contracts.RulingAdjourned, _LETTERS, ruling_adjourned),
    Publication(PostponementAgreed, contracts.PostponementAgreed, _LETTERS, postponement_agreed),
    Publication(
        DecisionAnewOrdered, contracts.DecisionAnewOrdered, _WHO_FOLLOW_OBJECTIONS, decision_anew_ordered
    ),
    Publication(events.ObjectionUpheld, contracts.ObjectionEnded, _WHO_FOLLOW_OBJECTIONS, upheld_in_decision),
    *(
        Publication(event, contracts.ObjectionEnded, _WHO_FOLLOW_OBJECTIONS, ended_by_ruling)
        for event in (
            events.ObjectionUpheldForAnotherReason,
            events.ObjectionDismissed,
            events.ObjectionDeclaredInadmissible,
        )
    ),
    Publication(
        events.ObjectionWithdrawn, contracts.ObjectionEnded, _WHO_FOLLOW_OBJECTIONS, objection_withdrawn
    ),
    Publication(
        LateRulingNoticeReceived, contracts.LateRulingNoticeReceived, _LETTERS, late_ruling_notice_received
    ),
    Publication(
        LateRulingPenaltyFixed, contracts.LateRulingPenaltyFixed, _LETTERS, late_ruling_penalty_fixed
    ),
    Publication(CostsDecided, contracts.CostsDecided, _LETTERS, costs_decided),
    Publication(appeals.AppealLodged, contracts.AppealLodged, _WHO_FOLLOW_APPEALS, appeal_lodged),
    *(
        Publication(event, contracts.AppealEnded, _WHO_FOLLOW_APPEALS, appeal_ended)
        for event in (appeals.AppealWithdrawn, appeals.AppealDeclaredInadmissible, appeals.AppealRuled)
    ),
    Publication(
        reliefs.InterimReliefGranted, contracts.InterimReliefGranted, _DECIDERS, interim_relief_granted
    ),
    Publication(reliefs.InterimReliefLapsed, contracts.InterimReliefLapsed, _DECIDERS, interim_relief_lapsed),
    Publication(
        MisdirectedNoticeForwarded,
        contracts.MisdirectedNoticeForwarded,
        _LETTERS,
        misdirected_notice_forwarded,
    ),
    *LATE_APPEALS,
)
