"""Who was heard on an objection that a renewed decision decides (Awb 7:12(3)): told once that was announced.

Objections tells of them, and the decision comes from decisions: no order holds between their logs, nor with the sending
of the letter. Whichever comes first, the announcement or who was heard, notes it; the other then tells.
"""

from __future__ import annotations

from typing import Self
from uuid import UUID, uuid5

from services.notifications.domain.decision_notice import DecisionNotice
from services.notifications.domain.letter import Notice
from shared.eventlog.aggregate import Aggregate, FoundingEvent
from shared.privacy.sealed import Sealed


class OthersOfRulingNoted(FoundingEvent):
    """Who is told of a renewed decision because they were heard on the objection was noted (Awb 3:43, 7:12(3))."""

    TOPIC = "notifications.OthersOfRulingNoted"

    case_id: UUID
    decision_id: UUID
    told_to: tuple[Sealed, ...]
    """Name and address of each; nobody where the decision was announced before they were heard of."""


class OthersOfRuling(Aggregate):
    """They do not change: the proceedings have ended."""

    TOPIC = "notifications.OthersOfRuling"

    case_id: UUID
    decision_id: UUID
    told_to: tuple[Sealed, ...]

    @classmethod
    def note(cls, case_id: UUID, decision_id: UUID, told_to: tuple[Sealed, ...]) -> Self:
        """Note them, or that the decision was announced."""
        return cls.found(
            OthersOfRulingNoted,
            id=others_id_of(decision_id),
            case_id=case_id,
            decision_id=decision_id,
            told_to=told_to,
        )


def others_id_of(decision_id: UUID) -> UUID:
    """They are noted once for each decision."""
    return uuid5(decision_id, "others-of-ruling")


def rules_by_renewal(notice: Notice) -> bool:
    """Whether the letter announces a renewal that is at the same time the decision on an objection (Awb 7:11)."""
    if not isinstance(notice, DecisionNotice):
        return False
    return notice.reassessment_id is not None and notice.decides_objection_id is not None
