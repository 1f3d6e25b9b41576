"""Criteria for a day exemption (dagontheffing): the day, and how many there were this year.

Sources: public pages of the RDW and municipalities: twelve for each vehicle, municipality and
calendar year; afterwards only on the same day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from services.decisions.domain.criteria.question import Question, Sentences, answer, dutch_date
from shared.vocabulary import CriterionResult

SOURCE: Final = "Voorwaarden dagontheffing (RDW)"


def day_can_be_asked_for(question: Question) -> CriterionResult:
    """The same day, also after it was driven, or a later one within a year; it counts in its own calendar year."""
    day, last_day = question.facts.stated.day, _last_day(question)
    named = dutch_date(day) if day else ""
    sentences = Sentences(
        met=f"U vraagt de ontheffing voor {named}.",
        unmet=f"Voor {named} kunt u op {dutch_date(question.on)} geen dagontheffing aanvragen.",
        unknown="U hebt niet gezegd voor welke dag u de ontheffing vraagt.",
    )
    open_day = None if day is None else question.on <= day <= last_day
    return answer("day_can_be_asked_for", open_day, sentences, SOURCE)


def _last_day(question: Question) -> date:
    """The last day that can be asked for; the policy of before 2026 stopped at the turn of the year."""
    ahead = question.policy.limits.day_exemption_days_ahead
    return date(question.on.year, 12, 31) if ahead is None else question.on + timedelta(days=ahead)


def day_exemptions_are_left(question: Question) -> CriterionResult:
    """At most twelve for each vehicle, municipality and calendar year."""
    used, most = question.facts.day_exemptions_used, question.policy.limits.day_exemptions_per_year
    sentences = Sentences(
        met=f"Voor dit voertuig zijn dit jaar in deze gemeente {used} van {most} dagontheffingen gebruikt.",
        unmet=f"Voor dit voertuig zijn dit jaar in deze gemeente alle {most} dagontheffingen gebruikt.",
        unknown="Hoeveel dagontheffingen voor dit voertuig zijn gebruikt, is niet bekend.",
    )
    left = None if used is None else used < most
    return answer("day_exemptions_are_left", left, sentences, SOURCE)
