"""The municipalities (gemeenten) with a zero-emission zone, by four-digit CBS code (gemeentecode).

The eighteen of 2025, as the fourth bimonthly letter to the Chamber of 29 September 2025 counts them, each with
the first day of its first zone; the zones themselves, with the sources of those days, stand in the register. More
are announced for later years: this is data, to be extended when their traffic order is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

MUNICIPALITIES: Final[Mapping[str, str]] = {
    "0014": "Groningen",
    "0106": "Assen",
    "0153": "Enschede",
    "0193": "Zwolle",
    "0268": "Nijmegen",
    "0307": "Amersfoort",
    "0344": "Utrecht",
    "0363": "Amsterdam",
    "0392": "Haarlem",
    "0503": "Delft",
    "0513": "Gouda",
    "0518": "'s-Gravenhage",
    "0546": "Leiden",
    "0599": "Rotterdam",
    "0772": "Eindhoven",
    "0796": "'s-Hertogenbosch",
    "0855": "Tilburg",
    "0935": "Maastricht",
}
"""Code to name."""

_TOGETHER: Final = date(2025, 1, 1)
"""Fourteen zones began on this day."""

FIRST_DAYS: Final[Mapping[str, date]] = dict.fromkeys(MUNICIPALITIES, _TOGETHER) | {
    "0014": date(2025, 4, 1),
    "0153": date(2025, 7, 1),
    "0392": date(2025, 6, 1),
    "0796": date(2025, 3, 1),
}
"""Code to the first day on which a zone of the municipality was in force."""
