"""Who may do what at the applications service, and on which cases."""

from __future__ import annotations

from typing import Final

from shared.runtime.access import Role
from shared.runtime.authorisation import Authorisation, Reach, may
from shared.runtime.processing import ERASING, TREATING_CASES

_APPLICANT: Final = {Role.APPLICANT: Reach.OWN}
_DESK: Final = {Role.CASE_HANDLER: Reach.SCOPE}
_SEES_PERSONS: Final = _APPLICANT | _DESK | {Role.OBJECTION_HANDLER: Reach.SCOPE}
_OPERATOR: Final = {Role.OPERATOR: Reach.NATIONAL}
_READS_OUTAGES: Final = dict.fromkeys(
    (Role.CASE_HANDLER, Role.REVIEWER, Role.OBJECTION_HANDLER, Role.AUDITOR, Role.OPERATOR), Reach.OPEN
)
"""About no case: the desk looks up whether a channel was out on the last day of a term."""

AUTHORISATION: Final = Authorisation(
    may("POST /applications", _APPLICANT, TREATING_CASES),
    may("POST /applications/{caseId}/supplements", _APPLICANT, TREATING_CASES),
    may("POST /applications/{caseId}/withdrawals", _APPLICANT, TREATING_CASES),
    may("POST /applications/{caseId}/electronic-consents", _APPLICANT, TREATING_CASES),
    may("POST /applications/{caseId}/electronic-consent-withdrawals", _APPLICANT, TREATING_CASES),
    may("POST /paper-applications", _DESK, TREATING_CASES),
    may("POST /applications/{caseId}/paper-supplements", _DESK, TREATING_CASES),
    may("POST /applications/{caseId}/paper-withdrawals", _DESK, TREATING_CASES),
    may("GET /applications", _DESK, TREATING_CASES),
    may("GET /applications/{caseId}", _SEES_PERSONS | {Role.REVIEWER: Reach.SCOPE}, TREATING_CASES),
    may("POST /applications/{caseId}/handling", _DESK, TREATING_CASES),
    may("POST /applications/{caseId}/completion-requests", _DESK, TREATING_CASES),
    may("POST /applications/{caseId}/vehicle-facts-refreshes", _DESK, TREATING_CASES),
    may("POST /applications/{caseId}/conversions", _DESK, TREATING_CASES),
    may("POST /applications/{caseId}/documents", _APPLICANT | _DESK, TREATING_CASES),
    may("GET /applications/{caseId}/documents", _SEES_PERSONS, TREATING_CASES),
    may("GET /applications/{caseId}/documents/{name}", _SEES_PERSONS, TREATING_CASES),
    may("POST /applications/{caseId}/erasures", {Role.OPERATOR: Reach.EVERY_CASE}, ERASING),
    may("POST /outages", _OPERATOR),
    may("POST /outages/{outageId}/corrections", _OPERATOR),
    may("GET /outages", _READS_OUTAGES),
)
