"""The announcement of a decision (bekendmaking, Awb 3:41): the day on which its letter was sent.

A decision has no effect before it (Awb 3:40). It is a stream of its own beside the case, so that thousands of letters
move no version that somebody names or that a campaign goes by.
"""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID, uuid5

from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent


def announcement_id(decision_id: UUID) -> UUID:
    """The stream of the announcement of a decision."""
    return uuid5(decision_id, "announcement")


class DecisionAnnounced(FoundingEvent):
    """The decision was announced by sending it to those it is addressed to (bekendgemaakt, Awb 3:41(1))."""

    TOPIC = "decisions.DecisionAnnounced"
    case_id: UUID
    decision_id: UUID
    letter_id: UUID
    announced_on: date
    """The day on which the letter was sent, not that on which it was read."""
    channel: str | None
    """By which way; None: the letter does not say."""
    of_penalty: bool
    """Whether it is the decision on a penalty (Awb 4:18), and not one on the application or the exemption."""

    def apply(self, aggregate: DecisionAnnouncement) -> None:
        aggregate.case_id = self.case_id
        aggregate.decision_id = self.decision_id
        aggregate.announced_on = self.announced_on
        aggregate.of_penalty = self.of_penalty


class DecisionAnnouncedOnPaper(Event):
    """The e-mail that was to announce the decision came back; it was announced by post, on a later day (Awb 3:41(1)).

    What bounced announced nothing: what runs until the announcement ran until this day.
    """

    TOPIC = "decisions.DecisionAnnouncedOnPaper"
    case_id: UUID
    decision_id: UUID
    letter_id: UUID
    was: date
    """The day of the e-mail."""
    announced_on: date
    of_penalty: bool

    def apply(self, aggregate: DecisionAnnouncement) -> None:
        aggregate.announced_on = self.announced_on


class DecisionAnnouncement(Aggregate):
    """The announcement of one decision."""

    TOPIC = "decisions.DecisionAnnouncement"

    case_id: UUID
    decision_id: UUID
    announced_on: date
    of_penalty: bool

    @classmethod
    def by_letter(
        cls,
        *,
        case_id: UUID,
        decision_id: UUID,
        letter_id: UUID,
        announced_on: date,
        channel: str | None,
        of_penalty: bool = False,
    ) -> Self:
        """Record that its letter was sent."""
        return cls.found(
            DecisionAnnounced,
            id=announcement_id(decision_id),
            case_id=case_id,
            decision_id=decision_id,
            letter_id=letter_id,
            announced_on=announced_on,
            channel=channel,
            of_penalty=of_penalty,
        )

    def announce_on_paper(self, *, letter_id: UUID, announced_on: date) -> None:
        """Record that it was sent by post because the e-mail came back; nothing unless that was on a later day."""
        if announced_on > self.announced_on:
            self.trigger_event(
                DecisionAnnouncedOnPaper,
                case_id=self.case_id,
                decision_id=self.decision_id,
                letter_id=letter_id,
                was=self.announced_on,
                announced_on=announced_on,
                of_penalty=self.of_penalty,
            )
