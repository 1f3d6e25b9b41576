"""What leaves the decisions service about access that a court gave for the time being."""

from __future__ import annotations

from services.decisions.domain.interim_access import InterimAccessEnded, InterimAccessGiven
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


OF_COURTS = (
    Publication(InterimAccessGiven, contracts.InterimAccessGiven, REGISTER, interim_access_given),
    Publication(InterimAccessEnded, contracts.InterimAccessEnded, REGISTER, interim_access_ended),
)
