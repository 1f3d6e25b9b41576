"""Criteria for a vehicle adapted for a disability (aangepast voertuig wegens een handicap)."""

from __future__ import annotations

from services.decisions.domain.criteria.question import POLICY_RULES, Question, Sentences, answer, euros
from shared.vocabulary import CriterionResult


def no_wheelchair_code_is_registered(question: Question) -> CriterionResult:
    """A van with one of those codes is waived (vrijgesteld) by law; no decision is needed."""
    codes = question.facts.vehicle.body_codes
    sentences = Sentences(
        met="Voor uw voertuig is geen code voor rolstoeltoegankelijkheid geregistreerd.",
        unmet="Uw voertuig is geregistreerd als rolstoeltoegankelijk. U hebt geen ontheffing nodig.",
        unknown="",
    )
    return answer(
        "no_wheelchair_code_is_registered",
        question.policy.limits.wheelchair_codes.isdisjoint(codes),
        sentences,
        "RVV 1990, artikel 86c",
    )


def adaptation_cost_above_limit(question: Question) -> CriterionResult:
    """The adaptation cost more than EUR 500; whether exactly EUR 500 is enough differs between texts."""
    cost, limits = question.facts.stated.adaptation_cost_cents, question.policy.limits
    limit = limits.adaptation_cost_cents
    at_limit = limits.adaptation_cost_at_limit_counts
    wanted = f"{'ten minste' if at_limit else 'meer dan'} {euros(limit)}"
    sentences = Sentences(
        met=f"De aanpassing van uw voertuig heeft {wanted} gekost.",
        unmet=f"De aanpassing van uw voertuig heeft niet {wanted} gekost.",
        unknown="U hebt niet aangetoond wat de aanpassing van uw voertuig heeft gekost.",
    )
    enough = None if cost is None else cost > limit or (at_limit and cost == limit)
    return answer("adaptation_cost_above_limit", enough, sentences, POLICY_RULES)
