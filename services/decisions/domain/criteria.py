"""The criteria for "not obtainable emission-free" (niet emissieloos verkrijgbaar), one function each.

The tuple `CRITERIA` is the policy's text as code: desk, preview and campaign all go through `assess`.
The sentences end up in letters, so they are Dutch and addressed to the applicant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from services.decisions.domain.policy import Policy
from services.decisions.domain.thresholds import (
    DUTCH_NAME,
    CaseFacts,
    Comparison,
    Parameter,
    ThresholdRow,
    compare,
    obtainable,
)
from shared.vocabulary import CriterionResult, Finding, Outcome, VehicleCategory


@dataclass(frozen=True, slots=True)
class Question:
    """What a criterion may look at: the facts, the thresholds and the policy; no clock, no store."""

    facts: CaseFacts
    rows: Sequence[ThresholdRow]
    policy: Policy


class Assessment(msgspec.Struct, frozen=True):
    """The answers of all criteria and what they advise; None: the facts do not allow a decision."""

    criteria: tuple[CriterionResult, ...]
    advice: Outcome | None


def zone_applies_to_vehicle(question: Question) -> CriterionResult:
    """The zone bans company cars and trucks only (RVV 1990, art. 86c and 86d)."""
    category = question.facts.vehicle.category
    if category is None:
        finding, reason = Finding.UNKNOWN, "De voertuigcategorie van uw voertuig is niet geregistreerd."
    elif category is VehicleCategory.OTHER:
        finding = Finding.UNMET
        reason = "Uw voertuig is geen bestelauto of vrachtauto. U hebt geen ontheffing nodig."
    else:
        finding, reason = Finding.MET, f"Uw voertuig is een bestelauto of vrachtauto (categorie {category})."
    return CriterionResult("zone_applies_to_vehicle", finding, reason, "RVV 1990, artikel 86c")


def vehicle_is_not_emission_free(question: Question) -> CriterionResult:
    """An emission-free vehicle may enter every zone and needs no exemption (RVV 1990, art. 86c)."""
    match question.facts.vehicle.emission_free:
        case None:
            finding = Finding.UNKNOWN
            reason = "De brandstof van uw voertuig is niet geregistreerd."
        case True:
            finding = Finding.UNMET
            reason = "Uw voertuig is emissieloos. U hebt geen ontheffing nodig."
        case False:
            finding, reason = Finding.MET, "Uw voertuig is niet emissieloos."
    return CriterionResult("vehicle_is_not_emission_free", finding, reason, "RVV 1990, artikel 86c")


def not_obtainable_emission_free(question: Question) -> CriterionResult:
    """Refused when the vehicle is obtainable emission-free by the threshold values.

    Source: the fourth bimonthly letter to the Chamber, 29 September 2025.
    """
    comparisons = compare(question.facts, question.rows)
    match obtainable(comparisons, question.policy.combination):
        case Finding.MET:
            finding, opening = (
                Finding.UNMET,
                "Uw voertuig is volgens de drempelwaarden emissieloos verkrijgbaar",
            )
        case Finding.UNMET:
            finding, opening = (
                Finding.MET,
                "Uw voertuig is volgens de drempelwaarden niet emissieloos verkrijgbaar",
            )
        case _:
            finding = Finding.UNKNOWN
            opening = "Of uw voertuig emissieloos verkrijgbaar is, blijkt niet uit de geregistreerde gegevens"
    reason = f"{opening}: {_comparisons_in_words(comparisons)}." if comparisons else f"{opening}."
    return CriterionResult("not_obtainable_emission_free", finding, reason, "Drempelwaarden Centraal Loket")


CRITERIA: tuple[Callable[[Question], CriterionResult], ...] = (
    zone_applies_to_vehicle,
    vehicle_is_not_emission_free,
    not_obtainable_emission_free,
)


def assess(facts: CaseFacts, rows: Sequence[ThresholdRow], policy: Policy) -> Assessment:
    """Answer every criterion. One unmet advises refusal, all met advises a grant, else no advice."""
    question = Question(facts, rows, policy)
    results = tuple(criterion(question) for criterion in CRITERIA)
    findings = {result.finding for result in results}
    if Finding.UNMET in findings:
        return Assessment(results, Outcome.REFUSED)
    return Assessment(results, None if Finding.UNKNOWN in findings else Outcome.GRANTED)


def _comparisons_in_words(comparisons: Sequence[Comparison]) -> str:
    return "; ".join(_in_words(comparison) for comparison in comparisons)


def _in_words(comparison: Comparison) -> str:
    row = comparison.row
    name = DUTCH_NAME[row.parameter]
    if comparison.required is None:
        return f"{name} is niet geregistreerd (drempelwaarde {_quantity(row.value, row.parameter)})"
    sign = "niet hoger dan" if comparison.within else "hoger dan"
    required = _quantity(comparison.required, row.parameter)
    return f"{name} ({required}) is {sign} de drempelwaarde van {_quantity(row.value, row.parameter)}"


def _quantity(value: int, parameter: Parameter) -> str:
    unit = "km" if parameter is Parameter.DAILY_RANGE else "kg"
    return f"{value:,} {unit}".replace(",", ".")
