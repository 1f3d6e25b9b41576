"""Criteria for business-economic circumstances (bedrijfseconomische omstandigheden); all must be met.

Source: the RDW's page on this exemption (2025).
"""

from __future__ import annotations

from typing import Final

from services.decisions.domain.criteria.question import Question, Sentences, answer
from shared.vocabulary import CriterionResult

SOURCE: Final = "RDW, ontheffing om bedrijfseconomische omstandigheden (2025)"


def in_name_before_zone(question: Question) -> CriterionResult:
    """The vehicle was in the applicant's name before the zone began."""
    sentences = Sentences(
        met="Het voertuig stond voor de invoering van de zone al op uw naam.",
        unmet="Het voertuig stond voor de invoering van de zone nog niet op uw naam.",
        unknown="U hebt niet aangetoond sinds wanneer het voertuig op uw naam staat.",
    )
    return answer("in_name_before_zone", question.facts.stated.in_name_before_zone, sentences, SOURCE)


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
    return answer("needed_in_zone", question.facts.stated.needed_in_zone, sentences, SOURCE)


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
    return answer(
        "turnover_depends_on_zone", question.facts.stated.turnover_depends_on_zone, sentences, SOURCE
    )
