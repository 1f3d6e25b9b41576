"""Assessing a case: the register's answer, and every criterion answered on the recorded facts (Awb 3:2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from msgspec.structs import replace

from services.decisions.domain.case_file import DecisionGrounds
from services.decisions.domain.criteria import assess, better_fit
from services.decisions.domain.established_facts import as_supplied, told
from services.decisions.domain.evidence import Evidence, given_for
from services.decisions.domain.judging import StandingJudgement
from services.decisions.domain.policy import Policy
from services.decisions.domain.supplied_facts import completed
from services.decisions.domain.threshold_set import ThresholdsInForce
from services.decisions.domain.thresholds import CaseFacts
from shared.eventlog.aggregate import Event
from shared.vocabulary import ExemptionType, Finding, Outcome, StatedFacts, VehicleFacts

if TYPE_CHECKING:
    from services.decisions.domain.case_with_facts import CaseWithFacts


class VehicleFactsNoted(Event):
    """The register's answer became part of the case file; earlier assessments no longer stand."""

    TOPIC = "decisions.VehicleFactsNoted"
    source: str
    fetched_at: datetime
    facts: VehicleFacts

    def apply(self, aggregate: CaseWithFacts) -> None:
        aggregate.registered = self.facts
        aggregate.facts = replace(aggregate.facts, vehicle=completed(self.facts, aggregate.supplied))
        aggregate.facts_known = True
        aggregate.assessed = None


class CaseAssessed(Event):
    """Every criterion was answered on the recorded facts, and a decision advised or not possible."""

    TOPIC = "decisions.CaseAssessed"
    grounds: DecisionGrounds
    advice: Outcome | None
    assessed_by: str
    better_fit: ExemptionType | None = None
    """Another type of which every criterion is met, when this one is not granted."""
    better_fit_reason: str | None = None
    """As the letter states it (Dutch)."""
    differing: StatedFacts = StatedFacts()
    """On which an unmet criterion rests, otherwise than the applicant supplied them: Awb 4:7 asks a hearing."""

    def apply(self, aggregate: CaseWithFacts) -> None:
        aggregate.assessed = self.grounds
        aggregate.advice = self.advice
        aggregate.better_fit = self.better_fit
        aggregate.better_fit_reason = self.better_fit_reason
        aggregate.differing = self.differing
        aggregate.handled = True


class Advised(TypedDict):
    """What an assessment rests on, and what it advises."""

    grounds: DecisionGrounds
    advice: Outcome | None


class Fitting(TypedDict):
    """The better-fitting type, where the one asked for is not granted."""

    better_fit: ExemptionType | None
    better_fit_reason: str | None


def advised(
    facts: CaseFacts,
    thresholds: ThresholdsInForce | None,
    policy: Policy,
    on: date,
    judgements: tuple[StandingJudgement, ...] = (),
    evidence: tuple[Evidence, ...] = (),
) -> Advised:
    """Every criterion answered; the thresholds are named only by a type that rests on them."""
    assessment = assess(facts, thresholds.rows if thresholds else (), policy, on)
    set_id = thresholds.threshold_set_id if thresholds and policy.uses_thresholds else None
    used = tuple(one for one in judgements if one.judgement.criterion in policy.judged)
    given = given_for([one.criterion for one in assessment.criteria], evidence)
    grounds = DecisionGrounds(facts, assessment.criteria, policy.version, set_id, on, used, given)
    return Advised(grounds=grounds, advice=assessment.advice)


def resting_on(
    differing: StatedFacts,
    grounds: DecisionGrounds,
    stated: StatedFacts,
    thresholds: ThresholdsInForce | None,
    policy: Policy,
) -> StatedFacts:
    """The differing facts, when an unmet criterion rests on them (Awb 4:7(1)); else none.

    It does when it would be answered otherwise, or with other reasons, had they been as the applicant supplied them.
    """
    if not told(differing) or grounds.on is None:
        return StatedFacts()
    rows = thresholds.rows if thresholds else ()
    otherwise = assess(as_supplied(grounds.facts, differing, stated), rows, policy, grounds.on)
    unmet = {result for result in grounds.criteria if result.finding is Finding.UNMET}
    return differing if unmet - set(otherwise.criteria) else StatedFacts()


def fitting(
    facts: CaseFacts,
    thresholds: ThresholdsInForce | None,
    asked: ExemptionType,
    advice: Outcome | None,
    on: date,
) -> Fitting:
    """Another type that would be granted on the same facts, unless this one is."""
    rows = thresholds.rows if thresholds else ()
    fit = None if advice is Outcome.GRANTED else better_fit(asked, facts, rows, on)
    return Fitting(
        better_fit=fit.exemption_type if fit else None, better_fit_reason=fit.reason if fit else None
    )
