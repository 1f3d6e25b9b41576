"""Judgements (oordelen) of a case handler on criteria that no record answers: is it needed, is it disproportionate?

The applicant claims that such a criterion is met; whether it is, a person judges on the evidence, with reasons
(Awb 3:2, 3:4, 3:46). What was claimed is kept beside it. A judgement stands until the criterion is judged anew. A mere
weighing of what the applicant supplied asks no hearing; a judgement that rests on facts otherwise than they supplied
them does (Awb 4:7(1)), and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec
from msgspec.structs import replace

from services.decisions.domain.thresholds import CaseFacts, Judged
from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import Finding, StatedFacts

if TYPE_CHECKING:
    from services.decisions.domain.case_with_facts import CaseWithFacts

CLAIMS: Final[Mapping[str, str]] = {
    "needed_in_zone": "needed_in_zone",
    "turnover_depends_on_zone": "turnover_depends_on_zone",
    "replacement_brings_direct_financial_trouble": "direct_financial_trouble",
    "rule_works_out_disproportionately": "circumstances_shown",
    "drives_emission_free_in_zone": "drives_emission_free_in_zone",
    "own_steps_are_taken": "own_steps_shown",
    "vehicle_is_demonstrably_replaced": "replacement_shown",
}
"""By criterion that is judged: the stated fact by which the applicant claims that it is met."""


class Judgement(msgspec.Struct, frozen=True):
    """What a person finds of one criterion, on what, and why."""

    criterion: str
    finding: Finding
    reasons: Sealed
    """For the letter (Awb 3:46)."""
    documents: tuple[str, ...] = ()
    """The attached documents that it rests on, by the HMAC that applications names them by."""
    rests_on_differing_facts: bool = False
    """Whether it rests on facts otherwise than the applicant supplied them (Awb 4:7)."""


class StandingJudgement(msgspec.Struct, frozen=True):
    """A judgement with who gave it and when, as long as the criterion was not judged anew."""

    judgement: Judgement
    judged_on: date
    judged_by: str


class CriteriaJudged(Event):
    """A case handler judged criteria that no record answers (criteria beoordeeld, Awb 3:2, 3:4)."""

    TOPIC = "decisions.CriteriaJudged"
    judgements: tuple[Judgement, ...]
    judged_on: date
    judged_by: str
    carried_over_from: UUID | None = None
    """The case that was converted into this one, in which it was judged; None: it was in this case."""

    def apply(self, aggregate: CaseWithFacts) -> None:
        aggregate.judgements = judged_anew(aggregate.judgements, self)
        aggregate.facts = judged_facts(aggregate.facts, aggregate.judgements)
        aggregate.assessed = None
        aggregate.handled = aggregate.handled or self.carried_over_from is None


def judged_anew(
    standing: tuple[StandingJudgement, ...], judged: CriteriaJudged
) -> tuple[StandingJudgement, ...]:
    """What stands after these judgements, each in the place of an earlier one of its criterion."""
    new = (StandingJudgement(one, judged.judged_on, judged.judged_by) for one in judged.judgements)
    anew = {one.criterion for one in judged.judgements}
    return (*(one for one in standing if one.judgement.criterion not in anew), *new)


def judged_facts(facts: CaseFacts, standing: Collection[StandingJudgement]) -> CaseFacts:
    """The facts, with what was judged for the criteria to read."""
    judged = (
        Judged(one.judgement.criterion, one.judgement.finding, one.judgement.rests_on_differing_facts)
        for one in standing
    )
    return replace(facts, judged=tuple(sorted(judged, key=lambda one: one.criterion)))


def judged_otherwise(facts: CaseFacts) -> StatedFacts:
    """What was judged not to be so on facts otherwise than the applicant supplied them (Awb 4:7(1))."""
    names = (
        CLAIMS[one.criterion]
        for one in facts.judged
        if one.finding is Finding.UNMET and one.rests_on_differing_facts
    )
    return StatedFacts(**dict.fromkeys(names, False))  # type: ignore[arg-type]  # claims are yes or no


def check_judging(criteria: Collection[str], asked: Collection[str]) -> None:
    """Raise RuleBroken for a criterion that nobody judges: the recorded facts answer it, or no policy asks it."""
    if others := sorted(set(criteria) - set(asked)):
        raise RuleBroken(
            "criterion_not_judged_by_anybody",
            f"{', '.join(others)}: the recorded facts answer it, or no policy asks it (Awb 3:2)",
        )


def check_not_judged(facts: Collection[str], asked: Collection[str]) -> None:
    """Raise RuleBroken for a claim that is judged, with reasons, in the place of being established."""
    if claims := sorted(name for criterion, name in CLAIMS.items() if criterion in asked and name in facts):
        raise RuleBroken(
            "claim_is_judged",
            f"{', '.join(claims)}: it is judged, with reasons, and not established (Awb 3:2)",
        )


def check_all_judged(facts: CaseFacts, criteria: Collection[str], asked: Collection[str]) -> None:
    """Raise RuleBroken when a person has yet to judge a criterion: a claim alone decides nothing (Awb 3:2, 3:46)."""
    said = {one.criterion for one in facts.judged}
    if awaited := [name for name in criteria if name in asked and name not in said]:
        raise RuleBroken(
            "judgement_awaited",
            f"{', '.join(awaited)}: a case handler judges it first, with reasons (Awb 3:2, 3:46)",
        )
