"""What the applications service publishes, and for whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec

from services.applications.domain.application_acts import MissingItem
from services.applications.domain.channel_outage import (
    ChannelOutage,
    OutageReason,
    OutageTimes,
    by_days,
)
from services.applications.domain.conversion_terms import CONVERSION_TERMS
from services.applications.domain.documents import DocumentType
from services.applications.domain.exemption_application import ExemptionApplication, SealedApplication
from services.applications.messaging.published import PUBLISHED
from shared.contracts.applications import (
    ApplicationConverted,
    ApplicationSubmitted,
    ApplicationSupplemented,
    ApplicationWithdrawn,
    ChannelOutageRecorded,
    CompletionRequested,
    CompletionTermLapsed,
    CompletionTermMoved,
    DocumentAttached,
    ElectronicConsentGiven,
    ElectronicConsentWithdrawn,
    PersonErased,
    VehicleFactsReceived,
)
from shared.contracts.envelope import Contract
from shared.eventlog.aggregate import Aggregate
from shared.eventlog.append import Metadata
from shared.eventlog.recorded import RecordedEvent
from shared.law.moved_terms import ElectronicChannel
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, MessageType, Outcome, StatedFacts, VehicleFacts

CASE, KEY, COMMAND = UUID(int=1), UUID(int=2), UUID(int=3)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ABOUT = Metadata("applicant-1", "applicant", AT.date(), COMMAND, COMMAND)
APPLICANT = Sealed(KEY, SealedKind.APPLICANT, b"applicant")
PLATE = Sealed(KEY, SealedKind.PLATE, b"plate")


def contracts_of(application: Aggregate) -> list[Contract]:
    """What is published of everything that happened to it."""
    by_event = {publication.event: publication.to_contract for publication in PUBLISHED}
    recorded = [
        RecordedEvent(event, number, AT, ABOUT) for number, event in enumerate(application.pending(), 1)
    ]
    return [by_event[type(one.event)](one) for one in recorded if type(one.event) in by_event]


def a_submitted_application() -> ExemptionApplication:
    """As it was received."""
    sealed = SealedApplication(
        ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        APPLICANT,
        PLATE,
        "applicant-1",
        stated=StatedFacts(daily_range_km=333),
    )
    return ExemptionApplication.submit(
        CASE, sealed, received_on=date(2026, 3, 2), related_cases=(UUID(int=9),), vehicle_id=UUID(int=10)
    )


def a_whole_application() -> ExemptionApplication:
    """Received, with facts, handled and closed."""
    application = a_submitted_application()
    evidence = Sealed(KEY, SealedKind.EVIDENCE, b"answer")
    application.receive_vehicle_facts("register", AT, VehicleFacts(payload_kg=1111), evidence)
    application.start_handling(by="handler-1", on=date(2026, 3, 3))
    application.close(UUID(int=8), Outcome.REFUSED, date(2026, 3, 4))
    return application


def test_submission_and_facts_are_published_and_nothing_else() -> None:
    """Handling and closing are the desk's own business; the register's whole answer stays inside."""
    assert contracts_of(a_whole_application()) == [
        ApplicationSubmitted(
            case_id=CASE,
            exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
            received_on=date(2026, 3, 2),
            applicant=APPLICANT,
            plate=PLATE,
            stated_daily_range_km=333,
            applicant_subject="applicant-1",
            stated=StatedFacts(daily_range_km=333),
            vehicle_id=UUID(int=10),
            related_case_ids=(UUID(int=9),),
        ),
        VehicleFactsReceived(
            case_id=CASE, source="register", fetched_at=AT, facts=VehicleFacts(payload_kg=1111)
        ),
    ]


def test_what_suspends_and_resumes_the_decision_term_is_published() -> None:
    """Request, lapse, second request and supplement, with their days."""
    application = a_submitted_application()
    asked_on, last_day, lapsed_on = date(2026, 3, 4), date(2026, 3, 18), date(2026, 3, 19)
    application.request_completion([MissingItem.DAILY_RANGE], 14, by="handler-1", on=asked_on)
    application.lapse_completion_term(lapsed_on)
    application.request_completion([MissingItem.DAILY_RANGE], 14, by="handler-1", on=lapsed_on)
    application.supplement(StatedFacts(daily_range_km=400), on=date(2026, 3, 20))
    assert contracts_of(application)[1:] == [
        CompletionRequested(CASE, 1, asked_on, last_day, ("daily_range",)),
        CompletionTermLapsed(CASE, 1, last_day),
        CompletionRequested(CASE, 2, lapsed_on, date(2026, 4, 2), ("daily_range",)),
        ApplicationSupplemented(CASE, date(2026, 3, 20), StatedFacts(daily_range_km=400)),
    ]


def test_a_document_is_published_by_its_name_and_kind() -> None:
    """Nothing of what is in it, nor who attached it."""
    application = a_submitted_application()
    application.attach_document(
        name="ab" * 32,
        shows=MissingItem.ROAD_TAX_DOCUMENT,
        media_type=DocumentType.PDF,
        size=99,
        by="applicant-1",
        on=date(2026, 3, 3),
    )
    assert contracts_of(application)[1:] == [
        DocumentAttached(CASE, "ab" * 32, "road_tax_document", date(2026, 3, 3))
    ]


def test_a_moved_term_is_published_with_its_rule() -> None:
    """And so is the outage itself, by legal days."""
    application, last_day = a_submitted_application(), date(2026, 3, 18)
    application.request_completion([MissingItem.DAILY_RANGE], 14, by="handler-1", on=date(2026, 3, 4))
    began_at = datetime(2026, 3, 18, 9, tzinfo=UTC)
    times = OutageTimes(
        ElectronicChannel.PORTAL, began_at, began_at + timedelta(hours=2), OutageReason.FAILURE
    )
    outage = ChannelOutage.record(UUID(int=12), times, by="operator-1", at=began_at + timedelta(days=1))
    application.move_after_outage(by_days(outage.id, times), date(2026, 3, 19))
    rule = "SYNTHETIC outage/2026"
    assert contracts_of(application)[2:] == [
        CompletionTermMoved(CASE, 1, date(2026, 3, 19), date(2026, 3, 19), "outage", rule, outage.id)
    ]
    assert contracts_of(outage) == [ChannelOutageRecorded(outage.id, "portal", last_day, last_day)]


def test_withdrawal_and_erasure_are_published() -> None:
    """The order to erase is not: what others hear is that it was done."""
    application = a_submitted_application()
    application.withdraw(on=date(2026, 3, 4))
    application.order_erasure(by="operator-1", on=date(2026, 3, 5))
    application.confirm_erasure(on=date(2026, 3, 5))
    assert contracts_of(application)[1:] == [
        ApplicationWithdrawn(CASE, date(2026, 3, 4), handling_started=False),
        PersonErased(CASE, date(2026, 3, 5)),
    ]


def test_both_halves_of_a_conversion_are_published() -> None:
    """The old case names the new one, and the new one the old."""
    old, today = a_submitted_application(), date(2026, 3, 4)
    new = old.convert(
        UUID(int=11),
        to_type=ExemptionType.HARDSHIP,
        municipality="0344",
        consent_given_on=today,
        terms=CONVERSION_TERMS,
        by="handler-1",
        on=today,
    )
    assert contracts_of(old)[1:] == [
        ApplicationConverted(CASE, today, ExemptionType.HARDSHIP, UUID(int=11), old.received_on)
    ]
    (submission,) = contracts_of(new)
    assert isinstance(submission, ApplicationSubmitted)
    assert (submission.converted_from_case_id, submission.municipality) == (CASE, "0344")
    assert (submission.applicant, submission.plate) == (APPLICANT, PLATE)


def test_how_the_applicant_is_reached_is_told_to_who_sends_letters() -> None:
    """At submission with it, later by itself; of a withdrawal what is left; the address sealed."""
    email, today = Sealed(KEY, SealedKind.EMAIL, b"email"), date(2026, 3, 4)
    types = (MessageType.DECISIONS, MessageType.PROCEEDINGS)
    sealed = SealedApplication(
        ExemptionType.PRIVATE_USE, APPLICANT, PLATE, "applicant-1", email=email, email_for=types
    )
    application = ExemptionApplication.submit(CASE, sealed, received_on=today)
    application.withdraw_consent_to_email([MessageType.DECISIONS], on=today)
    application.consent_to_email(email, types, on=today)
    submitted, withdrawn, given = contracts_of(application)
    assert isinstance(submitted, ApplicationSubmitted)
    assert (submitted.email, submitted.email_for) == (email, types)
    assert withdrawn == ElectronicConsentWithdrawn(CASE, today, (MessageType.PROCEEDINGS,))
    assert given == ElectronicConsentGiven(CASE, today, email, types, "applicant-1")


def test_an_older_submission_is_reached_by_post() -> None:
    """Messages from before anybody could say otherwise are still read."""
    (told,) = contracts_of(a_submitted_application())
    fields = msgspec.json.decode(msgspec.json.encode(told))
    older = msgspec.json.encode({name: fields[name] for name in fields if not name.startswith("email")})
    assert msgspec.json.decode(older, type=ApplicationSubmitted).email_for == ()


def test_every_publication_names_its_consumer() -> None:
    """The decisions service reacts to all of them but how somebody is reached."""
    others = {"ElectronicConsentGiven", "ElectronicConsentWithdrawn"}
    untold = {each.contract.__name__ for each in PUBLISHED if "decisions" not in each.consumers}
    assert untold == others
