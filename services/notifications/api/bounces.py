"""Where it is told that a letter which left by e-mail came back: by a mail system, or by the desk."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import Path

from services.notifications.commands import LetterCommands
from services.notifications.domain.delivery import BounceReason
from shared.eventlog.log import Saved
from shared.runtime.access import Role
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter

TELLERS: Final = (Role.CASE_HANDLER, Role.OPERATOR)
"""A mail system has the token of an operator."""


class NoteBounce(Body):
    """Why and when it came back."""

    reason: BounceReason
    bounced_on: LegalDate
    """Legal day on which the mail system said so; not before the letter was sent, and not to come."""


def routes(commands: LetterCommands) -> ServiceRouter:
    """The routes for who hears of bounces."""
    router = ServiceRouter(tag="bounces")

    @router.command("/letters/{letterId}/bounces", roles=TELLERS)
    def note_bounce(
        request: Commanding, body: NoteBounce, letter_id: Annotated[UUID, Path(alias="letterId")]
    ) -> Saved:
        """The letter came back: it is sent on paper, and its terms run from there."""
        return commands.note_bounce(request.act, request.principal, letter_id, body.reason, body.bounced_on)

    return router
