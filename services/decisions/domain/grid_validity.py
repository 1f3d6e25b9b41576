"""How long an exemption for grid congestion (netcongestie) is valid: two sources contradict each other, and one is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.decisions.domain.validity import Validity


class GridValidity(StrEnum):
    """What the sources say."""

    TWO_YEARS = "two_years"
    UNTIL_CONNECTION = "until_connection"
    """Until the reinforced connection exists (verzwaarde aansluiting)."""


@dataclass(frozen=True, slots=True)
class NamedChoice:
    """A reading that was chosen where sources contradict each other."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A validity, and what the choice of it is called."""

    validity: Validity
    choice: NamedChoice


VALIDITIES: Final[Mapping[GridValidity, Chosen]] = {
    GridValidity.TWO_YEARS: Chosen(
        Validity(years=2),
        NamedChoice("two_years", "press on the policy from 1 January 2026: two years for each vehicle"),
    ),
    GridValidity.UNTIL_CONNECTION: Chosen(
        Validity(until_connection=True),
        NamedChoice(
            "until_connection",
            "press on the rules of Utrecht, November 2025: in force until the reinforced connection exists",
        ),
    ),
}

GRID_VALIDITY: Final = GridValidity.TWO_YEARS
"""The choice: it needs no day that only the grid operator knows, and a longer need can be renewed for free."""
