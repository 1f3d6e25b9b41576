"""What a criterion is asked, and how it answers: met, unmet, or unknown, with its reason and source.

The sentences end up in letters, so they are Dutch and addressed to the applicant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.decisions.domain.policy import Policy
from services.decisions.domain.thresholds import CaseFacts, ThresholdRow
from shared.vocabulary import CriterionResult, Finding

LETTER_4: Final = "Kamerbrief 29 september 2025 (vierde tweemaandelijkse brief)"
POLICY_RULES: Final = "Beleidsregels ontheffingen nul-emissiezones"


@dataclass(frozen=True, slots=True)
class Question:
    """What a criterion may look at: the facts, the thresholds, the policy and the day; no clock, no store."""

    facts: CaseFacts
    rows: Sequence[ThresholdRow]
    policy: Policy
    on: date
    """The legal day as of which it is asked."""


Criterion = Callable[[Question], CriterionResult]


@dataclass(frozen=True, slots=True)
class Sentences:
    """What the letter says for each finding."""

    met: str
    unmet: str
    unknown: str


def answer(criterion: str, fact: bool | None, sentences: Sentences, source: str) -> CriterionResult:  # noqa: FBT001 - the fact is the question
    """Met when the fact is so, unmet when it is not, unknown when it is neither registered nor stated."""
    if fact is None:
        return CriterionResult(criterion, Finding.UNKNOWN, sentences.unknown, source)
    finding, reason = (Finding.MET, sentences.met) if fact else (Finding.UNMET, sentences.unmet)
    return CriterionResult(criterion, finding, reason, source)


NOT_JUDGED: Final = "Of aan deze voorwaarde is voldaan, is nog niet beoordeeld."


def judged(
    question: Question,
    criterion: str,
    claimed: bool | None,  # noqa: FBT001 - the claim is the question
    sentences: Sentences,
    source: str,
) -> CriterionResult:
    """As a case handler judged it (Awb 3:2); unknown without a judgement, whatever the applicant claims.

    Under a version of the policy from before it was judged, the claim answers it.
    """
    if criterion not in question.policy.judged:
        return answer(criterion, claimed, sentences, source)
    found = next((one.finding for one in question.facts.judged if one.criterion == criterion), None)
    match found:
        case None:
            return CriterionResult(criterion, Finding.UNKNOWN, NOT_JUDGED, source)
        case Finding.UNKNOWN:
            return answer(criterion, None, sentences, source)
        case _:
            return answer(criterion, found is Finding.MET, sentences, source)


def euros(cents: int) -> str:
    """An amount as a Dutch letter writes it: € 1.234,56."""
    whole, rest = divmod(cents, 100)
    return f"€ {whole:,}".replace(",", ".") + f",{rest:02d}"


def dutch_date(day: date) -> str:
    """A date as a Dutch letter writes it: 1 januari 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
