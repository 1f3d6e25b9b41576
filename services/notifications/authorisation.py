"""Who may do what at the notifications service, and with which letters."""

from __future__ import annotations

from typing import Final

from shared.runtime.access import Role
from shared.runtime.authorisation import Authorisation, Reach, may
from shared.runtime.processing import SENDING_LETTERS

_READERS: Final = {
    Role.APPLICANT: Reach.OWN,
    Role.CASE_HANDLER: Reach.SCOPE,
    Role.REVIEWER: Reach.SCOPE,
    Role.OBJECTION_HANDLER: Reach.SCOPE,
}
_MAIL_SYSTEM: Final = {Role.OPERATOR: Reach.EVERY_CASE}
"""A mail system has the token of an operator."""

AUTHORISATION: Final = Authorisation(
    may("GET /letters", _READERS, SENDING_LETTERS),
    may("GET /letters/{letterId}", _READERS, SENDING_LETTERS),
    may(
        "POST /letters/{letterId}/bounces", {Role.CASE_HANDLER: Reach.SCOPE, **_MAIL_SYSTEM}, SENDING_LETTERS
    ),
    may("POST /delivery-reports", _MAIL_SYSTEM, SENDING_LETTERS),
)
