"""Criteria for a day exemption (dagontheffing): the day, and how many there were this year.

Sources: public pages of the RDW and municipalities: twelve for each vehicle, municipality and
calendar year; afterwards only on the same day; a municipality may ask an emission class.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from services.decisions.domain.criteria.question import Question, Sentences, answer, dutch_date
from services.decisions.domain.lower_bounds import lower_bound_on
from shared.vocabulary import CriterionResult, Finding

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
    day = question.facts.stated.day
    year = f"in {day.year}" if day else "dit jaar"
    sentences = Sentences(
        met=f"Voor dit voertuig zijn {year} in deze gemeente {used} van {most} dagontheffingen gebruikt.",
        unmet=f"Voor dit voertuig zijn {year} in deze gemeente alle {most} dagontheffingen gebruikt.",
        unknown="Hoeveel dagontheffingen voor dit voertuig zijn gebruikt, is niet bekend.",
    )
    left = None if used is None else used < most
    return answer("day_exemptions_are_left", left, sentences, SOURCE)


def emission_class_is_high_enough(question: Question) -> CriterionResult:
    """A municipality may ask an emission class of the vehicle (ondergrens); of none is known that it does."""
    facts, day = question.facts, question.facts.stated.day
    bound = lower_bound_on(facts.municipality, day) if day else None
    if bound is None or bound.emission_class is None:
        asks_none = "De gemeente vraagt voor een dagontheffing geen emissieklasse van het voertuig."
        return CriterionResult("emission_class_is_high_enough", Finding.MET, asks_none, SOURCE)
    found, wanted = facts.vehicle.emission_class, bound.emission_class
    sentences = Sentences(
        met=f"Uw voertuig heeft emissieklasse {found} (de gemeente vraagt {wanted} of hoger).",
        unmet=f"Uw voertuig heeft emissieklasse {found}. De gemeente vraagt {wanted} of hoger.",
        unknown=f"De emissieklasse van uw voertuig is niet bekend. De gemeente vraagt {wanted} of hoger.",
    )
    high_enough = None if found is None else found >= wanted
    return answer("emission_class_is_high_enough", high_enough, sentences, bound.source)
