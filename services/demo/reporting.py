"""In which category of the fourth bimonthly letter to the Chamber (29 September 2025) each case belongs.

Worked out from what was planned, to be held against what the monitor counts from its events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from services.demo.kinds import DeskWork
from shared.vocabulary import ExemptionType, Outcome

if TYPE_CHECKING:
    from services.demo.planned import PlannedCase


class Category(StrEnum):
    """An outcome with its reason; the part before the dot is the outcome."""

    GRANTED = "granted"
    WITHDRAWN_BEFORE_HANDLING = "left_out.withdrawn_before_handling"
    NO_RESPONSE = "left_out.no_response"
    CONVERTED = "left_out.converted"
    WRONG_DATA = "left_out.wrong_data"
    CONDITIONS_NOT_MET = "refused.conditions_not_met"
    WITHDRAWN_AFTER_HANDLING = "refused.withdrawn_after_handling"
    OTHER = "refused.other"
    PENDING = "pending"


BY_DESK: Final = {
    DeskWork.WITHDRAWN_BEFORE: Category.WITHDRAWN_BEFORE_HANDLING,
    DeskWork.WITHDRAWN_AFTER: Category.WITHDRAWN_AFTER_HANDLING,
    DeskWork.NO_RESPONSE: Category.NO_RESPONSE,
    DeskWork.WRONG_DATA: Category.WRONG_DATA,
    DeskWork.CONVERTED: Category.CONVERTED,
}


def category_of(case: PlannedCase) -> Category:
    """The case's category at the end; a refusal that was replaced by a grant counts as granted.

    So does a grant that was revoked: the application was granted, and the letters have no category for that.
    """
    if case.desk in BY_DESK:
        return BY_DESK[case.desk]
    if case.outcome in {Outcome.GRANTED, Outcome.REVOKED}:
        return Category.GRANTED
    if case.outcome is None:
        return Category.PENDING
    return Category.OTHER if case.desk is DeskWork.DECIDED_OTHERWISE else Category.CONDITIONS_NOT_MET


Counted = Counter[tuple[str, ExemptionType, Category]]
"""By scope (`national`, `local` or `day`), type and category."""


def counted(cases: Iterable[PlannedCase]) -> Counted:
    """As the monitor should count these cases: of day exemptions only those granted."""
    return Counter(
        (scope_of(case), case.exemption_type, category)
        for case in cases
        if (category := category_of(case)) is Category.GRANTED or case.exemption_type is not ExemptionType.DAY
    )


def scope_of(case: PlannedCase) -> str:
    """Under which of the three kinds the letter counts it."""
    if case.exemption_type is ExemptionType.DAY:
        return "day"
    return "national" if case.municipality is None else "local"
