"""Criteria for a plug-in hybrid truck (plug-in hybride vrachtauto) that drives emission-free in the zone."""

from __future__ import annotations

from services.decisions.domain.criteria.question import POLICY_RULES, Question, Sentences, answer, judged
from shared.vocabulary import CriterionResult


def vehicle_is_a_plug_in_hybrid(question: Question) -> CriterionResult:
    """The register has the hybrid class OVC-HEV."""
    sentences = Sentences(
        met="Uw voertuig is een plug-in hybride.",
        unmet="Uw voertuig is geen plug-in hybride.",
        unknown="Of uw voertuig een plug-in hybride is, is niet geregistreerd.",
    )
    return answer(
        "vehicle_is_a_plug_in_hybrid", question.facts.vehicle.plug_in_hybrid, sentences, POLICY_RULES
    )


def drives_emission_free_in_zone(question: Question) -> CriterionResult:
    """Demonstrably: the documents show it."""
    sentences = Sentences(
        met="U hebt aangetoond dat het voertuig in de zone emissievrij rijdt.",
        unmet="Het voertuig rijdt in de zone niet emissievrij.",
        unknown="U hebt niet aangetoond dat het voertuig in de zone emissievrij rijdt.",
    )
    return judged(
        question,
        "drives_emission_free_in_zone",
        question.facts.stated.drives_emission_free_in_zone,
        sentences,
        POLICY_RULES,
    )
