"""Criteria for a long delivery time (levertijd van een vervangend emissieloos voertuig).

Source: the policy rules of Eindhoven (2025), article 3.
"""

from __future__ import annotations

from typing import Final

from services.decisions.domain.criteria.question import Question, Sentences, answer, dutch_date, judged
from shared.vocabulary import CriterionResult, Finding

SOURCE: Final = "Beleidsregel ontheffingen nul-emissiezone Eindhoven 2025, artikel 3"


def replacement_is_ordered(question: Question) -> CriterionResult:
    """The vehicle is demonstrably being replaced by an emission-free one."""
    ordered = question.facts.stated.replacement_ordered_on
    sentences = Sentences(
        met=f"U hebt op {dutch_date(ordered)} een vervangend emissieloos voertuig besteld."
        if ordered
        else "",
        unmet="U hebt het vervangende emissieloze voertuig nog niet besteld.",
        unknown="U hebt niet aangetoond dat u een vervangend emissieloos voertuig hebt besteld.",
    )
    is_ordered = None if ordered is None else ordered <= question.on
    return answer("replacement_is_ordered", is_ordered, sentences, SOURCE)


def replacement_is_not_delivered(question: Question) -> CriterionResult:
    """The emission-free vehicle has not been delivered; the exemption ends on the day before delivery."""
    delivery = question.facts.stated.replacement_delivery_on
    named = dutch_date(delivery) if delivery else ""
    sentences = Sentences(
        met=f"De levering van het vervangende voertuig wordt op {named} verwacht.",
        unmet=f"Het vervangende voertuig is op {named} geleverd of kon toen worden geleverd.",
        unknown="U hebt niet aangetoond wanneer het vervangende voertuig wordt geleverd.",
    )
    awaited = None if delivery is None else delivery > question.on
    return answer("replacement_is_not_delivered", awaited, sentences, SOURCE)


def vehicle_is_demonstrably_replaced(question: Question) -> CriterionResult:
    """The order or lease shows that an emission-free vehicle takes the place of this one: judged on the documents."""
    sentences = Sentences(
        met="U hebt aangetoond dat een emissieloos voertuig dit voertuig vervangt.",
        unmet="Uit uw stukken blijkt niet dat een emissieloos voertuig dit voertuig vervangt.",
        unknown="U hebt niet aangetoond dat een emissieloos voertuig dit voertuig vervangt.",
    )
    claimed = question.facts.stated.replacement_shown
    return judged(question, "vehicle_is_demonstrably_replaced", claimed, sentences, SOURCE)


def lease_is_long_enough(question: Question) -> CriterionResult:
    """Of a replacement that is leased, the lease period exceeds a length; the text that states it was cut.

    Whoever states no lease period does not lease: the criterion is met.
    """
    months, wanted = question.facts.stated.lease_months, question.policy.limits.lease_months_more_than
    if months is None:
        no_lease = "U hebt niet opgegeven dat u het vervangende voertuig leaset."
        return CriterionResult("lease_is_long_enough", Finding.MET, no_lease, SOURCE)
    sentences = Sentences(
        met=f"U leaset het vervangende voertuig voor {months} maanden (meer dan {wanted} is vereist).",
        unmet=f"U leaset het vervangende voertuig voor {months} maanden. Dat is niet meer dan {wanted} maanden.",
        unknown="",
    )
    return answer("lease_is_long_enough", months > wanted, sentences, SOURCE)
