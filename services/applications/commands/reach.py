"""Loading an application for somebody: what is not theirs is not there."""

from __future__ import annotations

from uuid import UUID

from services.applications.domain.exemption_application import ExemptionApplication
from shared.errors import NotThere
from shared.eventlog.log import AggregateNotFound, EventLog, VersionConflict
from shared.runtime.access import Principal


def not_there() -> NotThere:
    """The answer for an unknown case and for a case out of reach alike."""
    return NotThere("application_not_found", "there is no such application for you")


def at_desk(
    log: EventLog, principal: Principal, case_id: UUID, expected_version: int | None
) -> ExemptionApplication:
    """The application for the desk that deals with it. Raises NotThere, then VersionConflict."""
    application = _load(log, case_id)
    if not principal.deals_with(application.municipality):
        raise not_there()
    if expected_version is not None and application.version != expected_version:
        raise VersionConflict(case_id, expected_version, application.version)
    return application


def to_erase(log: EventLog, principal: Principal, case_id: UUID) -> ExemptionApplication:
    """The application for the operator: of all cases with national scope, else of the own municipality's.

    Who keeps the installation carries out erasures (GDPR 17) for every desk on it. Raises NotThere.
    """
    application = _load(log, case_id)
    if not (principal.national or principal.deals_with(application.municipality)):
        raise not_there()
    return application


def own(log: EventLog, subject: str, case_id: UUID) -> ExemptionApplication:
    """The application for the one who handed it in. Raises NotThere for everybody else."""
    application = _load(log, case_id)
    if application.applicant_subject != subject:
        raise not_there()
    return application


def _load(log: EventLog, case_id: UUID) -> ExemptionApplication:
    try:
        return log.load(ExemptionApplication, case_id)
    except AggregateNotFound as absent:
        raise not_there() from absent
