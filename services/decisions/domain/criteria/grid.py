"""Criteria for grid congestion (netcongestie).

Source: public pages on the policy from 1 January 2026: the grid operator's confirmation or the
capacity map, and own steps such as an application for a heavier connection.
"""

from __future__ import annotations

from typing import Final

from services.decisions.domain.criteria.question import Question, Sentences, answer, judged
from shared.vocabulary import CriterionResult

SOURCE: Final = "Ontheffing netcongestie, voorwaarden vanaf 1 januari 2026"


def grid_is_full(question: Question) -> CriterionResult:
    """The grid operator confirms it, or the capacity map shows it for the applicant's postcode area."""
    sentences = Sentences(
        met="U hebt aangetoond dat het stroomnet op uw locatie vol is.",
        unmet="Het stroomnet op uw locatie is niet vol.",
        unknown="U hebt niet aangetoond dat het stroomnet op uw locatie vol is.",
    )
    return answer("grid_is_full", question.facts.stated.grid_full_shown, sentences, SOURCE)


def own_steps_are_taken(question: Question) -> CriterionResult:
    """The applicant has done what was in the own power."""
    sentences = Sentences(
        met="U hebt zelf stappen gezet om te kunnen laden.",
        unmet="U hebt zelf geen stappen gezet om te kunnen laden.",
        unknown="U hebt niet aangetoond welke stappen u zelf hebt gezet om te kunnen laden.",
    )
    return judged(question, "own_steps_are_taken", question.facts.stated.own_steps_shown, sentences, SOURCE)
