"""What the notifications service does when applications, decisions or objections tell it something."""

from __future__ import annotations

from services.notifications.commands import LetterCommands, SaidWithApplication
from services.notifications.domain.case_parties import PartiesOfCase
from services.notifications.domain.decision_notice import (
    DecisionNotice,
    LeftOutNotice,
    LetterKind,
    ReplacedDecision,
)
from services.notifications.domain.electronic_reach import ElectronicReach
from services.notifications.domain.letter import Addressee
from services.notifications.domain.objection_notice import ObjectionNotice
from services.notifications.domain.recipient import recipient_of
from services.notifications.domain.step_notice import StepNotice
from shared.contracts.applications import (
    ApplicationSubmitted,
    CompletionRequested,
    ElectronicConsentGiven,
    ElectronicConsentWithdrawn,
)
from shared.contracts.decisions import (
    DecisionTaken,
    DecisionTermExtended,
    DecisionTermSuspendedOtherwise,
    LeavingOutRevoked,
    LeftOutOfConsideration,
    OtherSuspensionEnded,
    PenaltyFixed,
    RevocationAbandoned,
    RevocationIntended,
    ViewsAsked,
)
from shared.contracts.envelope import Message
from shared.contracts.objections import (
    CommitteeAnnounced,
    CostsDecided,
    DecisionAnewOrdered,
    HearingPlanned,
    LateRulingNoticeReceived,
    LateRulingPenaltyFixed,
    ObjectionEnded,
    ObjectionLodged,
    PostponementAgreed,
    RepairRequested,
    RulingAdjourned,
)
from shared.eventlog.act import Act
from shared.eventlog.log import Saved
from shared.law.terms import decision_term
from shared.vocabulary import ObjectionRuling, Remedy


class Reactions:
    """Each makes one append, which carries the position of the message it answers."""

    def __init__(self, commands: LetterCommands) -> None:
        self._commands = commands

    def when_application_submitted_confirm_its_receipt(
        self, message: Message, submitted: ApplicationSubmitted, act: Act
    ) -> Saved | None:
        """The receipt of an application is confirmed, with the day by which is decided (Awb 2.3, 4:13).

        One that came on paper may be entered when that day has passed: then the letter says so.
        """
        decide_by = decision_term(submitted.received_on).last_day
        converted = submitted.converted_from_case_id is not None
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.APPLICATION_CONVERTED if converted else LetterKind.APPLICATION_RECEIVED,
            decided_on=submitted.received_on,
            exemption_type=submitted.exemption_type,
            municipality=submitted.municipality,
            last_day=decide_by if decide_by >= act.today or converted else None,
        )
        addressee = Addressee(submitted.applicant, submitted.plate, submitted.applicant_subject)
        return self._commands.draw_up_step_letter(
            act,
            submitted.case_id,
            notice,
            addressee,
            said=SaidWithApplication(
                _reach_at_submission(message, submitted),
                submitted.converted_from_case_id,
                PartiesOfCase.note(submitted.case_id, submitted.representative, submitted.co_applicants),
            ),
        )

    def when_electronic_consent_given_note_where_letters_may_go(
        self, message: Message, given: ElectronicConsentGiven, act: Act
    ) -> Saved | None:
        """From now on letters of these types go there by e-mail (Awb 2:8)."""
        reach = ElectronicReach.note(
            told_by=message.event_id,
            case_id=given.case_id,
            said_on=given.given_on,
            subject=given.applicant_subject,
            email=given.email,
            email_for=given.email_for,
        )
        return self._commands.note_reach(act, reach)

    def when_electronic_consent_withdrawn_send_by_post_again(
        self, message: Message, withdrawn: ElectronicConsentWithdrawn, act: Act
    ) -> Saved | None:
        """From now on only letters of the types that are left go by e-mail (Awb 2:8)."""
        reach = ElectronicReach.withdraw(
            told_by=message.event_id,
            case_id=withdrawn.case_id,
            said_on=withdrawn.withdrawn_on,
            email_for=withdrawn.email_for,
        )
        return self._commands.note_reach(act, reach)

    def when_completion_requested_draw_up_letter(
        self, message: Message, requested: CompletionRequested, act: Act
    ) -> Saved | None:
        """A request to complete is sent, with what is asked for and until when (Awb 4:5(1))."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.COMPLETION_REQUESTED,
            decided_on=requested.requested_on,
            last_day=requested.term_last_day,
            items=requested.items,
            on_items=requested.on_items,
        )
        return self._commands.draw_up_step_letter(act, requested.case_id, notice)

    def when_views_asked_draw_up_letter(self, message: Message, asked: ViewsAsked, act: Act) -> Saved | None:
        """The applicant is told what differs, and until when they can give views (Awb 4:7, 4:9)."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.VIEWS_ASKED,
            decided_on=asked.asked_on,
            last_day=asked.views_until,
            items=asked.facts,
            sealed_reasons=asked.sealed_explanation,
        )
        return self._commands.draw_up_step_letter(act, asked.case_id, notice)

    def when_decision_term_extended_draw_up_letter(
        self, message: Message, extended: DecisionTermExtended, act: Act
    ) -> Saved | None:
        """A new reasonable term is told, with the day on which it ends (Awb 4:14(3))."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.DECISION_TERM_EXTENDED,
            decided_on=extended.extended_on,
            last_day=extended.last_day,
            sealed_reasons=extended.sealed_reasons,
        )
        return self._commands.draw_up_step_letter(act, extended.case_id, notice)

    def when_term_suspended_otherwise_draw_up_letter(
        self, message: Message, suspended: DecisionTermSuspendedOtherwise, act: Act
    ) -> Saved | None:
        """What suspends the term is told (Awb 4:15(3)); an agreed one with its end in a letter about that end."""
        if suspended.ends_on is not None:
            return None
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.DECISION_TERM_SUSPENDED,
            decided_on=suspended.suspended_on,
            first_day=suspended.first_day,
            last_day=suspended.expected_end,
            items=(suspended.kind.value,),
            sealed_reasons=suspended.sealed_reasons,
        )
        return self._commands.draw_up_step_letter(act, suspended.case_id, notice)

    def when_other_suspension_ended_draw_up_letter(
        self, message: Message, ended: OtherSuspensionEnded, act: Act
    ) -> Saved | None:
        """The end of a suspension is told, with the new last day (Awb 4:15(4))."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.SUSPENSION_ENDED,
            decided_on=act.today,
            first_day=ended.resumed_on,
            last_day=ended.last_day,
            items=(ended.kind.value,),
        )
        return self._commands.draw_up_step_letter(act, ended.case_id, notice)

    def when_penalty_fixed_draw_up_letter(
        self, message: Message, fixed: PenaltyFixed, act: Act
    ) -> Saved | None:
        """The decision on the penalty is announced, with objection as its remedy (Awb 3:41, 3:45, 4:18)."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.PENALTY_FIXED,
            decided_on=fixed.decided_on,
            first_day=fixed.first_day,
            last_day=fixed.last_day,
            amount_euros=fixed.amount_euros,
            share_cents=fixed.share_cents,
            items=() if fixed.ground is None else (fixed.ground.value,),
            sealed_reasons=fixed.sealed_reasons,
            remedy=Remedy.OBJECTION,
        )
        return self._commands.draw_up_step_letter(act, fixed.case_id, notice)

    def when_decision_taken_draw_up_decision_letter(
        self, _: Message, taken: DecisionTaken, act: Act
    ) -> Saved | None:
        """A decision is announced by a letter (Awb 3:41); hearing of it again draws up nothing new.

        A court sends its own ruling (Awb 8:79): a letter of the desk beside it would read as another decision.
        """
        if taken.announced_on is not None:
            return None
        addressee = Addressee(taken.applicant, taken.plate, taken.applicant_subject)
        return self._commands.draw_up_decision_letter(act, taken.case_id, notice_of(taken), addressee)

    def when_revocation_intended_draw_up_letter(
        self, message: Message, intended: RevocationIntended, act: Act
    ) -> Saved | None:
        """The holder is told of the intention, and until when they can give views (Awb 4:8)."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.REVOCATION_INTENDED,
            decided_on=intended.intended_on,
            last_day=intended.views_until,
            items=(intended.ground,),
            sealed_reasons=intended.sealed_reasons,
        )
        return self._commands.draw_up_step_letter(act, intended.case_id, notice)

    def when_revocation_abandoned_draw_up_letter(
        self, message: Message, abandoned: RevocationAbandoned, act: Act
    ) -> Saved | None:
        """Whom it was told that their exemption is to be revoked hears that it stays."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.REVOCATION_ABANDONED,
            decided_on=abandoned.abandoned_on,
            sealed_reasons=abandoned.sealed_reasons,
        )
        return self._commands.draw_up_step_letter(act, abandoned.case_id, notice)

    def when_left_out_of_consideration_draw_up_letter(
        self, _: Message, left_out: LeftOutOfConsideration, act: Act
    ) -> Saved | None:
        """Leaving an application out of consideration is a decision, which a letter announces too (Awb 4:5)."""
        addressee = Addressee(left_out.applicant, left_out.plate, left_out.applicant_subject)
        notice = LeftOutNotice(
            decision_id=left_out.decision_id,
            exemption_type=left_out.exemption_type,
            decided_on=left_out.decided_on,
            reason=left_out.reason,
            municipality=left_out.municipality,
            on_items=left_out.on_items,
            told_to=left_out.told_to,
        )
        return self._commands.draw_up_left_out_letter(act, left_out.case_id, notice, addressee)

    def when_leaving_out_revoked_draw_up_objection_letter(
        self, _: Message, revoked: LeavingOutRevoked, act: Act
    ) -> Saved | None:
        """The objection was upheld and nothing takes the place of the revoked decision: a letter says so.

        Of another's objection, its end was told to them; the applicant hears of the decision that follows.
        """
        if self._commands.written_to_another(revoked.objection_id):
            return None
        notice = ObjectionNotice(
            objection_id=revoked.objection_id,
            ruling=ObjectionRuling.UPHELD,
            decided_on=revoked.decided_on,
            reasons=revoked.reasons,
            sealed_reasons=revoked.sealed_reasons,
            contested=ReplacedDecision(revoked.revoked_decision_id),
            heard=revoked.heard,
            heard_on=revoked.heard_on,
            court_ruled_on=revoked.court_ruled_on,
            anew_appeal_id=revoked.anew_appeal_id,
            penalty_euros=revoked.penalty_euros,
            told_to=revoked.told_to,
            beside=revoked.beside.for_applicant if revoked.beside else None,
        )
        return self._commands.draw_up_objection_letter(act, revoked.case_id, notice)

    def when_objection_ended_draw_up_objection_letter(
        self, message: Message, ended: ObjectionEnded, act: Act
    ) -> Saved | None:
        """A ruling is announced (Awb 7:12(2)), a withdrawal confirmed.

        Of an objection that is upheld, decisions tells: of the decision that replaces the contested one, or
        that leaving the application out of consideration was revoked. Against the penalty alone, or that it is asked
        back, this is told here, and to another objector than the applicant too.
        """
        ruling = ObjectionRuling(ended.ruling)
        contested = ended.contested_decision_id
        about_penalty = ended.penalty_decision_id is not None and ended.penalty_decision_id == contested
        others = self._commands.written_to_another(ended.objection_id)
        told_here = about_penalty or ended.about_recovery or others
        if ruling is ObjectionRuling.UPHELD and not told_here:
            return self._tell_beside_renewal(message, ended, act)
        notice = ObjectionNotice(
            objection_id=ended.objection_id,
            ruling=ruling,
            decided_on=ended.ruled_on or act.today,
            reasons=ended.reasons,
            sealed_reasons=ended.sealed_reasons,
            contested=ReplacedDecision(contested) if contested else None,
            heard=ended.heard,
            heard_on=ended.heard_on,
            court_ruled_on=ended.court_ruled_on,
            anew_appeal_id=ended.anew_appeal_id,
            about_penalty=about_penalty,
            about_recovery=ended.about_recovery,
            about_late_ruling=ended.penalty_for_late_ruling,
            penalty_euros=ended.penalty_euros,
            beside=ended.beside,
            replacement=ended.replacement,
            told_to=ended.told_to,
            holder_told=ended.holder_told,
        )
        return self._commands.draw_up_objection_letter(act, ended.case_id, notice)

    def _tell_beside_renewal(self, message: Message, ended: ObjectionEnded, act: Act) -> Saved | None:
        """What the renewed decision that ruled leaves: the costs that were claimed (Awb 7:15(3)), and who was heard (7:12(3))."""
        costs = self._that_costs_are_open(message, ended, act) if ended.costs_open else None
        if ended.decision_id is not None:
            return self._commands.tell_others_of_ruling(
                act, ended.case_id, ended.decision_id, ended.told_to, costs
            )
        return self._commands.draw_up_step_letter(act, ended.case_id, costs) if costs is not None else None

    def _that_costs_are_open(self, message: Message, ended: ObjectionEnded, act: Act) -> StepNotice:
        return StepNotice(
            told_by=message.event_id,
            kind=LetterKind.COSTS_OPEN,
            decided_on=ended.ruled_on or act.today,
            objection_id=ended.objection_id,
        )

    def when_costs_decided_draw_up_letter(
        self, message: Message, decided: CostsDecided, act: Act
    ) -> Saved | None:
        """What was decided on the costs of an objection is announced; appeal is its remedy (Awb 7:15(3), 8:1)."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.COSTS_DECIDED,
            decided_on=decided.decided_on,
            amount_euros=decided.ruling.euros,
            objection_id=decided.objection_id,
            sealed_reasons=decided.ruling.sealed_reasons,
            remedy=Remedy.APPEAL,
        )
        return self._commands.draw_up_step_letter(act, decided.case_id, notice, only_for=decided.lodged_by)

    def when_objection_lodged_confirm_its_receipt(
        self, message: Message, lodged: ObjectionLodged, act: Act
    ) -> Saved | None:
        """The receipt of an objection is confirmed (Awb 6:14)."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.OBJECTION_RECEIVED,
            decided_on=lodged.received_on,
            items=("held",) if lodged.held else (),
            objection_id=lodged.objection_id,
        )
        recipient = recipient_of(lodged.objector, lodged.representative)
        return self._commands.draw_up_step_letter(
            act, lodged.case_id, notice, only_for=lodged.lodged_by, recipient=recipient
        )

    def when_repair_requested_draw_up_letter(
        self, message: Message, requested: RepairRequested, act: Act
    ) -> Saved | None:
        """A request to repair an objection says what is missing, until when, and what happens else (Awb 6:6)."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.REPAIR_REQUESTED,
            decided_on=requested.requested_on,
            last_day=requested.term_last_day,
            items=requested.missing,
            suspends=requested.suspends,
            objection_id=requested.objection_id,
        )
        return self._commands.draw_up_step_letter(act, requested.case_id, notice)

    def when_committee_announced_draw_up_letter(
        self, message: Message, announced: CommitteeAnnounced, act: Act
    ) -> Saved | None:
        """That a committee advises is told to the objector (Awb 7:13(2))."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.COMMITTEE_ANNOUNCED,
            decided_on=announced.announced_on,
            last_day=announced.decide_before,
            objection_id=announced.objection_id,
        )
        return self._commands.draw_up_step_letter(act, announced.case_id, notice)

    def when_hearing_planned_draw_up_invitation(
        self, message: Message, planned: HearingPlanned, act: Act
    ) -> Saved | None:
        """The objector is invited, and told until when documents can come (Awb 7:2, 7:4)."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.HEARING_PLANNED,
            decided_on=planned.planned_on,
            last_day=planned.documents_until,
            moment=planned.at,
            items=(planned.form,),
            objection_id=planned.objection_id,
            sealed_reasons=planned.place,
            first_day=planned.file_open_from,
        )
        return self._commands.draw_up_step_letter(act, planned.case_id, notice)

    def when_ruling_adjourned_draw_up_letter(
        self, message: Message, adjourned: RulingAdjourned, act: Act
    ) -> Saved | None:
        """An adjournment is told in writing, with the day by which is decided (Awb 7:10(3), (5))."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.RULING_ADJOURNED,
            decided_on=adjourned.adjourned_on,
            last_day=adjourned.decide_before,
            objection_id=adjourned.objection_id,
        )
        return self._commands.draw_up_step_letter(act, adjourned.case_id, notice)

    def when_postponement_agreed_draw_up_letter(
        self, message: Message, agreed: PostponementAgreed, act: Act
    ) -> Saved | None:
        """Postponement by consent is told in writing, with the day by which is decided (Awb 7:10(4), (5))."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.POSTPONEMENT_AGREED,
            decided_on=agreed.recorded_on,
            first_day=agreed.consented_on,
            last_day=agreed.decide_before,
            objection_id=agreed.objection_id,
        )
        return self._commands.draw_up_step_letter(act, agreed.case_id, notice)

    def when_late_ruling_notice_received_draw_up_letter(
        self, message: Message, received: LateRulingNoticeReceived, act: Act
    ) -> Saved | None:
        """The objector hears what follows from the notice of default; nothing once was ruled (Awb 4:17, 7:14)."""
        if received.ended_on is not None:
            return None
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.LATE_RULING_NOTICE_RECEIVED,
            decided_on=received.received_on,
            first_day=received.first_penalty_day,
            last_day=received.grace_last_day or received.term_last_day,
            items=("premature",) if received.grace_last_day is None else (),
            objection_id=received.objection_id,
        )
        return self._commands.draw_up_step_letter(act, received.case_id, notice, only_for=received.lodged_by)

    def when_late_ruling_penalty_fixed_draw_up_letter(
        self, message: Message, fixed: LateRulingPenaltyFixed, act: Act
    ) -> Saved | None:
        """The decision on the penalty is announced, with objection as its remedy (Awb 3:41, 3:45, 4:18, 7:14)."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.LATE_RULING_PENALTY_FIXED,
            decided_on=fixed.decided_on,
            first_day=fixed.first_day,
            last_day=fixed.last_day,
            amount_euros=fixed.amount_euros,
            items=() if fixed.ground is None else (fixed.ground.value,),
            sealed_reasons=fixed.sealed_reasons,
            remedy=Remedy.OBJECTION,
        )
        return self._commands.draw_up_step_letter(act, fixed.case_id, notice, only_for=fixed.lodged_by)

    def when_decision_anew_ordered_draw_up_letter(
        self, message: Message, ordered: DecisionAnewOrdered, act: Act
    ) -> Saved | None:
        """Until when a new decision on the objection follows is told to the objector (Awb 8:72(4))."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.DECISION_ANEW_ORDERED,
            decided_on=act.today,
            first_day=ordered.court_ruled_on,
            last_day=ordered.decide_before,
            items=("named_by_court",) if ordered.court_named_day is not None else (),
            objection_id=ordered.objection_id,
        )
        return self._commands.draw_up_step_letter(act, ordered.case_id, notice, only_for=ordered.lodged_by)


def _reach_at_submission(message: Message, submitted: ApplicationSubmitted) -> ElectronicReach | None:
    """What the applicant said with the application; None: nothing, so by post."""
    if submitted.email is None:
        return None
    return ElectronicReach.note(
        told_by=message.event_id,
        case_id=submitted.case_id,
        said_on=submitted.received_on,
        subject=submitted.applicant_subject,
        email=submitted.email,
        email_for=submitted.email_for,
    )


def notice_of(taken: DecisionTaken) -> DecisionNotice:
    """What the letter must say of the decision."""
    replaced = taken.replaces_decision_id
    return DecisionNotice(
        decision_id=taken.decision_id,
        exemption_type=taken.exemption_type,
        outcome=taken.outcome,
        decided_on=taken.decided_on,
        criteria=taken.criteria,
        policy_version=taken.policy_version,
        threshold_set_id=taken.threshold_set_id,
        remedy=taken.remedy,
        valid_until=taken.valid_until,
        replaces=ReplacedDecision(replaced) if replaced else None,
        reassessment_id=taken.reassessment_id,
        decides_objection_id=taken.decides_objection_id,
        municipality=taken.municipality,
        valid_from=taken.valid_from,
        valid_to=taken.valid_to,
        refusal_ground=taken.refusal_ground,
        refers_to=ReplacedDecision(taken.refers_to_decision_id) if taken.refers_to_decision_id else None,
        sealed_reasons=taken.sealed_reasons,
        synthetic=taken.synthetic,
        threshold_changes=taken.threshold_changes,
        heard=taken.heard,
        heard_on=taken.heard_on,
        court_ruled_on=taken.court_ruled_on,
        penalty_euros=taken.penalty_euros,
        beside=taken.beside.for_applicant if taken.beside else None,
        established=taken.established,
        views_given=taken.views_given,
        not_heard_because=taken.not_heard_because,
        effective_from=taken.effective_from,
        revocation_ground=taken.revocation_ground,
        review_ground=taken.review_ground,
        in_part=taken.in_part,
        of_another=taken.of_another,
        restores_anew=taken.restores_anew,
        better_fit=taken.better_fit,
        better_fit_reason=taken.better_fit_reason,
        sealed_conditions=taken.sealed_conditions,
        judged=taken.judged,
        told_to=taken.told_to,
    )
