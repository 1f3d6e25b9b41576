"""Criteria that rest on the applicant's circumstances: hardship, and urgent transport of animals."""

from __future__ import annotations

from services.decisions.domain.criteria.question import Question, Sentences, answer, judged
from shared.vocabulary import CriterionResult


def rule_works_out_disproportionately(question: Question) -> CriterionResult:
    """Specific circumstances in which the policy would be disproportionate to its aim (Awb 4:84)."""
    sentences = Sentences(
        met="U hebt bijzondere omstandigheden aangetoond waarin de regel onevenredig uitwerkt.",
        unmet="Er zijn geen bijzondere omstandigheden waarin de regel onevenredig uitwerkt.",
        unknown="U hebt geen bijzondere omstandigheden aangetoond waarin de regel onevenredig uitwerkt.",
    )
    return judged(
        question,
        "rule_works_out_disproportionately",
        question.facts.stated.circumstances_shown,
        sentences,
        "Awb, artikel 4:84",
    )


def transports_animals_urgently(question: Question) -> CriterionResult:
    """An animal ambulance, or other transport of animals that is urgent or saves lives (2025 package)."""
    sentences = Sentences(
        met="Met het voertuig worden dieren met spoed vervoerd.",
        unmet="Met het voertuig worden geen dieren met spoed vervoerd.",
        unknown="U hebt niet aangetoond dat met het voertuig dieren met spoed worden vervoerd.",
    )
    return answer(
        "transports_animals_urgently",
        question.facts.stated.urgent_animal_transport,
        sentences,
        "Beleidspakket zero-emissiezones, augustus 2025",
    )
