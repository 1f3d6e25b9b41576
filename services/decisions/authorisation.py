"""Who may do what at the decisions service, and on which cases."""

from __future__ import annotations

from typing import Final

from shared.runtime.access import Role
from shared.runtime.authorisation import Authorisation, Reach, may
from shared.runtime.processing import TREATING_CASES

_APPLICANT: Final = {Role.APPLICANT: Reach.OWN}
_HANDLER: Final = {Role.CASE_HANDLER: Reach.SCOPE}
_REVIEWER: Final = {Role.REVIEWER: Reach.SCOPE}
_READERS: Final = _HANDLER | _REVIEWER | {Role.OBJECTION_HANDLER: Reach.SCOPE, Role.AUDITOR: Reach.SCOPE}
_WEIGHERS: Final = _HANDLER | _REVIEWER | {Role.OBJECTION_HANDLER: Reach.SCOPE}
_COUNTERS: Final = _REVIEWER | {Role.AUDITOR: Reach.SCOPE}

_APPROVER: Final = {Role.REVIEWER: Reach.NATIONAL}
_PROPOSERS: Final = _APPROVER | {Role.CASE_HANDLER: Reach.NATIONAL, Role.OBJECTION_HANDLER: Reach.NATIONAL}
_NATIONAL_READERS: Final = _PROPOSERS | {Role.AUDITOR: Reach.NATIONAL}
_OPERATOR: Final = {Role.OPERATOR: Reach.NATIONAL}

_CASES: Final = (
    may("GET /cases", _READERS, TREATING_CASES),
    may("GET /cases/{caseId}", _READERS, TREATING_CASES),
    may("GET /cases/{caseId}/clock", _APPLICANT | _READERS, TREATING_CASES),
    may("GET /cases/{caseId}/completeness", _READERS, TREATING_CASES),
    may("POST /cases/{caseId}/assessments", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/decisions", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/refusals-by-reference", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/leavings-out-of-consideration", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/supplied-facts", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/established-facts", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/established-facts-withdrawals", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/judgements", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/views-requests", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/views", _HANDLER, TREATING_CASES),
    may("GET /cases/{caseId}/views", _WEIGHERS, TREATING_CASES),
    may("POST /cases/{caseId}/third-parties", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/third-party-waivers", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/third-party-invitations", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/third-party-views", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/claims", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/releases", _HANDLER | _REVIEWER, TREATING_CASES),
    may("POST /claim-transfers", _REVIEWER, TREATING_CASES),
    may("GET /views-terms", _READERS, TREATING_CASES),
    may("GET /leaving-out-terms", _READERS, TREATING_CASES),
    may("GET /open-cases", _READERS, TREATING_CASES),
    may("GET /open-cases/counts", _READERS),
    may("GET /worklist", _NATIONAL_READERS, TREATING_CASES),
)
_TERMS: Final = (
    may("POST /cases/{caseId}/term-extensions", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/suspensions", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/suspension-ends", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/notices-of-default", _APPLICANT | _HANDLER, TREATING_CASES),
    may("GET /cases/{caseId}/notices-of-default", _APPLICANT | _READERS, TREATING_CASES),
    may("POST /cases/{caseId}/penalty-decisions", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/penalty-payments", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/penalty-recoveries", _HANDLER, TREATING_CASES),
    may("GET /late-decisions", _READERS, TREATING_CASES),
)
_EXEMPTIONS: Final = (
    may("GET /exemption-types", dict.fromkeys(Role, Reach.OPEN)),
    may("GET /exemptions", _READERS, TREATING_CASES),
    may("POST /cases/{caseId}/revocations", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/revocation-intentions", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/revocation-views", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/revocation-abandonments", _HANDLER, TREATING_CASES),
    may("POST /cases/{caseId}/reviews", _HANDLER | _REVIEWER, TREATING_CASES),
    may("POST /cases/{caseId}/review-rejections", _REVIEWER, TREATING_CASES),
    may("POST /cases/{caseId}/review-approvals", _REVIEWER, TREATING_CASES),
    may("GET /reviews", _READERS | _REVIEWER, TREATING_CASES),
    may("GET /revocation-intentions", _READERS, TREATING_CASES),
    may("POST /day-exemptions/{caseId}/cancellations", _APPLICANT | _HANDLER, TREATING_CASES),
)
_THRESHOLDS: Final = (
    may("POST /threshold-sets", _PROPOSERS),
    may("POST /threshold-sets/{thresholdSetId}/previews", _PROPOSERS),
    may("POST /threshold-sets/{thresholdSetId}/rejections", _APPROVER),
    may("POST /threshold-sets/{thresholdSetId}/approvals", _APPROVER),
    may("POST /threshold-sets/{thresholdSetId}/claims", _APPROVER),
    may("POST /threshold-sets/{thresholdSetId}/releases", _APPROVER),
    may("POST /threshold-sets/{thresholdSetId}/claim-transfers", _APPROVER),
    may("GET /threshold-sets", _NATIONAL_READERS),
    may("GET /threshold-sets/{thresholdSetId}", _NATIONAL_READERS),
    may("GET /threshold-sets/{thresholdSetId}/plan", _NATIONAL_READERS, TREATING_CASES),
    may("GET /threshold-findings", _NATIONAL_READERS),
    may("GET /reassessments", _NATIONAL_READERS | _OPERATOR),
    may("GET /reassessments/{reassessmentId}", _NATIONAL_READERS | _OPERATOR, TREATING_CASES),
    may("GET /reassessments/{reassessmentId}/plan", _NATIONAL_READERS, TREATING_CASES),
    may("GET /reassessments/{reassessmentId}/proof", _NATIONAL_READERS, TREATING_CASES),
    may("POST /reassessments/{reassessmentId}/pauses", _APPROVER | _OPERATOR),
    may("POST /reassessments/{reassessmentId}/resumptions", _APPROVER | _OPERATOR),
)

AUTHORISATION: Final = Authorisation(
    *_CASES, *_TERMS, *_EXEMPTIONS, *_THRESHOLDS, may("GET /monitor", _COUNTERS)
)
