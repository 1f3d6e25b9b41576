"""What the applications service publishes, and for whom."""

from __future__ import annotations

from typing import Final, cast

from services.applications.domain.exemption_application import ApplicationSubmitted, VehicleFactsReceived
from shared.contracts import applications as contracts
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent


def application_submitted(recorded: RecordedEvent) -> contracts.ApplicationSubmitted:
    """The contract without the related cases, which only the desk reads."""
    event = cast("ApplicationSubmitted", recorded.event)
    return contracts.ApplicationSubmitted(
        case_id=event.originator_id,
        exemption_type=event.exemption_type,
        received_on=event.received_on,
        applicant=event.applicant,
        plate=event.plate,
        stated_daily_range_km=event.stated_daily_range_km,
        applicant_subject=event.applicant_subject,
    )


def vehicle_facts_received(recorded: RecordedEvent) -> contracts.VehicleFactsReceived:
    """The contract without the register's whole answer, which stays here."""
    event = cast("VehicleFactsReceived", recorded.event)
    return contracts.VehicleFactsReceived(
        case_id=event.originator_id, source=event.source, fetched_at=event.fetched_at, facts=event.facts
    )


PUBLISHED: Final = (
    Publication(ApplicationSubmitted, contracts.ApplicationSubmitted, ("decisions",), application_submitted),
    Publication(VehicleFactsReceived, contracts.VehicleFactsReceived, ("decisions",), vehicle_facts_received),
)
