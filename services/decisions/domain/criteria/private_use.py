"""Criteria for private use (particulier gebruik)."""

from __future__ import annotations

from services.decisions.domain.criteria.question import LETTER_4, Question, Sentences, answer
from shared.vocabulary import CriterionResult, RoadTaxRate


def used_exclusively_privately(question: Question) -> CriterionResult:
    """The applicant declares that the vehicle is used for private purposes only (letter 4)."""
    sentences = Sentences(
        met="U hebt verklaard dat u het voertuig uitsluitend particulier gebruikt.",
        unmet="U gebruikt het voertuig niet uitsluitend particulier.",
        unknown="U hebt niet verklaard dat u het voertuig uitsluitend particulier gebruikt.",
    )
    return answer(
        "used_exclusively_privately", question.facts.stated.exclusively_private, sentences, LETTER_4
    )


def taxed_at_private_rate(question: Question) -> CriterionResult:
    """The business rate of the road tax contradicts private use (letter 4)."""
    rate = question.facts.stated.road_tax_rate
    sentences = Sentences(
        met="Voor het voertuig geldt het particuliere tarief van de motorrijtuigenbelasting.",
        unmet=(
            "Uit uw stukken blijkt dat voor het voertuig het zakelijke tarief van de"
            " motorrijtuigenbelasting geldt. Dat past niet bij particulier gebruik."
        ),
        unknown="Uit uw stukken blijkt niet welk tarief van de motorrijtuigenbelasting geldt.",
    )
    private = None if rate is None else rate is RoadTaxRate.PRIVATE
    return answer("taxed_at_private_rate", private, sentences, LETTER_4)
