"""The letter (brief): drawn up when something was decided, and its announcement once it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID, uuid5

import msgspec

from services.notifications.domain.decision_notice import (
    DecisionNotice,
    LeftOutNotice,
    LetterKind,
    remedy_term,
)
from services.notifications.domain.objection_notice import ObjectionNotice
from shared.errors import NotInThisState
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.privacy.sealed import Sealed

Notice = DecisionNotice | LeftOutNotice | ObjectionNotice
"""What a letter can be about."""


class LetterState(StrEnum):
    """Where a letter stands."""

    DRAWN_UP = "drawn_up"
    SENT = "sent"


TRANSITIONS: Final[Mapping[str, tuple[frozenset[LetterState], LetterState | None]]] = {
    "LetterSent": (frozenset({LetterState.DRAWN_UP}), LetterState.SENT),
    "ObjectionLetterSent": (frozenset({LetterState.DRAWN_UP}), LetterState.SENT),
}
"""By event: the states in which it may happen, and the state after it (None: unchanged)."""


def letter_id_of(decision_id: UUID) -> UUID:
    """The id of the letter that announces a decision: one letter, however often we hear of the decision."""
    return uuid5(decision_id, "decision-letter")


def objection_letter_id_of(objection_id: UUID) -> UUID:
    """The id of the letter about the end of an objection; there is one end."""
    return uuid5(objection_id, "objection-letter")


class Addressee(msgspec.Struct, frozen=True):
    """To whom the letter goes and about which vehicle, sealed."""

    applicant: Sealed
    plate: Sealed
    subject: str | None = None
    """Pseudonymous token subject of the applicant, who may read the letter; None: not known here."""


class LetterText(msgspec.Struct, frozen=True):
    """A letter in both its forms, with the same words. Personal: it is kept sealed only."""

    text: str
    html: str


class WrittenLetter(msgspec.Struct, frozen=True):
    """A letter ready to go out: its text sealed, and what is recorded about that text."""

    sealed: Sealed
    """A `LetterText`."""
    text_hmac: str
    """HMAC of the plain text, under the salt that dies with the addressee's key."""
    template: str
    """Version of the templates the text was made with."""


class LetterDrawnUp(FoundingEvent):
    """What the letter must say was recorded; nothing was announced yet."""

    TOPIC = "notifications.LetterDrawnUp"

    case_id: UUID
    kind: LetterKind
    drawn_up_on: date
    mandate: str
    """Version of the mandate under which the decision was taken."""
    addressee: Addressee
    notice: DecisionNotice


class LeftOutLetterDrawnUp(FoundingEvent):
    """What the letter about an application left out of consideration must say was recorded (Awb 4:5)."""

    TOPIC = "notifications.LeftOutLetterDrawnUp"

    case_id: UUID
    kind: LetterKind
    drawn_up_on: date
    mandate: str
    """Version of the mandate under which the decision was taken."""
    addressee: Addressee
    notice: LeftOutNotice


class ObjectionLetterDrawnUp(FoundingEvent):
    """What the letter about the end of an objection must say was recorded (Awb 7:12, 6:21)."""

    TOPIC = "notifications.ObjectionLetterDrawnUp"

    case_id: UUID
    kind: LetterKind
    drawn_up_on: date
    mandate: str
    """Version of the mandate under which was ruled."""
    addressee: Addressee | None
    """None while no decision of the case was heard of here: known from its letter, later."""
    notice: ObjectionNotice


class LetterSent(Event):
    """The letter left the authority: the announcement (bekendmaking) of the decision (Awb 3:41).

    The remedy term runs from the day after `sent_on` (Awb 6:8).
    """

    TOPIC = "notifications.LetterSent"

    case_id: UUID
    decision_id: UUID
    sent_on: date
    remedy_last_day: date | None
    """Last day for objection or appeal, as the letter states it; None when none is needed."""
    remedy_last_day_provisional: bool
    """True when a decree on free days may yet move that day further."""
    template: str
    text_hmac: str

    def apply(self, aggregate: Letter) -> None:
        aggregate.state = LetterState.SENT
        aggregate.sent_on = self.sent_on


class ObjectionLetterSent(Event):
    """The letter about the end of an objection left the authority: a ruling is announced by it (Awb 7:12(2))."""

    TOPIC = "notifications.ObjectionLetterSent"

    case_id: UUID
    objection_id: UUID
    sent_on: date
    remedy_last_day: date | None
    """Last day for appeal, as the letter states it; None for a confirmed withdrawal."""
    remedy_last_day_provisional: bool
    """True when a decree on free days may yet move that day further."""
    template: str
    text_hmac: str

    def apply(self, aggregate: Letter) -> None:
        aggregate.state = LetterState.SENT
        aggregate.sent_on = self.sent_on


class Letter(Aggregate):
    """One letter to one person about one decision, or about the end of one objection.

    The founding event's fields of the same names become its first state.
    """

    TOPIC = "notifications.Letter"

    case_id: UUID
    mandate: str
    addressee: Addressee | None
    notice: Notice
    state: LetterState = LetterState.DRAWN_UP
    sent_on: date | None = None

    @classmethod
    def draw_up(
        cls, *, case_id: UUID, notice: DecisionNotice, addressee: Addressee, mandate: str, drawn_up_on: date
    ) -> Self:
        """Record what the letter about a decision on the merits must say."""
        return cls.found(
            LetterDrawnUp,
            id=letter_id_of(notice.decision_id),
            case_id=case_id,
            kind=notice.kind,
            drawn_up_on=drawn_up_on,
            mandate=mandate,
            addressee=addressee,
            notice=notice,
        )

    @classmethod
    def draw_up_left_out(
        cls, *, case_id: UUID, notice: LeftOutNotice, addressee: Addressee, mandate: str, drawn_up_on: date
    ) -> Self:
        """Record what the letter about an application left out of consideration must say."""
        return cls.found(
            LeftOutLetterDrawnUp,
            id=letter_id_of(notice.decision_id),
            case_id=case_id,
            kind=notice.kind,
            drawn_up_on=drawn_up_on,
            mandate=mandate,
            addressee=addressee,
            notice=notice,
        )

    @classmethod
    def draw_up_on_objection(
        cls,
        *,
        case_id: UUID,
        notice: ObjectionNotice,
        addressee: Addressee | None,
        mandate: str,
        drawn_up_on: date,
    ) -> Self:
        """Record what the letter about the end of an objection must say."""
        return cls.found(
            ObjectionLetterDrawnUp,
            id=objection_letter_id_of(notice.objection_id),
            case_id=case_id,
            kind=notice.kind,
            drawn_up_on=drawn_up_on,
            mandate=mandate,
            addressee=addressee,
            notice=notice,
        )

    def send(self, *, sent_on: date, written: WrittenLetter) -> None:
        """Record that the letter was sent on that day, in those words. Raises NotInThisState the second time."""
        if isinstance(self.notice, ObjectionNotice):
            self._record_sending(ObjectionLetterSent, sent_on, written, objection_id=self.notice.objection_id)
        else:
            self._record_sending(LetterSent, sent_on, written, decision_id=self.notice.decision_id)

    def _record_sending(
        self,
        act: type[LetterSent | ObjectionLetterSent],
        sent_on: date,
        written: WrittenLetter,
        **about: UUID,
    ) -> None:
        allowed, _ = TRANSITIONS[act.__name__]
        if self.state not in allowed:
            raise NotInThisState("letter_already_sent", "a letter is sent once")
        deadline = remedy_term(self.notice.remedy, sent_on)
        self.trigger_event(
            act,
            case_id=self.case_id,
            **about,
            sent_on=sent_on,
            remedy_last_day=deadline.last_day if deadline else None,
            remedy_last_day_provisional=deadline.provisional if deadline else False,
            template=written.template,
            text_hmac=written.text_hmac,
        )
