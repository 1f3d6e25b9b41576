"""An objection, and what is heard of the decisions that it is about: what replaces them, and what rules on it.

The part of the aggregate `Objection` that follows those who decide on exemptions.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.objections.domain.admissibility import within_term
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.decision_anew import of_anew
from services.objections.domain.hearing import heard_by_renewal
from services.objections.domain.interested_parties import InvitedParties, told_of_ruling
from services.objections.domain.objection_acts import (
    ObjectionState,
    ObjectionUpheld,
    RenewedDecisionAttached,
    ReplacingDecisionNoted,
    RulingAfterEndNoted,
    ThresholdConsequenceLeftOpen,
    ThresholdConsequenceRejected,
    ThresholdConsequenceTakenUp,
)
from services.objections.domain.objection_transitions import require_step
from services.objections.domain.objection_with_costs import ObjectionWithCosts
from services.objections.domain.premature import HeldObjectionAttached


class FollowedObjection(ObjectionWithCosts):
    """An objection that follows what is decided meanwhile (Awb 6:10, 6:19, 7:11)."""

    parties: InvitedParties = ()
    """Others than the objector who were invited to be heard (Awb 7:2), in that order."""

    def reject_threshold_consequence(self, *, threshold_set_id: UUID, on: date) -> None:
        """Hear that the set which the finding caused was rejected; nothing when no finding stands."""
        if self.state is ObjectionState.CONSEQUENCE_FOUND:
            self.trigger_event(
                ThresholdConsequenceRejected,
                case_id=self.case_id,
                threshold_set_id=threshold_set_id,
                rejected_on=on,
            )

    def take_up_threshold_consequence(self, *, threshold_set_id: UUID, reassessment_id: UUID) -> None:
        """Hear that the set which the finding caused is in force; nothing when no finding stands."""
        if self.state is ObjectionState.CONSEQUENCE_FOUND and self.taken_up_in is None:
            self.trigger_event(
                ThresholdConsequenceTakenUp,
                case_id=self.case_id,
                threshold_set_id=threshold_set_id,
                reassessment_id=reassessment_id,
            )

    def leave_threshold_consequence_open(self, *, reassessment_id: UUID) -> None:
        """Hear that the reassessment was completed; nothing when its renewal has ruled on this objection."""
        if self.state is ObjectionState.CONSEQUENCE_FOUND and self.taken_up_in == reassessment_id:
            self.trigger_event(
                ThresholdConsequenceLeftOpen, case_id=self.case_id, reassessment_id=reassessment_id
            )

    def attach_to_decision(self, decision: ContestedDecision) -> None:
        """Direct what is held at the decision on the application that came (Awb 6:10); nothing for any other."""
        if self.state is ObjectionState.HELD and decision.on_application:
            self.trigger_event(
                HeldObjectionAttached,
                case_id=self.case_id,
                decision_id=decision.decision_id,
                received_on=self.received_on,
                lodged_by=self.lodged_by,
                within_term=within_term(self.receipt, decision),
                objector=self.objector,
            )

    def attach_renewed_decision(self, renewal: ContestedDecision) -> None:
        """Direct the pending objection at a renewed decision too (Awb 6:19), once for each decision.

        Only at one that replaces the contested decision, or one that replaced it before; never at the one that a
        court annulled as the ruling on this objection.
        """
        if renewal.decision_id == self.annulled_in:
            return
        if not self.undecided or renewal.replaces not in self.directed_at or renewal.outcome is None:
            return
        if renewal.decision_id not in self.renewals:
            self.trigger_event(
                RenewedDecisionAttached, decision_id=renewal.decision_id, outcome=renewal.outcome
            )

    def note_ruling_decision(
        self, *, decision_id: UUID, decided_by: str, ruled_on: date | None = None
    ) -> None:
        """Hear of the decision that rules on this objection; the same one again changes nothing.

        Raises NotInThisState where it waits for a decision: none can rule on it before (Awb 6:10).
        """
        if decision_id in {self.ruled_in, self.ruled_after_end, self.annulled_in}:
            return
        if self.undecided:
            require_step(self.state, ObjectionUpheld)
            self.trigger_event(
                ObjectionUpheld,
                case_id=self.case_id,
                decision_id=decision_id,
                decided_by=decided_by,
                heard=heard_by_renewal(self.hearing),
                heard_on=self.hearing.heard_on,
                ruled_on=ruled_on,
                costs_open=self.costs_open,
                told_to=told_of_ruling(self.parties)["told_to"],
                **of_anew(self.anew),
            )
        elif self.state is ObjectionState.UPHELD and self.ruled_in is None:
            self.trigger_event(ReplacingDecisionNoted, decision_id=decision_id)
        else:
            self.trigger_event(RulingAfterEndNoted, decision_id=decision_id)
