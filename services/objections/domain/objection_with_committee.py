"""An objection on which a committee advises (Awb 7:13): what the aggregate `Objection` does about it."""

from __future__ import annotations

from services.objections.domain.committee import Committee, CommitteeComposed, check_committee_of
from services.objections.domain.committee_advice import (
    CommitteeAdvice,
    CommitteeAdviceReceived,
    check_independent,
    check_received,
    require_announced,
)
from services.objections.domain.handling import Handling
from services.objections.domain.objection_with_parties import ObjectionWithParties


class ObjectionWithCommittee(ObjectionWithParties):
    """An objection, who is in the committee that advises on it, and what it advised."""

    def compose_committee(self, committee: Committee, by: Handling, *, chair_independent: bool) -> None:
        """Note who is in the committee, in so far as it told that (Awb 7:13(1))."""
        self._prepared(CommitteeComposed, by)
        require_announced(self.term_changes.committee_announced_on)
        check_committee_of(committee, by.handler, chair_independent=chair_independent)
        check_independent(committee.members, by.handler)
        self.trigger_event(
            CommitteeComposed,
            case_id=self.case_id,
            noted_on=by.on,
            noted_by=by.handler,
            committee=committee,
        )

    def receive_advice(self, advice: CommitteeAdvice, by: Handling) -> None:
        """Record what the committee advised (Awb 7:13(6))."""
        self._prepared(CommitteeAdviceReceived, by)
        check_received(self.term_changes.committee_announced_on, advice.received_on, by.on)
        self.trigger_event(
            CommitteeAdviceReceived,
            case_id=self.case_id,
            received_on=advice.received_on,
            recorded_by=by.handler,
            advises=advice.advises,
            sealed_advice=advice.words,
            with_record=advice.with_record,
        )
