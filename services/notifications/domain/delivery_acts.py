"""What is recorded of how a letter goes: by e-mail, when it does not go or arrive, and as a copy."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from services.notifications.domain.delivery import BounceReason, LetterChannel, LetterState, MailFailure
from shared.eventlog.aggregate import Event

if TYPE_CHECKING:
    from services.notifications.domain.letter import Letter


class ElectronicSendingFailed(Event):
    """The mail server did not take the letter: nothing left the authority, and nothing was announced by it."""

    TOPIC = "notifications.ElectronicSendingFailed"

    case_id: UUID
    attempt: int
    """1 for the first."""
    failure: MailFailure
    retry_at: datetime | None
    """UTC; None: no further attempt, the letter goes on paper at once."""

    def apply(self, aggregate: Letter) -> None:
        aggregate.attempts = self.attempt


class LetterBounced(Event):
    """A letter that had left by e-mail came back (onbestelbaar): it goes on paper, and the address rests."""

    TOPIC = "notifications.LetterBounced"

    case_id: UUID
    bounced_on: date
    """Legal day on which the mail system said so."""
    reason: BounceReason
    subject: str | None
    """Pseudonymous token subject of the addressee, whose address is not used until one is stated again."""
    reported_by: str
    """Pseudonymous id."""

    def apply(self, aggregate: Letter) -> None:
        aggregate.state = LetterState.BOUNCED


class LetterSentOnPaper(Event):
    """A letter that had bounced was sent by post: of a decision this counts as its announcement (Awb 3:41).

    The conservative choice: the remedy term runs from this later day (Awb 6:8), never from the e-mail that did
    not arrive.
    """

    TOPIC = "notifications.LetterSentOnPaper"

    case_id: UUID
    decision_id: UUID | None
    """The decision that it announces; None for a letter about an objection, or a step that is no decision."""
    first_sent_on: date
    """Legal day of the e-mail."""
    sent_on: date
    remedy_last_day: date | None
    """Last day for objection or appeal, as the letter on paper states it."""
    remedy_last_day_provisional: bool
    """True when a decree on free days may yet move that day further."""
    template: str
    text_hmac: str
    told_by: UUID | None = None
    """Of a letter about a step: the event that recorded the step."""
    set_last_day: date | None = None
    """Of a letter that sets a term: its last day, as the letter on paper states it."""

    def apply(self, aggregate: Letter) -> None:
        aggregate.state = LetterState.SENT
        aggregate.sent_on = self.sent_on
        aggregate.channel = LetterChannel.PAPER


class LetterCopySent(Event):
    """What another letter says left the authority for somebody who applied together with its addressee (Awb 3:41(1)).

    For them the remedy term runs from the day after this `sent_on` (Awb 6:8).
    """

    TOPIC = "notifications.LetterCopySent"

    case_id: UUID
    copy_of: UUID
    """The letter to the applicant."""
    sent_on: date
    remedy_last_day: date | None
    """Last day for objection or appeal, as it states it; None when none is needed."""
    remedy_last_day_provisional: bool
    """True when a decree on free days may yet move that day further."""
    template: str
    text_hmac: str
    channel: LetterChannel = LetterChannel.PAPER

    def apply(self, aggregate: Letter) -> None:
        aggregate.state = LetterState.SENT
        aggregate.sent_on = self.sent_on
        aggregate.channel = self.channel
