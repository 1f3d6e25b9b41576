"""Criteria for market traders (marktondernemers), in the municipalities that arranged it."""

from __future__ import annotations

from typing import Final

from services.decisions.domain.criteria.question import Question, Sentences, answer
from shared.scopes import municipalities_on
from shared.vocabulary import CriterionResult, ExemptionType

SOURCE: Final = "Regeling marktondernemers van de gemeente"


def has_market_permit(question: Question) -> CriterionResult:
    """The applicant holds a permit or a pitch on a market in the municipality."""
    sentences = Sentences(
        met="U hebt een vergunning voor een markt in de gemeente.",
        unmet="U hebt geen vergunning voor een markt in de gemeente.",
        unknown="U hebt niet aangetoond dat u een vergunning voor een markt in de gemeente hebt.",
    )
    return answer("has_market_permit", question.facts.stated.market_permit, sentences, SOURCE)


def municipality_admits_market_traders(question: Question) -> CriterionResult:
    """Groningen, Enschede, Amersfoort and Maastricht; expressly no national arrangement."""
    municipality = question.facts.municipality
    sentences = Sentences(
        met="De gemeente heeft een regeling voor marktondernemers.",
        unmet="De gemeente heeft geen regeling voor marktondernemers.",
        unknown="U hebt niet gezegd in welke gemeente u op de markt staat.",
    )
    admitted = municipalities_on(ExemptionType.MARKET_TRADER, question.on)
    admits = None if municipality is None else municipality in admitted
    return answer("municipality_admits_market_traders", admits, sentences, SOURCE)
