"""What the applications service publishes, and for whom."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from services.applications.domain.exemption_application import ExemptionApplication
from services.applications.messaging.published import PUBLISHED
from shared.contracts.applications import ApplicationSubmitted, VehicleFactsReceived
from shared.contracts.envelope import Contract
from shared.eventlog.append import Metadata
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, Outcome, VehicleFacts

CASE, KEY, COMMAND = UUID(int=1), UUID(int=2), UUID(int=3)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ABOUT = Metadata("applicant-1", "applicant", AT.date(), COMMAND, COMMAND)
APPLICANT = Sealed(KEY, SealedKind.APPLICANT, b"applicant")
PLATE = Sealed(KEY, SealedKind.PLATE, b"plate")


def contracts_of(application: ExemptionApplication) -> list[Contract]:
    """What is published of everything that happened to the application."""
    by_event = {publication.event: publication.to_contract for publication in PUBLISHED}
    recorded = [
        RecordedEvent(event, number, AT, ABOUT) for number, event in enumerate(application.pending(), 1)
    ]
    return [by_event[type(one.event)](one) for one in recorded if type(one.event) in by_event]


def a_whole_application() -> ExemptionApplication:
    """Received, with facts, handled and closed."""
    application = ExemptionApplication.submit(
        CASE,
        received_on=date(2026, 3, 2),
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        applicant=APPLICANT,
        plate=PLATE,
        stated_daily_range_km=333,
        related_cases=(UUID(int=9),),
        applicant_subject="applicant-1",
    )
    evidence = Sealed(KEY, SealedKind.EVIDENCE, b"answer")
    application.receive_vehicle_facts("register", AT, VehicleFacts(payload_kg=1111), evidence)
    application.start_handling(by="handler-1", on=date(2026, 3, 3))
    application.close(UUID(int=8), Outcome.REFUSED, date(2026, 3, 4))
    return application


def test_submission_and_facts_are_published_and_nothing_else() -> None:
    """Handling and closing are the desk's own business; evidence and related cases stay inside."""
    assert contracts_of(a_whole_application()) == [
        ApplicationSubmitted(
            case_id=CASE,
            exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
            received_on=date(2026, 3, 2),
            applicant=APPLICANT,
            plate=PLATE,
            stated_daily_range_km=333,
            applicant_subject="applicant-1",
        ),
        VehicleFactsReceived(
            case_id=CASE, source="register", fetched_at=AT, facts=VehicleFacts(payload_kg=1111)
        ),
    ]


def test_every_publication_names_its_consumer() -> None:
    """The decisions service reacts to both."""
    assert {publication.consumers for publication in PUBLISHED} == {("decisions",)}
