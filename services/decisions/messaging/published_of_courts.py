"""What leaves the decisions service about access that a court gave, or took, for the time being."""

from __future__ import annotations

from services.decisions.domain.interim_access import (
    GrantSuspended,
    GrantSuspensionEnded,
    InterimAccessEnded,
    InterimAccessGiven,
    last_day_of,
)
from shared.contracts import decisions as contracts
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent

REGISTER = ("register",)


def interim_access_given(recorded: RecordedEvent) -> contracts.InterimAccessGiven:
    """The contract for access for the time being."""
    fact = recorded.event
    if not isinstance(fact, InterimAccessGiven):
        raise TypeError(f"{fact.TOPIC} gives no access for the time being")
    return contracts.InterimAccessGiven(
        relief_id=fact.relief_id,
        case_id=fact.originator_id,
        exemption_type=fact.exemption_type,
        given_on=fact.given_on,
        valid_until=fact.valid_until,
        plate=fact.holder.plate,
        municipality=fact.municipality,
    )


def interim_access_ended(recorded: RecordedEvent) -> contracts.InterimAccessEnded:
    """The contract for its end."""
    fact = recorded.event
    if not isinstance(fact, InterimAccessEnded):
        raise TypeError(f"{fact.TOPIC} ends no access for the time being")
    return contracts.InterimAccessEnded(
        relief_id=fact.relief_id, case_id=fact.originator_id, ends_from=fact.ends_from
    )


def grant_suspended(recorded: RecordedEvent) -> contracts.GrantSuspended:
    """The contract for a grant that gives no access for the time being."""
    fact = recorded.event
    if not isinstance(fact, GrantSuspended):
        raise TypeError(f"{fact.TOPIC} suspends no grant")
    return contracts.GrantSuspended(
        relief_id=fact.relief_id,
        case_id=fact.originator_id,
        decision_id=fact.decision_id,
        suspended_from=fact.suspended_from,
        suspended_until=last_day_of(fact.together),
    )


def grant_suspension_ended(recorded: RecordedEvent) -> contracts.GrantSuspensionEnded:
    """The contract for the end of that."""
    fact = recorded.event
    if not isinstance(fact, GrantSuspensionEnded):
        raise TypeError(f"{fact.TOPIC} ends no suspension")
    return contracts.GrantSuspensionEnded(
        relief_id=fact.relief_id,
        case_id=fact.originator_id,
        decision_id=fact.decision_id,
        resumes_on=fact.resumes_on,
    )


OF_COURTS = (
    Publication(InterimAccessGiven, contracts.InterimAccessGiven, REGISTER, interim_access_given),
    Publication(InterimAccessEnded, contracts.InterimAccessEnded, REGISTER, interim_access_ended),
    Publication(GrantSuspended, contracts.GrantSuspended, REGISTER, grant_suspended),
    Publication(GrantSuspensionEnded, contracts.GrantSuspensionEnded, REGISTER, grant_suspension_ended),
)
