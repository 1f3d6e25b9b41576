"""An objection from before the decision was taken (prematuur bezwaar, Awb 6:10): held until the decision comes.

It does not harm it where the objector could think that the decision was there; else a person declares it
inadmissible, with reasons, and never of itself. As long as nobody did, it waits.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.objection_acts import ObjectionState
from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


def decision_to_come(case_id: UUID) -> UUID:
    """What stands for the decision in a case while it was not taken; no decision has this id."""
    return uuid5(case_id, "decision-to-come")


class HeldObjectionAttached(Event):
    """The decision came that an objection was held for: from now on it is pending against it (Awb 6:10)."""

    TOPIC = "objections.HeldObjectionAttached"

    case_id: UUID
    decision_id: UUID
    received_on: date
    """Day of receipt of the objection."""
    lodged_by: str | None
    within_term: bool | None
    objector: Sealed | None = None
    """As when it was lodged."""

    def apply(self, aggregate: Objection) -> None:
        aggregate.decision_id = self.decision_id
        aggregate.state = ObjectionState.PENDING


def check_premature(ground: InadmissibilityGround, state: ObjectionState) -> None:
    """Only what is still held is inadmissible for coming too early (Awb 6:10(1))."""
    if ground is InadmissibilityGround.PREMATURE and state is not ObjectionState.HELD:
        raise RuleBroken(
            "objection_not_premature", "the decision was taken: coming before it does no harm (Awb 6:10(1))"
        )
