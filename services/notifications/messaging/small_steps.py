"""What the notifications service writes about smaller steps: nothing is decided, and somebody has to know."""

from __future__ import annotations

from datetime import date

from msgspec import structs

from services.notifications.commands import LetterCommands
from services.notifications.domain.decision_notice import LetterKind
from services.notifications.domain.recipient import recipient_of, third_party
from services.notifications.domain.step_notice import StepNotice
from shared.contracts.applications import ApplicationWithdrawn, CompletionTermMoved
from shared.contracts.decisions import (
    DayExemptionCancelled,
    NoticeOfDefaultReceived,
    PenaltyRecoveryDecided,
    ThirdPartyViewsAsked,
    ThirdPartyViewsTermMoved,
    ViewsTermMoved,
)
from shared.contracts.envelope import Message
from shared.contracts.objections import (
    DirectAppealAnswered,
    HearingAccountGiven,
    HearingWishAsked,
    HearingWishTermMoved,
    MisdirectedNoticeForwarded,
    PartyInvited,
    PartyTermMoved,
    RepairTermMoved,
)
from shared.eventlog.act import Act
from shared.eventlog.log import Saved
from shared.law.moved_terms import MovedBecause, TermFor
from shared.vocabulary import Remedy


class SmallSteps:
    """Each makes one append, which carries the position of the message it answers."""

    def __init__(self, commands: LetterCommands) -> None:
        self._commands = commands

    def when_completion_term_moved_by_outage_draw_up_letter(
        self, message: Message, moved: CompletionTermMoved, act: Act
    ) -> Saved | None:
        """Who can complete later is told so; a letter that came on paper names the later day itself."""
        if moved.because != MovedBecause.OUTAGE:
            return None
        notice = _moved(message, TermFor.SUPPLEMENT, moved.moved_on, moved.term_last_day)
        return self._commands.draw_up_step_letter(act, moved.case_id, notice)

    def when_views_term_moved_by_outage_draw_up_letter(
        self, message: Message, moved: ViewsTermMoved, act: Act
    ) -> Saved | None:
        """Who can give views later is told so; a letter that came on paper names the later day itself."""
        if moved.because != MovedBecause.OUTAGE:
            return None
        notice = _moved(message, TermFor.VIEWS, moved.moved_on, moved.views_until)
        return self._commands.draw_up_step_letter(act, moved.case_id, notice)

    def when_application_withdrawn_confirm_it(
        self, message: Message, withdrawn: ApplicationWithdrawn, act: Act
    ) -> Saved | None:
        """Who withdraws an application hears that nothing is decided on it any more."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.APPLICATION_WITHDRAWN,
            decided_on=withdrawn.withdrawn_on,
            items=("in_handling",) if withdrawn.handling_started else (),
        )
        return self._commands.draw_up_step_letter(act, withdrawn.case_id, notice)

    def when_notice_of_default_received_confirm_it(
        self, message: Message, received: NoticeOfDefaultReceived, act: Act
    ) -> Saved | None:
        """What follows from the notice is told: until when a decision costs nothing, or that it came too early."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.NOTICE_OF_DEFAULT_RECEIVED,
            decided_on=received.received_on,
            last_day=received.grace_last_day,
            first_day=received.first_penalty_day,
            items=("premature",) if received.grace_last_day is None else (),
        )
        return self._commands.draw_up_step_letter(act, received.case_id, notice)

    def when_repair_term_moved_by_outage_draw_up_letter(
        self, message: Message, moved: RepairTermMoved, act: Act
    ) -> Saved | None:
        """Who can repair an objection later is told so; a letter that came on paper names the later day itself."""
        if moved.because != MovedBecause.OUTAGE:
            return None
        notice = _moved(message, TermFor.REPAIR, moved.moved_on, moved.term_last_day)
        notice = structs.replace(notice, objection_id=moved.objection_id)
        return self._commands.draw_up_step_letter(act, moved.case_id, notice)

    def when_hearing_wish_term_moved_by_outage_draw_up_letter(
        self, message: Message, moved: HearingWishTermMoved, act: Act
    ) -> Saved | None:
        """Who can say later whether they want to be heard is told so; a letter on paper names the day itself."""
        if moved.because != MovedBecause.OUTAGE:
            return None
        notice = _moved(message, TermFor.HEARING_WISH, moved.moved_on, moved.answer_until)
        notice = structs.replace(notice, objection_id=moved.objection_id)
        return self._commands.draw_up_step_letter(act, moved.case_id, notice)

    def when_party_term_moved_by_outage_draw_up_letter(
        self, message: Message, moved: PartyTermMoved, act: Act
    ) -> Saved | None:
        """An invited party who can be heard later is told so; a letter on paper names the day itself."""
        if moved.because != MovedBecause.OUTAGE:
            return None
        notice = _moved(message, TermFor.PARTY_VIEWS, moved.moved_on, moved.views_until)
        return self._commands.draw_up_step_letter(
            act, moved.case_id, notice, recipient=recipient_of(moved.person, None)
        )

    def when_hearing_wish_asked_draw_up_letter(
        self, message: Message, asked: HearingWishAsked, act: Act
    ) -> Saved | None:
        """The objector is asked whether they want to be heard, and until when they can say so (Awb 7:3(d))."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.HEARING_WISH_ASKED,
            decided_on=asked.asked_on,
            last_day=asked.answer_until,
            objection_id=asked.objection_id,
        )
        return self._commands.draw_up_step_letter(act, asked.case_id, notice)

    def when_direct_appeal_answered_draw_up_letter(
        self, message: Message, answered: DirectAppealAnswered, act: Act
    ) -> Saved | None:
        """The objector hears whether the court decides, and from when it has the objection (Awb 7:1a)."""
        sent = answered.appeal_id is not None
        said = (("followed", answered.followed), ("fee_free", answered.fee_free))
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.DIRECT_APPEAL_CONSENTED if sent else LetterKind.DIRECT_APPEAL_REFUSED,
            decided_on=answered.decided_on,
            first_day=answered.received_on,
            items=tuple(item for item, so in said if so),
            objection_id=answered.objection_id,
            sealed_reasons=answered.sealed_reasons,
        )
        return self._commands.draw_up_step_letter(act, answered.case_id, notice)

    def when_party_invited_draw_up_invitation(
        self, message: Message, invited: PartyInvited, act: Act
    ) -> Saved | None:
        """The holder, or somebody else, hears what the objection is about and until when they can react (Awb 7:2)."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.PARTY_INVITED,
            decided_on=invited.invited_on,
            last_day=invited.views_until,
            sealed_reasons=invited.explanation,
        )
        return self._commands.draw_up_step_letter(
            act, invited.case_id, notice, recipient=recipient_of(invited.person, None)
        )

    def when_penalty_recovery_decided_draw_up_letter(
        self, message: Message, decided: PenaltyRecoveryDecided, act: Act
    ) -> Saved | None:
        """That a penalty is asked back is announced, with objection as its remedy (Awb 3:41, 3:45, 4:20)."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.PENALTY_RECOVERED,
            decided_on=decided.decided_on,
            amount_euros=decided.amount_euros,
            share_cents=decided.share_cents,
            sealed_reasons=decided.sealed_reasons,
            remedy=Remedy.OBJECTION,
        )
        return self._commands.draw_up_step_letter(act, decided.case_id, notice)

    def when_third_party_views_asked_draw_up_invitation(
        self, message: Message, asked: ThirdPartyViewsAsked, act: Act
    ) -> Saved | None:
        """Another than the applicant hears what is to be decided, and until when they can give views (Awb 4:8)."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.THIRD_PARTY_VIEWS_ASKED,
            decided_on=asked.asked_on,
            last_day=asked.views_until,
            sealed_reasons=asked.sealed_explanation,
        )
        return self._commands.draw_up_step_letter(
            act, asked.case_id, notice, recipient=third_party(asked.person)
        )

    def when_third_party_views_term_moved_by_outage_draw_up_letter(
        self, message: Message, moved: ThirdPartyViewsTermMoved, act: Act
    ) -> Saved | None:
        """A third party who can give views later is told so; a letter on paper names the day itself (Awb 4:8)."""
        if moved.because != MovedBecause.OUTAGE:
            return None
        notice = _moved(message, TermFor.THIRD_PARTY_VIEWS, moved.moved_on, moved.views_until)
        return self._commands.draw_up_step_letter(
            act, moved.case_id, notice, recipient=third_party(moved.person)
        )

    def when_hearing_account_given_draw_up_letter(
        self, message: Message, given: HearingAccountGiven, act: Act
    ) -> Saved | None:
        """Who was heard apart hears what was said in their absence, or that it is secret (Awb 7:6(3), (4))."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.HEARING_ACCOUNT,
            decided_on=given.given_on,
            sealed_reasons=given.account,
            items=("withheld",) if given.withheld else (),
            objection_id=given.objection_id if given.to_objector else None,
        )
        if given.to_objector:
            return self._commands.draw_up_step_letter(act, given.case_id, notice)
        return self._commands.draw_up_step_letter(
            act, given.case_id, notice, recipient=recipient_of(given.person, None)
        )

    def when_misdirected_notice_forwarded_tell_its_sender(
        self, message: Message, forwarded: MisdirectedNoticeForwarded, act: Act
    ) -> Saved | None:
        """Who sent something here that belongs elsewhere hears where it went, and when it came (Awb 6:15(1))."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.NOTICE_FORWARDED,
            decided_on=forwarded.forwarded_on,
            first_day=forwarded.received_on,
            items=(forwarded.kind,),
            sealed_reasons=forwarded.forwarded_to,
        )
        return self._commands.draw_up_step_letter(
            act, forwarded.case_id, notice, recipient=recipient_of(forwarded.sender, None)
        )

    def when_day_exemption_cancelled_confirm_it(
        self, message: Message, cancelled: DayExemptionCancelled, act: Act
    ) -> Saved | None:
        """A day exemption that was given back holds no more, and does not count."""
        notice = StepNotice(
            told_by=message.event_id,
            kind=LetterKind.DAY_EXEMPTION_CANCELLED,
            decided_on=cancelled.cancelled_on,
            last_day=cancelled.day,
        )
        return self._commands.draw_up_step_letter(act, cancelled.case_id, notice)


def _moved(message: Message, term_for: TermFor, moved_on: date, last_day: date) -> StepNotice:
    """What the letter must say of a term that an outage moved."""
    return StepNotice(
        told_by=message.event_id,
        kind=LetterKind.TERM_MOVED,
        decided_on=moved_on,
        last_day=last_day,
        items=(term_for.value,),
    )
