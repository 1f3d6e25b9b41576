"""The criterion for "not obtainable emission-free" (niet emissieloos verkrijgbaar): the thresholds."""

from __future__ import annotations

from collections.abc import Sequence

from services.decisions.domain.criteria.question import Question
from services.decisions.domain.thresholds import DUTCH_NAME, Comparison, Parameter, compare, obtainable
from shared.vocabulary import CriterionResult, Finding


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
