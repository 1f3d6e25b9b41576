"""The better-fitting type: another exemption of which every criterion is met on the recorded facts.

The desk may convert an application to it, with consent (fourth bimonthly letter to the Chamber,
29 September 2025). A day exemption is never a better fit: it is for one day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from services.decisions.domain.criteria.assessment import BANNED, Assessment, assess
from services.decisions.domain.policy import policy_on
from services.decisions.domain.thresholds import CaseFacts, ThresholdRow
from shared.scopes import NotOffered, offer_on
from shared.vocabulary import ExemptionType, Outcome

ORDER: Final = (
    ExemptionType.SPECIAL_VEHICLE,
    ExemptionType.PLUGIN_HYBRID_TRUCK,
    ExemptionType.ADAPTED_FOR_DISABILITY,
    ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
    ExemptionType.ANIMAL_AMBULANCE,
    ExemptionType.PRIVATE_USE,
    ExemptionType.LONG_DELIVERY_TIME,
    ExemptionType.GRID_CONGESTION,
    ExemptionType.BUSINESS_ECONOMIC,
    ExemptionType.MARKET_TRADER,
    ExemptionType.HARDSHIP,
)
"""Of several that fit, the first is named. SYNTHETIC: no source says which.

What the vehicle is goes before what it is used for, that before what its holder is waiting for or can bear; a type
for one municipality comes after those for all; and hardship last, since departing from the policy is for what no
other rule provides for (Awb 4:84).
"""


class BetterFit(msgspec.Struct, frozen=True):
    """Which other type fits, and why, as the letter states it (Dutch)."""

    exemption_type: ExemptionType
    reason: str


def better_fit(
    asked: ExemptionType, facts: CaseFacts, rows: Sequence[ThresholdRow], on: date
) -> BetterFit | None:
    """The first other type, in the order above, that would be granted; None when there is none."""
    for kind in ORDER:
        assessment = None if kind is asked else _assessed(kind, facts, rows, on)
        if assessment is not None and assessment.advice is Outcome.GRANTED:
            return BetterFit(kind, _because(assessment))
    return None


def _assessed(
    kind: ExemptionType, facts: CaseFacts, rows: Sequence[ThresholdRow], on: date
) -> Assessment | None:
    """By the policy of that day; None where the type is not offered on it."""
    try:
        offer_on(kind, on)
        policy = policy_on(on, kind)
    except (NotOffered, LookupError):
        return None
    return assess(facts, rows, policy, on)


def _because(granted: Assessment) -> str:
    """The conditions that are met, as its own letter would state them; without those that every type has."""
    of_every_type = {criterion.__name__ for criterion in BANNED}
    return " ".join(one.reason for one in granted.criteria if one.criterion not in of_every_type)
