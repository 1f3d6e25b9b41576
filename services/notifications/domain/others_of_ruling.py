"""Who was heard on an objection that a renewed decision decides (Awb 7:12(3)): told once that was announced.

Objections tells of them, and the decision comes from decisions: no order holds between their logs, nor with the sending
of the letter. Whichever comes first, the announcement or who was heard, notes it; the other then tells. Each of the two
writes in this stream, so that neither is decided on what the other has changed meanwhile.
"""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID, uuid5

from services.notifications.domain.decision_notice import DecisionNotice
from services.notifications.domain.delivery import LetterChannel
from services.notifications.domain.letter import Notice
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.privacy.sealed import Sealed


class OthersOfRulingNoted(FoundingEvent):
    """Who is told of a renewed decision because they were heard on the objection was noted (Awb 3:43, 7:12(3))."""

    TOPIC = "notifications.OthersOfRulingNoted"

    case_id: UUID
    decision_id: UUID
    told_to: tuple[Sealed, ...]
    """Name and address of each; nobody where the decision was announced before they were heard of."""


class OthersOfRulingAdded(Event):
    """It was heard who else is told of it, after it was noted that it was announced, or who is (Awb 3:43, 7:12(3))."""

    TOPIC = "notifications.OthersOfRulingAdded"

    case_id: UUID
    decision_id: UUID
    told_to: tuple[Sealed, ...]
    """Name and address of each who was not noted yet."""

    def apply(self, aggregate: OthersOfRuling) -> None:
        aggregate.told_to = (*aggregate.told_to, *self.told_to)


class OthersOfRulingTold(Event):
    """The decision was announced on that day, and all who were noted by then are told of it (Awb 3:43(2), 6:8(1))."""

    TOPIC = "notifications.OthersOfRulingTold"

    case_id: UUID
    decision_id: UUID
    sent_on: date
    channel: LetterChannel
    """By which way it was announced: on paper once more where it came back as e-mail."""

    def apply(self, aggregate: OthersOfRuling) -> None:
        """Who they are does not change."""


class OthersOfRuling(Aggregate):
    """Who they are, as far as it was heard."""

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

    def add(self, told_to: tuple[Sealed, ...]) -> None:
        """Note who was not noted yet, if anybody."""
        new = tuple(person for person in told_to if person not in self.told_to)
        if new:
            self.trigger_event(
                OthersOfRulingAdded, case_id=self.case_id, decision_id=self.decision_id, told_to=new
            )

    def tell(self, sent_on: date, channel: LetterChannel) -> None:
        """Note that they are told of an announcement."""
        self.trigger_event(
            OthersOfRulingTold,
            case_id=self.case_id,
            decision_id=self.decision_id,
            sent_on=sent_on,
            channel=channel,
        )


def others_id_of(decision_id: UUID) -> UUID:
    """They are noted once for each decision."""
    return uuid5(decision_id, "others-of-ruling")


def rules_by_renewal(notice: Notice) -> bool:
    """Whether the letter announces a renewal that is at the same time the decision on an objection (Awb 7:11)."""
    if not isinstance(notice, DecisionNotice):
        return False
    return notice.reassessment_id is not None and notice.decides_objection_id is not None
