"""How objections are counted for the Chamber.

Source: the fourth bimonthly letter to the Chamber, 29 September 2025, the part on objections.
"""

from __future__ import annotations

from enum import StrEnum

from services.objections.domain.objection_acts import ObjectionState


class ObjectionCategory(StrEnum):
    """The rows of the letter. They do not say how a ruling other than upheld went."""

    UPHELD = "upheld"
    PENDING_OR_DECIDED = "pending_or_decided"
    """In behandeling, or the decision on the objection was sent."""
    WITHDRAWN = "withdrawn"
    GONE_TO_APPEAL = "gone_to_appeal"
    """In beroep: counted here whatever became of the objection or of the appeal."""


def category_of(state: ObjectionState, *, appealed: bool) -> ObjectionCategory:
    """Under which row the letter counts an objection; each under exactly one."""
    if appealed:
        return ObjectionCategory.GONE_TO_APPEAL
    match state:
        case ObjectionState.UPHELD:
            return ObjectionCategory.UPHELD
        case ObjectionState.WITHDRAWN:
            return ObjectionCategory.WITHDRAWN
        case _:
            return ObjectionCategory.PENDING_OR_DECIDED
