"""Reading what a mail system sends back when it could not deliver a letter (RFC 3464).

Of the report are read the Message-ID of the returned letter, the action and the status. The address in it and
the words of other mail systems are read by nobody and kept nowhere.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Final
from uuid import UUID

from services.notifications.domain.delivery import BounceReason

REASON_BY_STATUS: Final[Mapping[str, BounceReason]] = {
    "1": BounceReason.ADDRESS_UNKNOWN,
    "2": BounceReason.MAILBOX_UNUSABLE,
    "4": BounceReason.NOT_DELIVERED_IN_TIME,
    "7": BounceReason.REFUSED_BY_RECEIVER,
}
"""By the second number of the status (RFC 3463)."""

_STATUS: Final = re.compile(r"\s*[45]\.(\d{1,3})\.\d{1,3}")
_MESSAGE_ID: Final = re.compile(r"\s*<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^>]+>\s*")


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """That one letter could not be delivered."""

    letter_id: UUID
    reason: BounceReason


def read_delivery_report(raw: bytes) -> DeliveryReport | None:
    """What the report says; None: it is none, of no letter of ours, or not of a failure for good.

    What the mail system gave up is a failure also where its last status was for now (4.x).
    """
    report = email.message_from_bytes(raw, policy=email.policy.compat32)
    if report.get_content_type() != "multipart/report":
        return None
    letter_id = next(_returned_letters(report), None)
    reason = next(_failures(report), None)
    if letter_id is None or reason is None:
        return None
    return DeliveryReport(letter_id, reason)


def _failures(report: Message) -> Iterator[BounceReason]:
    """Why each recipient was not reached, of those that were given up."""
    for part in report.walk():
        if part.get("Action", "").strip().lower() == "failed":
            status = _STATUS.match(part.get("Status", ""))
            yield REASON_BY_STATUS.get(status[1], BounceReason.OTHER) if status else BounceReason.OTHER


def _returned_letters(report: Message) -> Iterator[UUID]:
    """The letters of ours in what came back: the message itself, or its headers alone."""
    for part in report.walk():
        if part.get_content_type() == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            yield from _letter_of(email.message_from_bytes(headers)) if isinstance(headers, bytes) else ()
        elif part is not report:
            yield from _letter_of(part)


def _letter_of(message: Message) -> Iterator[UUID]:
    found = _MESSAGE_ID.fullmatch(message.get("Message-ID", ""))
    if found is not None:
        yield UUID(found[1])
