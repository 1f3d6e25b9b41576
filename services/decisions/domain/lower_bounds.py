"""Which emission class a municipality asks of a vehicle for a day exemption (ondergrens), as dated data.

The press of 2024 says that a municipality may set one, for instance emission class 5. Of none was found that it did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class LowerBound:
    """The lowest emission class with which a vehicle gets a day exemption, from a day on."""

    first_day: date
    emission_class: int | None
    """None: from this day on the municipality asks none any more."""
    source: str


LOWER_BOUNDS: Final[Mapping[str, tuple[LowerBound, ...]]] = {}
"""CBS code (gemeentecode) to its bounds, oldest first; a municipality that is not there asks none."""


def lower_bound_on(
    municipality: str | None, day: date, bounds: Mapping[str, tuple[LowerBound, ...]] = LOWER_BOUNDS
) -> LowerBound | None:
    """What a municipality asks for a day; None: nothing."""
    begun = [bound for bound in bounds.get(municipality or "", ()) if bound.first_day <= day]
    return begun[-1] if begun and begun[-1].emission_class is not None else None
