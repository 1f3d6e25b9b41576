"""Where it is told that a letter which left by e-mail came back: by a mail system, or by the desk."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Final
from uuid import UUID

from fastapi import Path
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from services.notifications.api.delivery_reports import DeliveryReport, read_delivery_report
from services.notifications.authorisation import AUTHORISATION
from services.notifications.commands import LetterCommands
from services.notifications.domain.delivery import BounceReason
from shared.eventlog.log import Saved
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter

LONGEST_REPORT: Final = 800_000
"""Characters of base64; a longer one is that of a mail system which sends back more than the headers."""


class NoteBounce(Body):
    """Why and when it came back."""

    reason: BounceReason
    bounced_on: LegalDate
    """Legal day on which the mail system said so; not before the letter was sent, and not to come."""


def _read(report: str) -> DeliveryReport | None:
    try:
        return read_delivery_report(base64.b64decode(report, validate=True))
    except (binascii.Error, ValueError) as malformed:
        raise PydanticCustomError("base64", "must be base64") from malformed


def _is_of_a_letter(report: str) -> str:
    if _read(report) is None:
        raise PydanticCustomError("delivery_report", "must report that a letter of ours was not delivered")
    return report


class NoteDeliveryReport(Body):
    """What the mail system sent to the sender's address, as it came in (RFC 3464)."""

    report: Annotated[
        str,
        Field(min_length=4, max_length=LONGEST_REPORT, json_schema_extra={"contentEncoding": "base64"}),
        AfterValidator(_is_of_a_letter),
    ]
    """The whole message, in base64."""

    def read(self) -> DeliveryReport:
        """What it says."""
        found = _read(self.report)
        if found is None:
            raise ValueError("a body that was not validated")
        return found


def routes(commands: LetterCommands) -> ServiceRouter:
    """The routes for who hears of bounces."""
    router = ServiceRouter(AUTHORISATION, tag="bounces")

    @router.command("/letters/{letterId}/bounces")
    def note_bounce(
        request: Commanding, body: NoteBounce, letter_id: Annotated[UUID, Path(alias="letterId")]
    ) -> Saved:
        """The letter came back: it is sent on paper, and its terms run from there."""
        return commands.note_bounce(request.act, request.principal, letter_id, body.reason, body.bounced_on)

    @router.command("/delivery-reports")
    def note_delivery_report(request: Commanding, body: NoteDeliveryReport) -> Saved:
        """The same, told by the mail system in its own words; the day is today."""
        told = body.read()
        return commands.note_bounce(
            request.act, request.principal, told.letter_id, told.reason, request.act.today
        )

    return router
