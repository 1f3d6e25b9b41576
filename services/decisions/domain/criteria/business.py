"""Criteria for business-economic circumstances (bedrijfseconomische omstandigheden); all must be met.

Sources: the RDW's page on this exemption (2025); the press on the policy from 1 January 2026, which assesses annual
reports, planned investments and what is particular to the company.
"""

from __future__ import annotations

from typing import Final

from services.decisions.domain.criteria.question import Question, Sentences, answer, judged
from services.decisions.domain.thresholds import CaseFacts
from shared.municipalities import FIRST_DAYS
from shared.vocabulary import CriterionResult, StatedFacts

SOURCE: Final = "RDW, ontheffing om bedrijfseconomische omstandigheden (2025)"
SOURCE_2026: Final = "Ontheffing om bedrijfseconomische omstandigheden, voorwaarden vanaf 1 januari 2026"


def in_name_before_zone(question: Question) -> CriterionResult:
    """The vehicle was in the applicant's name before the zone began: by the register, else as stated (Awb 4:2).

    What the desk established goes before both: the day in a name is that of the last change in the register.
    """
    sentences = Sentences(
        met="Het voertuig stond voor de invoering van de zone al op uw naam.",
        unmet="Het voertuig stond voor de invoering van de zone nog niet op uw naam.",
        unknown="U hebt niet aangetoond sinds wanneer het voertuig op uw naam staat.",
    )
    facts = question.facts
    registered = None if "in_name_before_zone" in facts.established else _registered_before_zone(facts)
    so = facts.stated.in_name_before_zone if registered is None else registered
    return answer("in_name_before_zone", so, sentences, SOURCE)


def registered_otherwise(facts: CaseFacts) -> StatedFacts:
    """What the register says otherwise than the applicant, where the criteria go by the register (Awb 4:7(1))."""
    if "in_name_before_zone" in facts.established or not facts.stated.in_name_before_zone:
        return StatedFacts()
    return StatedFacts(in_name_before_zone=False if _registered_before_zone(facts) is False else None)


def _registered_before_zone(facts: CaseFacts) -> bool | None:
    """What the register's day in a name says; None where that day or the zone's first day is not known.

    A national exemption is for zones that nobody names: only a day before the first of them all says something.
    """
    day = facts.vehicle.registered_on
    if day is None:
        return None
    if facts.municipality is None:
        return True if day < min(FIRST_DAYS.values()) else None
    begins = FIRST_DAYS.get(facts.municipality)
    return None if begins is None else day < begins


def work_in_zone_before_zone(question: Question) -> CriterionResult:
    """The applicant's work in the zone began before the zone."""
    sentences = Sentences(
        met="U werkte voor de invoering van de zone al in dat gebied.",
        unmet="U werkte voor de invoering van de zone nog niet in dat gebied.",
        unknown="U hebt niet aangetoond sinds wanneer u in de zone werkt.",
    )
    return answer(
        "work_in_zone_before_zone", question.facts.stated.work_in_zone_before_zone, sentences, SOURCE
    )


def needed_in_zone(question: Question) -> CriterionResult:
    """The vehicle is needed in the zone, and fleet, rental, hub or work elsewhere are no solution."""
    sentences = Sentences(
        met="Het voertuig is in de zone nodig en er is geen andere oplossing.",
        unmet="Het voertuig is in de zone niet nodig, of er is een andere oplossing.",
        unknown="U hebt niet aangetoond dat het voertuig in de zone nodig is en er geen andere oplossing is.",
    )
    return judged(question, "needed_in_zone", question.facts.stated.needed_in_zone, sentences, SOURCE)


def enters_zone_often_enough(question: Question) -> CriterionResult:
    """Thirteen or more entries a year; for fewer there are day exemptions."""
    entries, wanted = question.facts.stated.entries_per_year, question.policy.limits.entries_per_year
    sentences = Sentences(
        met=f"Het voertuig rijdt {entries} keer per jaar de zone in ({wanted} of meer is vereist).",
        unmet=(
            f"Het voertuig rijdt {entries} keer per jaar de zone in. Dat is minder dan {wanted} keer;"
            " daarvoor zijn er dagontheffingen."
        ),
        unknown="U hebt niet aangetoond hoe vaak het voertuig per jaar de zone in rijdt.",
    )
    enough = None if entries is None else entries >= wanted
    return answer("enters_zone_often_enough", enough, sentences, SOURCE)


def turnover_depends_on_zone(question: Question) -> CriterionResult:
    """Access to the zone matters for turnover."""
    sentences = Sentences(
        met="Toegang tot de zone is van belang voor uw omzet.",
        unmet="Uw omzet hangt niet af van toegang tot de zone.",
        unknown="U hebt niet aangetoond dat toegang tot de zone van belang is voor uw omzet.",
    )
    return judged(
        question,
        "turnover_depends_on_zone",
        question.facts.stated.turnover_depends_on_zone,
        sentences,
        SOURCE,
    )


def financial_assessment_is_complete(question: Question) -> CriterionResult:
    """From 2026: there are annual reports, planned investments and what is particular, to assess."""
    missing = [words for words, shown in _assessed_on(question.facts.stated) if not shown]
    sentences = Sentences(
        met="U hebt laten zien wat voor de financiële beoordeling nodig is.",
        unmet="",
        unknown=f"Voor de financiële beoordeling ontbreekt: {', '.join(missing)}.",
    )
    return answer("financial_assessment_is_complete", None if missing else True, sentences, SOURCE_2026)


def _assessed_on(stated: StatedFacts) -> tuple[tuple[str, bool | None], ...]:
    return (
        ("de jaarverslagen", stated.annual_reports_shown),
        ("de geplande investeringen", stated.planned_investments_shown),
        ("wat bijzonder is aan uw bedrijf", stated.company_aspects_told),
    )


def replacement_brings_direct_financial_trouble(question: Question) -> CriterionResult:
    """From 2026: replacing the vehicle must bring the company into direct financial trouble."""
    sentences = Sentences(
        met="Het voertuig vervangen zou uw bedrijf direct in financiële problemen brengen.",
        unmet="Het voertuig vervangen zou uw bedrijf niet direct in financiële problemen brengen.",
        unknown=(
            "U hebt niet aangetoond dat het voertuig vervangen uw bedrijf direct in financiële problemen zou brengen."
        ),
    )
    return judged(
        question,
        "replacement_brings_direct_financial_trouble",
        question.facts.stated.direct_financial_trouble,
        sentences,
        SOURCE_2026,
    )
