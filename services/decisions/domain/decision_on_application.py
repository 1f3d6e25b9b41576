"""The decision on an application (besluit op de aanvraag): granted or refused, and when that may be decided."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypedDict
from uuid import UUID

from services.decisions.domain.case_by_case import NOTHING_SET, GrantTerms, check_set
from services.decisions.domain.case_file import CaseState, DecisionGrounds, Holder
from services.decisions.domain.hearing import Hearing
from services.decisions.domain.judging import check_all_judged
from services.decisions.domain.policy import Policy
from services.decisions.domain.thresholds import CaseFacts
from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import CriterionResult, ExemptionType, Finding, Outcome, RefusalGround

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


class TakenBy(TypedDict):
    """What every decision says of itself."""

    decision_id: UUID
    decided_on: date
    decided_by: str
    holder: Holder
    exemption_type: ExemptionType


class ExemptionGranted(Event):
    """The exemption was granted (toegekend); it has effect from its announcement (Awb 3:40)."""

    TOPIC = "decisions.ExemptionGranted"
    decision_id: UUID
    decided_on: date
    decided_by: str
    grounds: DecisionGrounds
    valid_until: date
    holder: Holder
    exemption_type: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE
    valid_from: datetime | None = None
    """Start of a day exemption; None: from announcement."""
    valid_to: datetime | None = None
    """End of a day exemption; None: the end of `valid_until`."""
    follows_on: date | None = None
    """Last day of the exemption that this one renews; None: it renews none that runs."""
    sealed_conditions: Sealed | None = None
    """Conditions (voorschriften) that who granted it set, for the letter; None: none."""
    set_case_by_case: bool = False
    """Whether who granted it set its last day."""
    told_to: tuple[Sealed, ...] = ()
    """Third parties who gave their views, and are told of it (Awb 3:43(1))."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.GRANTED
        aggregate.ended_on = aggregate.ended_on or self.decided_on
        aggregate.valid_until = self.valid_until
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)
        aggregate.decided = self.grounds


class ExemptionRefused(Event):
    """The exemption was refused (afgewezen), with the reasons criterion by criterion (Awb 3:46)."""

    TOPIC = "decisions.ExemptionRefused"
    decision_id: UUID
    decided_on: date
    decided_by: str
    grounds: DecisionGrounds
    holder: Holder
    exemption_type: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE
    ground: RefusalGround = RefusalGround.CONDITIONS_NOT_MET
    sealed_reasons: Sealed | None = None
    """Of one that a person gives reasons for; None in one from before they were sealed: they stand in its criterion."""
    better_fit: ExemptionType | None = None
    """Another type that would be granted, as the assessment named it; None in refusals from before it was kept."""
    better_fit_reason: str | None = None
    """As the letter states it (Dutch)."""
    hearing: Hearing | None = None
    """How the applicant was heard on facts that differ from what they supplied; None: it rests on none (Awb 4:7)."""
    refers_to_decision_id: UUID | None = None
    """Of a repetition: the earlier refusal that it refers to (Awb 4:6(2))."""
    told_to: tuple[Sealed, ...] = ()
    """Third parties who gave their views, and are told of it (Awb 3:43(1))."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.REFUSED
        aggregate.ended_on = aggregate.ended_on or self.decided_on
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)
        aggregate.decided = self.grounds


class Period(TypedDict):
    """How long an exemption is valid; of a day exemption also from and to which instant."""

    valid_until: date
    valid_from: datetime | None
    valid_to: datetime | None


def advised_grounds(
    grounds: DecisionGrounds | None, advice: Outcome | None, outcome: Outcome, policy: Policy
) -> DecisionGrounds:
    """The grounds of the standing assessment, when it advises that outcome under the present policy.

    Raises RuleBroken `assessment_awaited`, `policy_changed`, `judgement_awaited` and
    `facts_do_not_allow_a_decision` (it advises nothing), and `decision_differs_from_assessment` (Awb 3:46: a decision rests on its reasons).
    """
    if grounds is None:
        raise RuleBroken("assessment_awaited", "the case has no standing assessment (Awb 3:46)")
    if grounds.policy_version != policy.version:
        raise RuleBroken(
            "policy_changed", "the case was assessed under a policy no longer in force (Awb 3:46)"
        )
    if advice is None:
        check_all_judged(grounds.facts, [one.criterion for one in grounds.criteria], policy.judged)
        raise RuleBroken(
            "facts_do_not_allow_a_decision", "the recorded facts leave a criterion unknown (Awb 3:2)"
        )
    if outcome is not advice:
        raise RuleBroken("decision_differs_from_assessment", f"the assessment advises: {advice} (Awb 3:46)")
    return grounds


def period_of_grant(
    facts: CaseFacts,
    policy: Policy,
    decided_on: date,
    follows_on: date | None = None,
    terms: GrantTerms = NOTHING_SET,
) -> Period:
    """Until when it is valid. Raises RuleBroken `assessment_outdated` when it would have ended already.

    What a person sets stays within what the policy says (see `case_by_case`).

    The years of one that renews another are counted from the day after `follows_on`. Raises RuleBroken
    `renews_nothing` when it would end no later than that one: there is nothing to grant then.
    """
    begins = decided_on if follows_on is None else max(decided_on, follows_on + timedelta(days=1))
    valid_until = policy.valid_until(begins, facts)
    valid_from, valid_to = policy.validity.period_of_day(facts) or (None, None)
    if valid_until < decided_on and valid_to is None:
        raise RuleBroken("assessment_outdated", "its last day has passed since the assessment (Awb 3:46)")
    if follows_on is not None and valid_until < begins:
        raise RuleBroken(
            "renews_nothing",
            f"the exemption that it renews holds until {follows_on}, and it could not hold longer: "
            "refuse it, with that reason (Awb 1:3(3), 3:46)",
        )
    check_set(terms, policy.set_by_person, begins, valid_until)
    return Period(valid_until=terms.valid_until or valid_until, valid_from=valid_from, valid_to=valid_to)


OTHER_GROUND: Final = CriterionResult(
    "other_ground", Finding.UNMET, "De reden staat in het besluit zelf.", "Awb, artikel 3:46"
)
"""What a refusal on another ground rests on (Awb 3:46); the reasons themselves are sealed."""
