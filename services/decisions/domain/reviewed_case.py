"""The case of which a refusal is reviewed in favour without an objection: what the aggregate `DecisionCase` does about it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.decisions.domain.case_by_case import NOTHING_SET, GrantTerms
from services.decisions.domain.contested_case import ContestedCase
from services.decisions.domain.policy import Policy
from services.decisions.domain.review_in_favour import (
    DecisionReplacedExOfficio,
    Review,
    ReviewProposed,
    ReviewRejected,
    StandingReview,
    check_like_case,
    check_proposal,
    check_reviewable,
    check_unchanged,
    decided_on_by,
    grounds_of,
    period_as_set,
    period_of_review,
)
from services.decisions.domain.revocation import remedy_of_revocation
from services.decisions.domain.threshold_set import ThresholdsInForce
from shared.privacy.sealed import Sealed


class ReviewedCase(ContestedCase):
    """A case of which a refusal can be reviewed."""

    erased: bool = False
    review: StandingReview | None = None
    """The proposal that stands."""

    def propose_review(
        self,
        review: Review,
        like: ReviewedCase | None,
        *,
        thresholds: ThresholdsInForce | None,
        policy: Policy,
        proposed_on: date,
        proposed_by: str,
    ) -> None:
        """Propose to grant after all what was refused; `like` is the case that this one is like.

        Raises NotInThisState and RuleBroken with the code of the rule that stands in the way (`review_in_favour`).
        """
        self._must_be_reviewable()
        check_proposal(self.review, review)
        if like is not None:
            check_like_case(like.state, like.exemption_type, self.exemption_type)
        period_of_review(self.facts, policy, proposed_on)
        self.trigger_event(
            ReviewProposed,
            review=review,
            proposed_on=proposed_on,
            proposed_by=proposed_by,
            reassessed=self.reassessed_on(proposed_on, thresholds, policy),
        )

    def reject_review(self, reasons: Sealed, *, rejected_on: date, rejected_by: str) -> None:
        """Leave the refusal as it is; by another than who proposed the review."""
        decided_on_by(self.review, rejected_by)
        self.trigger_event(
            ReviewRejected, rejected_on=rejected_on, rejected_by=rejected_by, sealed_reasons=reasons
        )

    def approve_review(
        self,
        *,
        thresholds: ThresholdsInForce | None,
        policy: Policy,
        decided_on: date,
        decided_by: str,
        terms: GrantTerms = NOTHING_SET,
    ) -> UUID:
        """Revoke the refusal and grant the exemption, and return that decision's id; by another than its proposer.

        `terms` are what who approves sets. Raises RuleBroken also with the codes of `period_of_review` and `check_set`.
        """
        self._must_be_reviewable()
        standing = decided_on_by(self.review, decided_by)
        reassessed = self.reassessed_on(decided_on, thresholds, policy)
        check_unchanged(standing, reassessed)
        period = period_as_set(period_of_review(self.facts, policy, decided_on), terms, policy, decided_on)
        if self.decision_id is None:
            raise ValueError("a refused case without its decision")
        taken = self._taken(decided_on, decided_by)
        self.trigger_event(
            DecisionReplacedExOfficio,
            replaces_decision_id=self.decision_id,
            proposed_by=standing.proposed_by,
            ground=standing.review.ground,
            like_case_id=standing.review.like_case_id,
            grounds=grounds_of(reassessed),
            remedy=remedy_of_revocation(self.objections, self.appeals),
            sealed_reasons=standing.review.sealed_reasons,
            reassessed=reassessed,
            sealed_conditions=terms.conditions,
            set_case_by_case=terms.valid_until is not None,
            **period,
            **taken,
        )
        return taken["decision_id"]

    def _must_be_reviewable(self) -> None:
        finding = any(self.finding_stands(one.objection_id) for one in self.objections)
        check_reviewable(self.state, self.exemption_type, erased=self.erased, finding_stands=finding)
