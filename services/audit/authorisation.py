"""Who may look into the journal."""

from __future__ import annotations

from typing import Final

from shared.runtime.access import Role
from shared.runtime.authorisation import Authorisation, Reach, may
from shared.runtime.processing import SUPERVISION

_AUDITOR: Final = {Role.AUDITOR: Reach.NATIONAL}
"""The journal does not say whose a case is, so it is read with national scope or not at all."""

AUTHORISATION: Final = Authorisation(
    may("GET /cases/{caseId}/timeline", _AUDITOR, SUPERVISION),
    may("GET /events/{eventId}/causes", _AUDITOR, SUPERVISION),
    may("GET /events/{eventId}/effects", _AUDITOR, SUPERVISION),
    may("GET /logs", {Role.AUDITOR: Reach.OPEN}),
)
