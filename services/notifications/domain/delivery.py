"""How a letter gets to its addressee: by which channel, what can go wrong, and when it is tried again.

Awb 2:8: electronically only to who has expressly said to be reachable that way, per type of message. Whatever
does not arrive that way goes on paper.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from services.notifications.domain.decision_notice import DecisionNotice, LeftOutNotice, LetterKind
from services.notifications.domain.objection_notice import ObjectionNotice
from services.notifications.domain.step_notice import StepNotice
from shared.vocabulary import MessageType


class LetterState(StrEnum):
    """Where a letter stands."""

    DRAWN_UP = "drawn_up"
    SENT = "sent"
    BOUNCED = "bounced"
    """Sent by e-mail and come back; it goes on paper."""


class LetterChannel(StrEnum):
    """By which way (kanaal) a letter left the authority."""

    PAPER = "paper"
    """Post."""
    EMAIL = "email"


class MailFailure(StrEnum):
    """Why the mail server did not take a letter."""

    UNREACHABLE = "unreachable"
    """It did not answer, broke off, or does not deal with us as it is set up."""
    DEFERRED = "deferred"
    """Not now (4xx): a later attempt may succeed."""
    REFUSED = "refused"
    """Not to this address, or not this letter (5xx): another attempt is pointless."""


class BounceReason(StrEnum):
    """Why a letter that the mail server had taken came back (RFC 3463, second number of the status)."""

    ADDRESS_UNKNOWN = "address_unknown"
    """5.1: no such mailbox or domain."""
    MAILBOX_UNUSABLE = "mailbox_unusable"
    """5.2: full, disabled, or too small for it."""
    NOT_DELIVERED_IN_TIME = "not_delivered_in_time"
    """5.4, or 4.x when the mail system gave up: the way to it did not work."""
    REFUSED_BY_RECEIVER = "refused_by_receiver"
    """5.7: its rules refuse the letter."""
    OTHER = "other"


class AttemptPlan(msgspec.Struct, frozen=True):
    """How often a letter is offered to the mail server, and how long it waits in between."""

    attempts: int
    """The first one included; after the last one the letter goes on paper."""
    first_pause: timedelta
    """Doubles with every attempt."""

    def next_attempt(self, made: int, at: datetime, failure: MailFailure) -> datetime | None:
        """When to try again after attempt number `made` failed at that instant; None: paper, at once."""
        if failure is MailFailure.REFUSED or made >= self.attempts:
            return None
        pause: timedelta = self.first_pause * 2 ** (made - 1)
        return at + pause


ALWAYS_ON_PAPER: Final = frozenset({LetterKind.REVOCATION, LetterKind.REVOCATION_INTENDED})
"""What takes an exemption away, or asks for views on that: paper is always allowed (Awb 2:8).

The register ends the exemption by the day of the letter, and a term for views runs from it; an e-mail that
turns out not to have arrived would have done so to somebody who knew of nothing.
"""


def message_type_of(
    notice: DecisionNotice | LeftOutNotice | ObjectionNotice | StepNotice,
) -> MessageType | None:
    """For which type of message somebody must have agreed to e-mail (Awb 2:8); None: it goes on paper always.

    A step that is a decision by itself (it has a remedy) is sent as one.
    """
    match notice:
        case DecisionNotice(kind=kind) | StepNotice(kind=kind) if kind in ALWAYS_ON_PAPER:
            return None
        case DecisionNotice() | LeftOutNotice():
            return MessageType.DECISIONS
        case ObjectionNotice():
            return MessageType.OBJECTIONS
        case StepNotice(objection_id=None, remedy=None):
            return MessageType.PROCEEDINGS
        case StepNotice(objection_id=None):
            return MessageType.DECISIONS
        case StepNotice():
            return MessageType.OBJECTIONS
