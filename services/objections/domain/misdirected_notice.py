"""What came here and belongs to another body (verkeerd geadresseerd bezwaar- of beroepschrift, Awb 6:15).

Its day of receipt is noted on it, it is forwarded as soon as possible, and its sender is told so at the same time (Awb
6:15(1)); an appeal that came in the place of an objection goes the same way (6:15(2)). The day of receipt here decides
whether it was in time (6:15(3)). The letter itself goes on to who decides on it: no word of it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed


class NoticeKind(StrEnum):
    """What it is."""

    OBJECTION = "objection"
    """Bezwaarschrift."""
    APPEAL = "appeal"
    """Beroepschrift."""
    HIGHER_APPEAL = "higher_appeal"
    """Hogerberoepschrift."""


class MisdirectedState(StrEnum):
    """Where it stands."""

    TO_FORWARD = "to_forward"
    """Te verzenden aan het bevoegde orgaan."""
    FORWARDED = "forwarded"
    """Doorgezonden."""


class MisdirectedNoticeReceived(FoundingEvent):
    """A notice came that belongs to another body; its day of receipt was noted on it (Awb 6:15(1))."""

    TOPIC = "objections.MisdirectedNoticeReceived"

    case_id: UUID
    kind: NoticeKind
    received_on: date
    channel: Channel
    sender: Sealed | None
    """Name and address; None: the applicant of the case."""
    recorded_on: date
    recorded_by: str


class MisdirectedNoticeForwarded(Event):
    """It was forwarded to the body that decides on it, of which its sender is told (doorgezonden, Awb 6:15(1))."""

    TOPIC = "objections.MisdirectedNoticeForwarded"

    case_id: UUID
    kind: NoticeKind
    received_on: date
    sender: Sealed | None
    """Name and address; None: the applicant of the case."""
    forwarded_on: date
    forwarded_by: str
    sealed_to: Sealed
    """To which body, in Dutch, for the letter."""

    def apply(self, aggregate: MisdirectedNotice) -> None:
        aggregate.state = MisdirectedState.FORWARDED


@dataclass(frozen=True, slots=True)
class CameHere:
    """What is known of it."""

    case_id: UUID
    kind: NoticeKind
    received_on: date
    channel: Channel
    sender: Sealed | None


class MisdirectedNotice(Aggregate):
    """One letter, from its receipt until it was forwarded.

    The fields without a default come from the founding event, by name.
    """

    TOPIC = "objections.MisdirectedNotice"

    case_id: UUID
    kind: NoticeKind
    received_on: date
    channel: Channel
    sender: Sealed | None
    recorded_on: date
    recorded_by: str
    state: MisdirectedState = MisdirectedState.TO_FORWARD

    @classmethod
    def receive(cls, came: CameHere, *, id: UUID, on: date, by: str) -> Self:
        """Note that it came, and on which day."""
        if came.received_on > on:
            raise RuleBroken(
                "misdirected_day", "what is received on a day to come is not noted (Awb 6:15(1))"
            )
        return cls.found(
            MisdirectedNoticeReceived,
            id=id,
            case_id=came.case_id,
            kind=came.kind,
            received_on=came.received_on,
            channel=came.channel,
            sender=came.sender,
            recorded_on=on,
            recorded_by=by,
        )

    def forward(self, to: Sealed, forwarded_on: date, *, on: date, by: str) -> None:
        """Record that it was forwarded, once (Awb 6:15(1)). Raises NotInThisState or RuleBroken."""
        if self.state is not MisdirectedState.TO_FORWARD:
            raise NotInThisState(
                "forwarded_already", "it was forwarded, and its sender told so (Awb 6:15(1))"
            )
        if not self.received_on <= forwarded_on <= on:
            raise RuleBroken(
                "forwarding_day", "it is forwarded once it came, and today at the latest (Awb 6:15(1))"
            )
        self.trigger_event(
            MisdirectedNoticeForwarded,
            case_id=self.case_id,
            kind=self.kind,
            received_on=self.received_on,
            sender=self.sender,
            forwarded_on=forwarded_on,
            forwarded_by=by,
            sealed_to=to,
        )


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that it can take."""

    event: type[Event]
    before: MisdirectedState | None
    """None: it had not come yet."""
    after: MisdirectedState


TRANSITIONS: Final = (
    Transition(MisdirectedNoticeReceived, None, MisdirectedState.TO_FORWARD),
    Transition(MisdirectedNoticeForwarded, MisdirectedState.TO_FORWARD, MisdirectedState.FORWARDED),
)
"""Every step there is; the diagram is read from here."""
