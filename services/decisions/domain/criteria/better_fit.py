"""The better-fitting type: another exemption of which every criterion is met on the recorded facts.

The desk may convert an application to it, with consent (fourth bimonthly letter to the Chamber,
29 September 2025). A day exemption is never a better fit: it is for one day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from services.decisions.domain.criteria.assessment import CRITERIA, assess
from services.decisions.domain.policy import policy_on
from services.decisions.domain.thresholds import CaseFacts, ThresholdRow
from shared.scopes import NotOffered, offer_on
from shared.vocabulary import ExemptionType, Outcome


class BetterFit(msgspec.Struct, frozen=True):
    """Which other type fits, and why, as the letter states it (Dutch)."""

    exemption_type: ExemptionType
    reason: str


def better_fit(
    asked: ExemptionType, facts: CaseFacts, rows: Sequence[ThresholdRow], on: date
) -> BetterFit | None:
    """The first other type, in the order of the table, that would be granted; None when there is none."""
    for kind in CRITERIA:
        if kind not in (asked, ExemptionType.DAY) and _would_be_granted(kind, facts, rows, on):
            return BetterFit(kind, "Op grond van uw gegevens voldoet u aan alle voorwaarden hiervoor.")
    return None


def _would_be_granted(kind: ExemptionType, facts: CaseFacts, rows: Sequence[ThresholdRow], on: date) -> bool:
    try:
        offer_on(kind, on)
        policy = policy_on(on, kind)
    except (NotOffered, LookupError):
        return False
    return assess(facts, rows, policy, on).advice is Outcome.GRANTED
