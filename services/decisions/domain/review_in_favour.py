"""A refusal reviewed in the applicant's favour without an objection (ambtshalve herziening): proposed, then decided.

No article of the Awb is about it; that like cases are treated alike, and that a plain error need not stand, are its
grounds. It is a decision of its own, announced (Awb 3:41) with its own remedy (Awb 3:45), and by law covered by a
pending objection or appeal (Awb 6:19). What follows from new thresholds is a campaign's, never this.

Two persons: who proposes it does not decide on it. That is a choice of this house, as with a threshold set.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from services.decisions.domain.case_by_case import GrantTerms, check_set
from services.decisions.domain.case_file import CaseState, DecisionGrounds, Holder
from services.decisions.domain.decision_on_application import Period
from services.decisions.domain.decision_on_objection import period_on_objection
from services.decisions.domain.policy import Policy
from services.decisions.domain.reconsidering import Reassessed
from services.decisions.domain.thresholds import CaseFacts
from shared.errors import NotInThisState, NotYours, RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import CriterionResult, ExemptionType, Finding, Outcome, Remedy

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


class ReviewGround(StrEnum):
    """Why a refusal does not stand."""

    EQUAL_TREATMENT = "equal_treatment"
    """A like case was granted (gelijkheidsbeginsel)."""
    ERROR = "error"
    """The refusal rests on an error (kennelijke fout)."""
    HARDSHIP = "hardship"
    """Keeping to the policy is disproportionate to its aims here (Awb 4:84)."""


class Review(msgspec.Struct, frozen=True):
    """What is proposed."""

    ground: ReviewGround
    sealed_reasons: Sealed
    """Dutch, as the letter will state them (Awb 3:46)."""
    like_case_id: UUID | None = None
    """The like case that was granted; with equal treatment alone."""


class StandingReview(msgspec.Struct, frozen=True):
    """A proposal that was not decided on yet."""

    review: Review
    proposed_by: str
    advice: Outcome | None
    """What the case came to on the day of the proposal."""


class ReviewProposed(Event):
    """Somebody at the desk proposes to grant after all what was refused, with an assessment of the day."""

    TOPIC = "decisions.ReviewProposed"
    review: Review
    proposed_on: date
    proposed_by: str
    reassessed: Reassessed

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.review = StandingReview(self.review, self.proposed_by, self.reassessed.advice)


class ReviewRejected(Event):
    """The proposal was rejected: the refusal stands."""

    TOPIC = "decisions.ReviewRejected"
    rejected_on: date
    rejected_by: str
    sealed_reasons: Sealed

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.review = None


class DecisionReplacedExOfficio(Event):
    """The refusal was revoked ex officio and replaced by a grant (ambtshalve herzien): a decision of its own."""

    TOPIC = "decisions.DecisionReplacedExOfficio"
    decision_id: UUID
    replaces_decision_id: UUID
    decided_on: date
    decided_by: str
    proposed_by: str
    exemption_type: ExemptionType
    ground: ReviewGround
    grounds: DecisionGrounds
    valid_until: date
    remedy: Remedy
    holder: Holder
    sealed_reasons: Sealed
    reassessed: Reassessed
    """What the case comes to on the facts and rules of the day."""
    like_case_id: UUID | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    sealed_conditions: Sealed | None = None
    """Conditions (voorschriften) that who approved it set, for the letter; None: none."""
    set_case_by_case: bool = False
    """Whether who approved it set its last day."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.GRANTED
        aggregate.review = None
        aggregate.valid_until = self.valid_until
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)
        aggregate.decided = self.grounds


REVIEWED: Final = CriterionResult(
    "reviewed_in_favour", Finding.MET, "De reden staat in het besluit zelf.", "Awb, artikel 3:46"
)
"""What a grant beside the criteria rests on; the reasons themselves are sealed."""


def grounds_of(reassessed: Reassessed) -> DecisionGrounds:
    """The assessment of the day where it advises the grant, or else the reasons alone."""
    now = reassessed.grounds
    if reassessed.advice is Outcome.GRANTED:
        return now
    return DecisionGrounds(now.facts, (REVIEWED,), now.policy_version, None, now.on)


def period_of_review(facts: CaseFacts, policy: Policy, on: date) -> Period:
    """Until when the policy has it be valid. Raises RuleBroken `assessment_outdated` when that has passed."""
    period = period_on_objection(facts, policy, on)
    if period["valid_until"] < on:
        raise RuleBroken(
            "assessment_outdated", "by the policy its last day has passed already (Awb 3:40, 3:46)"
        )
    return period


def period_as_set(period: Period, terms: GrantTerms, policy: Policy, on: date) -> Period:
    """The same, up to the day that who approves sets within it, of a type of which a person does (Awb 4:84, 3:46)."""
    check_set(terms, policy.set_by_person, on, period["valid_until"])
    return Period(
        valid_until=terms.valid_until or period["valid_until"],
        valid_from=period["valid_from"],
        valid_to=period["valid_to"],
    )


def check_reviewable(
    state: CaseState, exemption_type: ExemptionType | None, *, erased: bool, finding_stands: bool
) -> None:
    """Raise where there is no refusal that can be reviewed."""
    if state is not CaseState.REFUSED:
        raise NotInThisState(
            "not_refused", f"only a refusal is reviewed in favour; the case is {state} (Awb 3:4)"
        )
    if exemption_type is ExemptionType.DAY:
        raise NotInThisState(
            "day_not_reviewed",
            "a day exemption is refused by number: another day can be applied for (Awb 4:1)",
        )
    if erased:
        raise NotInThisState("holder_erased", "nobody is left to announce a decision to (Awb 3:41)")
    if finding_stands:
        raise RuleBroken("finding_runs", "the renewal will be the decision on this objection (Awb 7:11)")


def check_proposal(standing: StandingReview | None, review: Review) -> None:
    """One at a time, and with equal treatment the case that this one is like."""
    if standing is not None:
        raise NotInThisState("review_proposed", "a review was proposed already (Awb 3:2)")
    equal = review.ground is ReviewGround.EQUAL_TREATMENT
    if equal is not (review.like_case_id is not None):
        raise RuleBroken(
            "like_case_differs", "a like case is named with equal treatment, and with that alone (Awb 3:46)"
        )


def check_like_case(state: CaseState, kind: ExemptionType | None, own: ExemptionType | None) -> None:
    """Only what was granted, of the same type, can be what this case is like."""
    if state is not CaseState.GRANTED or kind is not own:
        raise RuleBroken(
            "like_case_not_granted", "the case named was not granted, or is of another type (Awb 3:46)"
        )


def decided_on_by(standing: StandingReview | None, person: str) -> StandingReview:
    """The proposal that another than its proposer decides on. Raises NotInThisState, NotYours."""
    if standing is None:
        raise NotInThisState("no_review_proposed", "no review was proposed (Awb 3:2)")
    if standing.proposed_by == person:
        raise NotYours("own_review", "who proposed the review does not decide on it (Awb 3:2)")
    return standing


def check_unchanged(standing: StandingReview, reassessed: Reassessed) -> None:
    """What was proposed on other rules or facts is proposed anew."""
    if standing.advice is not reassessed.advice:
        raise RuleBroken(
            "review_outdated", f"the case now comes to: {reassessed.advice}; propose it anew (Awb 3:46)"
        )
