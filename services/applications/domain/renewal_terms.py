"""When an exemption can be renewed (verlengd) by its holder, who applies anew with a reference to it.

Public pages on the policy of August 2025 and of 1 January 2026: renewal is free for the types below, and for grid
congestion possible from six months before the last day. For the other types no period was found: SYNTHETIC.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from services.applications.domain.exemption_application import ExemptionApplication
from shared.errors import RuleBroken
from shared.law.calendar import months_before
from shared.vocabulary import ExemptionType, Outcome

RENEWABLE: Final = frozenset(
    {
        ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        ExemptionType.LONG_DELIVERY_TIME,
        ExemptionType.GRID_CONGESTION,
    }
)
MONTHS_AHEAD: Final = 6
"""Of grid congestion; for the others SYNTHETIC."""


GRID_TYPE_SINCE: Final = date(2026, 1, 1)
"""Grid congestion is a type of its own from this day; a grant of before is renewed as one (press of 2025)."""
GRANTED_FOR_GRID_BEFORE: Final = frozenset({ExemptionType.HARDSHIP})
"""As what it was granted before. SYNTHETIC: sources say that there were such grants, not of which type."""


def check_renewal(earlier: ExemptionApplication, exemption_type: ExemptionType, on: date) -> None:
    """Raise RuleBroken, with the code of the rule, where that case's exemption cannot be renewed on that day.

    Of which vehicle it is, the command compares: here nobody knows a plate.
    """
    if exemption_type is not earlier.exemption_type and not _was_for_grid_congestion(earlier, exemption_type):
        raise RuleBroken("renews_other_type", "an exemption is renewed as one of its own type")
    if exemption_type not in RENEWABLE:
        raise RuleBroken("type_not_renewed", "exemptions of this type are not renewed: apply for a new one")
    until = earlier.exemption_until
    if earlier.outcome is not Outcome.GRANTED or until is None or until < on:
        raise RuleBroken("nothing_to_renew", "no exemption of that case runs: apply for a new one")
    if on < (first := months_before(until, MONTHS_AHEAD)):
        raise RuleBroken("renewal_too_early", f"it runs until {until}; it can be renewed from {first} on")


def _was_for_grid_congestion(earlier: ExemptionApplication, exemption_type: ExemptionType) -> bool:
    """Whether it can have been granted because the grid is full, before that was a type.

    That it was, the new application shows: it is decided on by the conditions of grid congestion.
    """
    granted = earlier.exemption_granted_on
    return (
        exemption_type is ExemptionType.GRID_CONGESTION
        and earlier.exemption_type in GRANTED_FOR_GRID_BEFORE
        and granted is not None
        and granted < GRID_TYPE_SINCE
    )
