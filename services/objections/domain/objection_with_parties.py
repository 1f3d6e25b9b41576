"""An objection on which others than the objector are heard (Awb 7:2): what the aggregate `Objection` does about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.objections.domain.admissibility import within_term
from services.objections.domain.followed_objection import FollowedObjection
from services.objections.domain.handling import Handling
from services.objections.domain.heard_apart import (
    HeardApart,
    HearingAccount,
    HearingAccountGiven,
    check_recipient,
    require_heard_together,
)
from services.objections.domain.hearing_wish import (
    HearingWishAnswered,
    HearingWishAsked,
    check_answer,
    check_question,
)
from services.objections.domain.interested_parties import (
    PartyHeard,
    PartyInvited,
    check_heard_party,
    check_party,
    require_parties_heard,
)
from services.objections.domain.received_elsewhere import ReceiptElsewhereDisregarded, check_elsewhere
from services.objections.domain.reconsideration import (
    NOT_ASKED,
    Assessment,
    Reconsideration,
    ReconsiderationAsked,
    ReconsiderationNoted,
)
from shared.privacy.sealed import Sealed


class ObjectionWithParties(FollowedObjection):
    """An objection, and who else is heard on it."""

    reconsideration: Reconsideration = NOT_ASKED
    """What the case comes to now, where it was asked (Awb 7:11(1))."""

    def ask_hearing_wish(self, answer_until: date, by: Handling) -> None:
        """Ask the objector whether they want to be heard, within a reasonable term (Awb 7:3(d))."""
        self._prepared(HearingWishAsked, by)
        check_question(self.hearing_wish, answer_until, by.on)
        self.trigger_event(
            HearingWishAsked,
            case_id=self.case_id,
            asked_on=by.on,
            asked_by=by.handler,
            answer_until=answer_until,
        )

    def note_hearing_wish(self, words: Sealed, answered_on: date, by: Handling, *, wanted: bool) -> None:
        """Note what the objector declared, asked or by themselves (Awb 7:3(c))."""
        self._prepared(HearingWishAnswered, by)
        check_answer(answered_on, received_on=self.received_on, on=by.on)
        self.trigger_event(
            HearingWishAnswered,
            case_id=self.case_id,
            answered_on=answered_on,
            wanted=wanted,
            recorded_by=by.handler,
            sealed_words=words,
        )

    def disregard_receipt_elsewhere(self, reasons: Sealed, by: Handling) -> None:
        """Judge that it was sent to another body in manifestly unreasonable use of the law (Awb 6:15(3))."""
        self._prepared(ReceiptElsewhereDisregarded, by)
        check_elsewhere(self.receipt)
        self.trigger_event(
            ReceiptElsewhereDisregarded,
            case_id=self.case_id,
            disregarded_on=by.on,
            disregarded_by=by.handler,
            sealed_reasons=reasons,
            decision_id=self.decision_id,
            received_on=self.received_on,
            lodged_by=self.lodged_by,
            within_term=within_term(replace(self.receipt, elsewhere_disregarded=True), by.contested),
            objector=self.objector,
        )

    def ask_reconsideration(self, by: Handling) -> None:
        """Ask what the case comes to on the facts and rules of today (Awb 7:11(1))."""
        self._prepared(ReconsiderationAsked, by)
        self.trigger_event(ReconsiderationAsked, case_id=self.case_id, asked_on=by.on, asked_by=by.handler)

    def note_reconsideration(self, assessment: Assessment) -> None:
        """Hear what it comes to; nothing once was ruled, or where nothing was asked."""
        if self.undecided and self.reconsideration.asked_on is not None:
            self.trigger_event(ReconsiderationNoted, case_id=self.case_id, assessment=assessment)

    def invite_party(
        self, person: Sealed | None, explanation: Sealed, views_until: date, by: Handling
    ) -> None:
        """Invite the holder (None), or somebody else, to say what they think of the objection (Awb 7:2)."""
        self._prepared(PartyInvited, by)
        check_party(by_another=self.by_another, is_holder=person is None, views_until=views_until, on=by.on)
        self.trigger_event(
            PartyInvited,
            case_id=self.case_id,
            decision_id=self.decision_id,
            number=len(self.parties) + 1,
            person=person,
            invited_on=by.on,
            invited_by=by.handler,
            views_until=views_until,
            sealed_explanation=explanation,
        )

    def hear_party(
        self,
        number: int,
        record: Sealed,
        heard_on: date,
        by: Handling,
        *,
        orally: bool,
        apart: HeardApart | None = None,
    ) -> None:
        """Record what an invited party thinks of the objection, also after their term (Awb 7:2, 7:7).

        Who is heard orally is heard with the others, or apart with reasons (Awb 7:6(1), (2)).
        """
        self._prepared(PartyHeard, by)
        check_heard_party(self.parties, number, heard_on, by.on)
        self.trigger_event(
            PartyHeard,
            case_id=self.case_id,
            number=number,
            heard_on=heard_on,
            orally=orally,
            recorded_by=by.handler,
            sealed_record=record,
            apart=apart if orally else None,
        )

    def give_account(self, recipient: int, account: HearingAccount, by: Handling) -> None:
        """Tell the objector, or an invited party, what was said in their absence (Awb 7:6(3), (4))."""
        self._prepared(HearingAccountGiven, by)
        check_recipient(self.parties, self.hearing.days, recipient)
        told = next((party for party in self.parties if party.number == recipient), None)
        self.trigger_event(
            HearingAccountGiven,
            case_id=self.case_id,
            recipient=recipient,
            person=told.person if told is not None else None,
            given_on=by.on,
            given_by=by.handler,
            account=account,
        )

    def _require_others_heard(self, on: date) -> None:
        """Before any ruling: who was invited (Awb 7:2(2)), together or apart with an account of it (Awb 7:6)."""
        require_parties_heard(self.parties, on)
        require_heard_together(self.parties, self.hearing.days, self.told_of_hearing)
