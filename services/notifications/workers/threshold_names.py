"""What the letters call thresholds, and how they say that one changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.vocabulary import ThresholdChange, ThresholdParameter

THRESHOLD_NAME: Final[Mapping[ThresholdParameter, str]] = {
    ThresholdParameter.PAYLOAD: "het laadvermogen",
    ThresholdParameter.BRAKED_TOWING_MASS: "de maximummassa die geremd getrokken mag worden",
    ThresholdParameter.COMBINATION_MASS: "de maximummassa van de combinatie",
    ThresholdParameter.PERMITTED_MASS: "de toegestane maximummassa",
    ThresholdParameter.DAILY_RANGE: "de afstand per dag",
}
"""SYNTHETIC, as the parameters are: no official list has been published."""


def change_in_words(change: ThresholdChange) -> str:
    """Which threshold, for which vehicles, from which value to which."""
    vehicles = f"categorie {change.category.value}"
    if change.body is not None:
        vehicles += f", inrichting {change.body}"
    return f"{THRESHOLD_NAME[change.parameter]} ({vehicles}): {_from_to(change)}."


def _from_to(change: ThresholdChange) -> str:
    if change.after is None:
        return f"vervallen, was {_quantity(change.before, change.parameter)}"
    if change.before is None:
        return f"nieuw, {_quantity(change.after, change.parameter)}"
    return (
        f"van {_quantity(change.before, change.parameter)} naar {_quantity(change.after, change.parameter)}"
    )


def _quantity(value: int | None, parameter: ThresholdParameter) -> str:
    unit = "km" if parameter is ThresholdParameter.DAILY_RANGE else "kg"
    return f"{value or 0:,} {unit}".replace(",", ".")
