"""The letter (brief): drawn up when something was decided, and its announcement once it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
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
from services.notifications.domain.delivery import (
    AttemptPlan,
    BounceReason,
    LetterChannel,
    LetterState,
    MailFailure,
)
from services.notifications.domain.delivery_acts import (
    ElectronicSendingFailed,
    LetterBounced,
    LetterCopySent,
    LetterSentOnPaper,
)
from services.notifications.domain.objection_notice import ObjectionNotice
from services.notifications.domain.recipient import Recipient
from services.notifications.domain.step_notice import StepNotice
from services.notifications.domain.terms_on_paper import as_on_paper, told_on_paper
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.privacy.sealed import Sealed
from shared.vocabulary import Remedy

Notice = DecisionNotice | LeftOutNotice | ObjectionNotice | StepNotice
"""What a letter can be about."""


TRANSITIONS: Final[Mapping[str, tuple[frozenset[LetterState], LetterState | None]]] = {
    "LetterSent": (frozenset({LetterState.DRAWN_UP}), LetterState.SENT),
    "ObjectionLetterSent": (frozenset({LetterState.DRAWN_UP}), LetterState.SENT),
    "StepLetterSent": (frozenset({LetterState.DRAWN_UP}), LetterState.SENT),
    "LetterCopySent": (frozenset({LetterState.DRAWN_UP}), LetterState.SENT),
    "ElectronicSendingFailed": (frozenset({LetterState.DRAWN_UP}), LetterState.DRAWN_UP),
    "LetterBounced": (frozenset({LetterState.SENT}), LetterState.BOUNCED),
    "LetterSentOnPaper": (frozenset({LetterState.BOUNCED}), LetterState.SENT),
}
"""By event: the states in which it may happen, and the state after it (None: unchanged)."""


def letter_id_of(decision_id: UUID) -> UUID:
    """The id of the letter that announces a decision: one letter, however often we hear of the decision."""
    return uuid5(decision_id, "decision-letter")


def objection_letter_id_of(objection_id: UUID, anew_appeal_id: UUID | None = None) -> UUID:
    """The id of the letter about the end of an objection; there is one end, and one for each order of a court."""
    return uuid5(anew_appeal_id or objection_id, "objection-letter")


def step_letter_id_of(told_by: UUID) -> UUID:
    """The id of the letter about a step, which was recorded by that event."""
    return uuid5(told_by, "step-letter")


def copy_id_of(letter_id: UUID, number: int) -> UUID:
    """The id of a letter that says the same to the n-th who applied too."""
    return uuid5(letter_id, f"copy-{number}")


class Addressee(msgspec.Struct, frozen=True):
    """To whom the letter goes and about which vehicle, sealed."""

    applicant: Sealed
    plate: Sealed
    subject: str | None = None
    """Pseudonymous token subject of the applicant, who may read the letter; None: not known here."""


class BlockKind(StrEnum):
    """What a part of a letter is, for who sets it on a page."""

    SENDER = "sender"
    ADDRESS = "address"
    """Lines of an address, or of a signature."""
    FACT = "fact"
    """A name and its value."""
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """A number and what stands behind it."""
    PLAIN = "plain"
    """Lines that stay as they are."""


class Block(msgspec.Struct, frozen=True):
    """A part of a letter, in words alone."""

    kind: BlockKind
    lines: tuple[str, ...]


class LetterText(msgspec.Struct, frozen=True):
    """A letter in each of its forms, with the same words. Personal: it is kept sealed only."""

    text: str
    html: str
    blocks: tuple[Block, ...] = ()
    """For the page; none in a letter that was sent before they were kept."""


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
    recipient: Recipient | None = None
    """Who is written to in the place of the addressee (Awb 6:17); None: the addressee."""


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
    recipient: Recipient | None = None
    """Who is written to in the place of the addressee (Awb 2:1), or too (3:41(1)); None: the addressee."""


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
    recipient: Recipient | None = None
    """Who is written to in the place of the addressee (Awb 6:17); None: the addressee."""


class StepLetterDrawnUp(FoundingEvent):
    """What the letter about a step of the proceedings must say was recorded."""

    TOPIC = "notifications.StepLetterDrawnUp"

    case_id: UUID
    kind: LetterKind
    drawn_up_on: date
    mandate: str
    """Version of the mandate that was in force."""
    addressee: Addressee | None
    """None while no letter said whom the case is about: known later."""
    notice: StepNotice
    recipient: Recipient | None = None
    """Who is written to in the place of the addressee (Awb 6:17); None: the addressee."""


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
    channel: LetterChannel = LetterChannel.PAPER
    """By which way; letters from before there was another one went on paper."""

    def apply(self, aggregate: Letter) -> None:
        aggregate.state = LetterState.SENT
        aggregate.sent_on = self.sent_on
        aggregate.channel = self.channel


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
    channel: LetterChannel = LetterChannel.PAPER
    """By which way; letters from before there was another one went on paper."""

    def apply(self, aggregate: Letter) -> None:
        aggregate.state = LetterState.SENT
        aggregate.sent_on = self.sent_on
        aggregate.channel = self.channel


class StepLetterSent(Event):
    """The letter about a step of the proceedings left the authority."""

    TOPIC = "notifications.StepLetterSent"

    case_id: UUID
    told_by: UUID
    """Id of the event that recorded the step."""
    sent_on: date
    remedy_last_day: date | None
    """Last day for objection, as the letter states it; None where the step is no decision."""
    remedy_last_day_provisional: bool
    """True when a decree on free days may yet move that day further."""
    template: str
    text_hmac: str
    channel: LetterChannel = LetterChannel.PAPER
    """By which way; letters from before there was another one went on paper."""

    kind: LetterKind | None = None
    """What it tells of; None in a letter from before that was kept."""

    def apply(self, aggregate: Letter) -> None:
        aggregate.state = LetterState.SENT
        aggregate.sent_on = self.sent_on
        aggregate.channel = self.channel


DrawnUp = LetterDrawnUp | LeftOutLetterDrawnUp | ObjectionLetterDrawnUp | StepLetterDrawnUp
"""The founding of a letter of any kind."""
Sent = LetterSent | ObjectionLetterSent | StepLetterSent | LetterCopySent
"""Its sending."""


class Letter(Aggregate):
    """One letter to one person about one decision, the end of one objection, or one step.

    The founding event's fields of the same names become its first state.
    """

    TOPIC = "notifications.Letter"

    case_id: UUID
    mandate: str
    drawn_up_on: date
    addressee: Addressee | None
    notice: Notice
    recipient: Recipient | None = None
    """Who is written to in the place of the addressee (Awb 6:17); None: the addressee."""
    state: LetterState = LetterState.DRAWN_UP
    sent_on: date | None = None
    channel: LetterChannel | None = None
    """By which way it was last sent."""
    attempts: int = 0
    """How often the mail server did not take it."""

    @classmethod
    def draw_up(
        cls,
        *,
        case_id: UUID,
        notice: Notice,
        addressee: Addressee | None,
        mandate: str,
        drawn_up_on: date,
        recipient: Recipient | None = None,
        copy: int = 0,
    ) -> Self:
        """Record what the letter about a decision, the end of an objection or a step must say.

        `copy` numbers the letters that say the same to who applied too; 0: the letter itself. `addressee` is None while no letter of the case says whom it is about. Raises ValueError for a decision
        without one: it is announced to those it is addressed to (Awb 3:41(1)).
        """
        if addressee is None and isinstance(notice, DecisionNotice | LeftOutNotice):
            raise ValueError("a decision is announced to somebody (Awb 3:41(1))")
        act, letter_id = _founding(notice)
        return cls.found(
            act,
            id=copy_id_of(letter_id, copy) if copy else letter_id,
            case_id=case_id,
            kind=notice.kind,
            drawn_up_on=drawn_up_on,
            mandate=mandate,
            addressee=addressee,
            notice=notice,
            recipient=recipient,
        )

    @property
    def is_copy(self) -> bool:
        """Whether it says the same as another letter: what it announces was announced by that one."""
        return self.id != _founding(self.notice)[1]

    def copy_to(self, recipient: Recipient, number: int, addressee: Addressee | None = None) -> Letter:
        """The same for somebody who applied together with its addressee, as a letter of its own (Awb 3:41(1)).

        `addressee`: where this letter did not know them yet.
        """
        return self.draw_up(
            case_id=self.case_id,
            notice=self.notice,
            addressee=self.addressee or addressee,
            mandate=self.mandate,
            drawn_up_on=self.drawn_up_on,
            recipient=recipient,
            copy=number,
        )

    def send(
        self, *, sent_on: date, written: WrittenLetter, channel: LetterChannel = LetterChannel.PAPER
    ) -> None:
        """Record that the letter was sent on that day, in those words. Raises NotInThisState the second time."""
        sending = _Sending(sent_on, written, channel)
        if self.is_copy:
            _, copy_of = _founding(self.notice)
            self._record_sending(LetterCopySent, sending, copy_of=copy_of)
            return
        match self.notice:
            case StepNotice(told_by=told_by):
                self._record_sending(StepLetterSent, sending, told_by=told_by, kind=self.notice.kind)
            case ObjectionNotice(objection_id=objection_id):
                self._record_sending(ObjectionLetterSent, sending, objection_id=objection_id)
            case DecisionNotice(decision_id=decision_id) | LeftOutNotice(decision_id=decision_id):
                self._record_sending(LetterSent, sending, decision_id=decision_id)

    def note_failed_attempt(self, failure: MailFailure, at: datetime, plan: AttemptPlan) -> datetime | None:
        """Record that the mail server did not take it. Returns when to try again; None: on paper, at once."""
        self._require(ElectronicSendingFailed)
        attempt = self.attempts + 1
        retry_at = plan.next_attempt(attempt, at, failure)
        self.trigger_event(
            ElectronicSendingFailed,
            case_id=self.case_id,
            attempt=attempt,
            failure=failure,
            retry_at=retry_at,
        )
        return retry_at

    def bounce(
        self, reason: BounceReason, *, bounced_on: date, subject: str | None, by: str, today: date
    ) -> None:
        """Record that it came back. Raises NotInThisState unless its last sending was by e-mail."""
        self._require(LetterBounced)
        if self.channel is not LetterChannel.EMAIL or self.sent_on is None:
            raise NotInThisState("letter_sent_on_paper", "what went on paper comes back otherwise")
        if not self.sent_on <= bounced_on <= today:
            raise RuleBroken(
                "bounce_day", "bouncedOn: a letter comes back after it was sent and not in the future"
            )
        self.trigger_event(
            LetterBounced,
            case_id=self.case_id,
            bounced_on=bounced_on,
            reason=reason,
            subject=subject,
            reported_by=by,
        )

    def send_on_paper(self, *, sent_on: date, written: WrittenLetter) -> None:
        """Record that what had bounced was sent by post: its terms run from this day (Awb 3:41, 6:8)."""
        self._require(LetterSentOnPaper)
        notice = self.notice
        self.trigger_event(
            LetterSentOnPaper,
            case_id=self.case_id,
            decision_id=_announced_by(notice),
            first_sent_on=self.sent_on,
            **_Sending(sent_on, written, LetterChannel.PAPER).recorded(notice),
            **told_on_paper(notice, self.sent_on, sent_on),
        )

    def notice_on(self, sent_on: date) -> Notice:
        """What it must say when it is sent on that day: on paper after it bounced, a term that it sets ends later."""
        return as_on_paper(self.notice, self.sent_on, sent_on)

    def _record_sending(self, act: type[Sent], sending: _Sending, **about: UUID | LetterKind) -> None:
        allowed, _ = TRANSITIONS[act.__name__]
        if self.state not in allowed:
            raise NotInThisState("letter_already_sent", "a letter is sent once (Awb 3:41)")
        self.trigger_event(
            act,
            case_id=self.case_id,
            **about,
            **sending.recorded(self.notice),
            channel=sending.channel,
        )

    def _require(self, act: type[Event]) -> None:
        allowed, _ = TRANSITIONS[act.__name__]
        if self.state not in allowed:
            raise NotInThisState("letter_state", f"not possible while the letter is {self.state.value}")


@dataclass(frozen=True, slots=True)
class _Sending:
    """On which day, in which words and by which way."""

    sent_on: date
    written: WrittenLetter
    channel: LetterChannel

    def recorded(self, notice: Notice) -> dict[str, date | str | bool | None]:
        """What every sending records."""
        deadline = remedy_term(notice.remedy, self.sent_on)
        return {
            "sent_on": self.sent_on,
            "remedy_last_day": deadline.last_day if deadline else None,
            "remedy_last_day_provisional": deadline.provisional if deadline else False,
            "template": self.written.template,
            "text_hmac": self.written.text_hmac,
        }


def _announced_by(notice: Notice) -> UUID | None:
    """The decision that a letter announces; that of a step which is one has the id of the step (Awb 4:18)."""
    match notice:
        case DecisionNotice() | LeftOutNotice():
            return notice.decision_id
        case StepNotice(remedy=Remedy()):
            return notice.told_by
        case _:
            return None


def _founding(notice: Notice) -> tuple[type[DrawnUp], UUID]:
    """By what a letter about this is founded, and its id: one letter, however often we hear of it."""
    match notice:
        case DecisionNotice():
            return LetterDrawnUp, letter_id_of(notice.decision_id)
        case LeftOutNotice():
            return LeftOutLetterDrawnUp, letter_id_of(notice.decision_id)
        case ObjectionNotice():
            return ObjectionLetterDrawnUp, objection_letter_id_of(notice.objection_id, notice.anew_appeal_id)
        case StepNotice():
            return StepLetterDrawnUp, step_letter_id_of(notice.told_by)
