"""The municipalities (gemeenten) with a zero-emission zone, by four-digit CBS code (gemeentecode).

The eighteen of 2025, as the fourth bimonthly letter to the Chamber of 29 September 2025 counts them; the
first day of each zone stands with the zones themselves, in the register. More are announced for later
years: this is data, to be extended when their traffic order is known.
"""

from __future__ import annotations

from collections.abc import Mapping
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
