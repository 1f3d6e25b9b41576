"""The exemption policy (ontheffingenbeleid) as dated data.

What no public source states is SYNTHETIC here, and `synthetic` names it: such a value may be used
to try the system, never to decide on anybody's application.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.decisions.domain.thresholds import Combination
from shared.vocabulary import VehicleCategory


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the policy for "not obtainable emission-free" (niet emissieloos verkrijgbaar)."""

    version: str
    valid_from: date
    combination: Combination
    """How the rows of a threshold set combine; no public source states it."""
    validity_years: Mapping[VehicleCategory, int]
    """For how many years an exemption is granted, by vehicle category."""
    synthetic: tuple[str, ...] = field(default=())
    """Names of the fields above whose values are SYNTHETIC."""

    def valid_until(self, decided_on: date, category: VehicleCategory) -> date:
        """Last day of an exemption decided on that day."""
        return add_years(decided_on, self.validity_years[category]) - timedelta(days=1)


POLICIES: tuple[Policy, ...] = (
    Policy(
        version="not-available-emission-free/SYNTHETIC-1",
        valid_from=date(2024, 7, 1),
        combination=Combination.ALL,
        validity_years={VehicleCategory.N1: 2, VehicleCategory.N2: 2, VehicleCategory.N3: 2},
        synthetic=("combination", "validity_years"),
    ),
)
"""Oldest first. The desk opened on 1 July 2024; nothing was decided before."""


def policy_on(day: date) -> Policy:
    """The policy in force on a legal day. Raises LookupError before the first one."""
    in_force = [policy for policy in POLICIES if policy.valid_from <= day]
    if not in_force:
        raise LookupError(f"no exemption policy in force on {day.isoformat()}")
    return in_force[-1]


def policy_of_version(version: str) -> Policy:
    """The policy with that version, so that an old decision can be taken again. Raises LookupError."""
    for policy in POLICIES:
        if policy.version == version:
            return policy
    raise LookupError(f"no exemption policy of version {version}")


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 28 February where there is none."""
    if day.month == 2 and day.day == 29 and not isleap(day.year + years):
        return date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)
