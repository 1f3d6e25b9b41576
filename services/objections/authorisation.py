"""Who may do what at the objections service, and on which objections and appeals."""

from __future__ import annotations

from typing import Final

from shared.runtime.access import Role
from shared.runtime.authorisation import Authorisation, Reach, may
from shared.runtime.processing import TREATING_OBJECTIONS

_HANDLER: Final = {Role.OBJECTION_HANDLER: Reach.SCOPE}
_OBJECTOR_AND_DESK: Final = {Role.APPLICANT: Reach.OWN, **_HANDLER}
_REVIEWER: Final = {Role.REVIEWER: Reach.SCOPE}
_REGISTRARS: Final = _HANDLER | {Role.RDW: Reach.SCOPE}

AUTHORISATION: Final = Authorisation(
    may("POST /objections", _OBJECTOR_AND_DESK, TREATING_OBJECTIONS),
    may("GET /objections", _HANDLER, TREATING_OBJECTIONS),
    may("GET /objections/{objectionId}", _OBJECTOR_AND_DESK, TREATING_OBJECTIONS),
    may("GET /objections/{objectionId}/clock", _OBJECTOR_AND_DESK, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/withdrawals", _OBJECTOR_AND_DESK, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/repairs", _OBJECTOR_AND_DESK, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/repair-requests", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/committee-announcements", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/committee-compositions", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/committee-advice", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/adjournments", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/postponements", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/hearings", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/hearing-records", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/hearing-waivers", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/hearing-questions", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/hearing-answers", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/reconsiderations", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/party-invitations", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/party-records", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/hearing-accounts", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/elsewhere-disregards", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/new-facts", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/threshold-findings", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/threshold-finding-retractions", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/direct-appeal-answers", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/rulings", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/costs-claims", _OBJECTOR_AND_DESK, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/costs-decisions", _HANDLER, TREATING_OBJECTIONS),
    may("GET /open-costs-claims", _HANDLER | _REVIEWER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/notices-of-default", _OBJECTOR_AND_DESK, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/penalty-decisions", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/penalty-payments", _HANDLER, TREATING_OBJECTIONS),
    may("GET /late-rulings", _HANDLER | _REVIEWER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/claims", _HANDLER, TREATING_OBJECTIONS),
    may("POST /objections/{objectionId}/releases", _HANDLER | _REVIEWER, TREATING_OBJECTIONS),
    may("POST /claim-transfers", _REVIEWER, TREATING_OBJECTIONS),
    may("GET /open-objections", _HANDLER | _REVIEWER, TREATING_OBJECTIONS),
    may("GET /open-objections/counts", _HANDLER | _REVIEWER),
    may("POST /appeals", _REGISTRARS, TREATING_OBJECTIONS),
    may("GET /appeals", _REGISTRARS, TREATING_OBJECTIONS),
    may("GET /appeals/{appealId}", _REGISTRARS, TREATING_OBJECTIONS),
    may("POST /appeals/{appealId}/endings", _REGISTRARS, TREATING_OBJECTIONS),
    may("POST /appeals/{appealId}/higher-appeals", _REGISTRARS, TREATING_OBJECTIONS),
    may("POST /appeals/{appealId}/court-fees", _REGISTRARS, TREATING_OBJECTIONS),
    may("POST /appeals/{appealId}/posting-judgements", _REGISTRARS, TREATING_OBJECTIONS),
    may("POST /appeals/{appealId}/court-hearings", _REGISTRARS, TREATING_OBJECTIONS),
    may("POST /late-appeals", _REGISTRARS, TREATING_OBJECTIONS),
    may("GET /late-appeals", _REGISTRARS, TREATING_OBJECTIONS),
    may("GET /late-appeals/{lateAppealId}", _REGISTRARS, TREATING_OBJECTIONS),
    may("POST /late-appeals/{lateAppealId}/endings", _REGISTRARS, TREATING_OBJECTIONS),
    may("POST /late-appeals/{lateAppealId}/court-hearings", _REGISTRARS, TREATING_OBJECTIONS),
    may("POST /interim-reliefs", _REGISTRARS, TREATING_OBJECTIONS),
    may("GET /interim-reliefs", _REGISTRARS, TREATING_OBJECTIONS),
    may("GET /interim-reliefs/{interimReliefId}", _REGISTRARS, TREATING_OBJECTIONS),
    may("POST /interim-reliefs/{interimReliefId}/outcomes", _REGISTRARS, TREATING_OBJECTIONS),
    may("POST /misdirected-notices", _HANDLER, TREATING_OBJECTIONS),
    may("GET /misdirected-notices", _HANDLER, TREATING_OBJECTIONS),
    may("GET /misdirected-notices/{misdirectedNoticeId}", _HANDLER, TREATING_OBJECTIONS),
    may("POST /misdirected-notices/{misdirectedNoticeId}/forwardings", _HANDLER, TREATING_OBJECTIONS),
    may("GET /monitor", _REVIEWER | {Role.AUDITOR: Reach.SCOPE}),
)
