"""An objection that can go to the court without a ruling (Awb 7:1a): what the aggregate `Objection` does about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.objections.domain.contested_decision import heard_of
from services.objections.domain.direct_appeal import (
    DirectAppealAnswer,
    DirectAppealConsented,
    DirectAppealRefused,
    ObjectionFollowedToCourt,
    check_asked,
    check_others,
    refused_because,
)
from services.objections.domain.handling import Handling
from services.objections.domain.objection_transitions import require_step
from services.objections.domain.objection_with_moved_terms import ObjectionWithMovedTerms


class ObjectionToCourt(ObjectionWithMovedTerms):
    """An objection of which the authority can leave the decision to the court."""

    direct_appeal_answered: bool = False
    """Whether was decided on the request for direct appeal."""

    def answer_direct_appeal(
        self, answer: DirectAppealAnswer, requests_of_others: Sequence[bool], appeal_id: UUID, by: Handling
    ) -> None:
        """Consent to direct appeal, which sends the objection on to the court at once, or refuse it (Awb 7:1a).

        `requests_of_others`: of each other undecided objection against the same decision, whether it asks for it too.
        Raises NotInThisState, NotYours or RuleBroken.
        """
        require_step(self.state, DirectAppealConsented)
        check_asked(asked=self.asks_direct_appeal, answered=self.direct_appeal_answered)
        heard_of(by.contested)
        by.require_another_person()
        if not answer.consents:
            self.trigger_event(
                DirectAppealRefused,
                case_id=self.case_id,
                decided_on=by.on,
                decided_by=by.handler,
                because=refused_because(requests_of_others),
                sealed_reasons=answer.reasons,
            )
            return
        check_others(requests_of_others)
        self.trigger_event(
            DirectAppealConsented,
            case_id=self.case_id,
            decision_id=self.decision_id,
            appeal_id=appeal_id,
            received_on=self.receipt.counts_on,
            decided_on=by.on,
            decided_by=by.handler,
            sealed_reasons=answer.reasons,
        )

    def follow_to_court(self, appeal_id: UUID, on: date) -> None:
        """Go to the court after another objection against the same decision (Awb 7:1a(6))."""
        require_step(self.state, ObjectionFollowedToCourt)
        self.trigger_event(
            ObjectionFollowedToCourt,
            case_id=self.case_id,
            decision_id=self.decision_id,
            appeal_id=appeal_id,
            received_on=self.receipt.counts_on,
            sent_on=on,
            fee_free=not self.asks_direct_appeal,
        )
