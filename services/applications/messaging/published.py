"""What the applications service publishes, and for whom."""

from __future__ import annotations

from typing import Final, cast

from services.applications.domain.application_acts import (
    ApplicationConverted,
    ApplicationSubmitted,
    ApplicationSupplemented,
    ApplicationWithdrawn,
    CompletionRequested,
    CompletionTermLapsed,
    CompletionTermMoved,
    DocumentAttached,
    PersonErased,
    VehicleFactsReceived,
)
from services.applications.domain.channel_outage import (
    ChannelOutageCorrected,
    ChannelOutageRecorded,
    by_days,
)
from services.applications.domain.electronic_consent import ElectronicConsentGiven, ElectronicConsentWithdrawn
from shared.contracts import applications as contracts
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent


def application_submitted(recorded: RecordedEvent) -> contracts.ApplicationSubmitted:
    """The application as it was received."""
    event = cast("ApplicationSubmitted", recorded.event)
    return contracts.ApplicationSubmitted(
        case_id=event.originator_id,
        exemption_type=event.exemption_type,
        received_on=event.received_on,
        applicant=event.applicant,
        plate=event.plate,
        stated_daily_range_km=event.stated_daily_range_km,
        applicant_subject=event.applicant_subject,
        municipality=event.municipality,
        stated=event.stated,
        vehicle_id=event.vehicle_id,
        related_case_ids=event.related_cases,
        converted_from_case_id=event.converted_from_case_id,
        renews_case_id=event.renews_case_id,
        email=event.email,
        email_for=event.email_for,
        applicants=event.applicants,
        signed=event.signed,
        co_applicants=event.addressed_co_applicants,
        representative=event.representative,
    )


def electronic_consent_given(recorded: RecordedEvent) -> contracts.ElectronicConsentGiven:
    """Where and for which messages; the address sealed."""
    event = cast("ElectronicConsentGiven", recorded.event)
    return contracts.ElectronicConsentGiven(
        case_id=event.originator_id,
        given_on=event.given_on,
        email=event.email,
        email_for=event.email_for,
        applicant_subject=event.applicant_subject,
    )


def electronic_consent_withdrawn(recorded: RecordedEvent) -> contracts.ElectronicConsentWithdrawn:
    """The withdrawal, with what is left."""
    event = cast("ElectronicConsentWithdrawn", recorded.event)
    return contracts.ElectronicConsentWithdrawn(
        case_id=event.originator_id, withdrawn_on=event.withdrawn_on, email_for=event.email_for
    )


def document_attached(recorded: RecordedEvent) -> contracts.DocumentAttached:
    """The document by its name and what it is to show, without what is in it."""
    event = cast("DocumentAttached", recorded.event)
    return contracts.DocumentAttached(
        case_id=event.originator_id,
        name=event.name,
        shows=event.shows.value,
        attached_on=event.attached_on,
    )


def vehicle_facts_received(recorded: RecordedEvent) -> contracts.VehicleFactsReceived:
    """The contract without the register's whole answer, which stays here."""
    event = cast("VehicleFactsReceived", recorded.event)
    return contracts.VehicleFactsReceived(
        case_id=event.originator_id, source=event.source, fetched_at=event.fetched_at, facts=event.facts
    )


def completion_requested(recorded: RecordedEvent) -> contracts.CompletionRequested:
    """The request with the codes of what is missing."""
    event = cast("CompletionRequested", recorded.event)
    return contracts.CompletionRequested(
        case_id=event.originator_id,
        request_number=event.request_number,
        requested_on=event.requested_on,
        term_last_day=event.term_last_day,
        items=tuple(item.value for item in event.items),
        on_items=event.on_items,
    )


def application_supplemented(recorded: RecordedEvent) -> contracts.ApplicationSupplemented:
    """The supplement, with everything stated so far."""
    event = cast("ApplicationSupplemented", recorded.event)
    return contracts.ApplicationSupplemented(
        case_id=event.originator_id,
        supplemented_on=event.supplemented_on,
        stated=event.stated,
        signed=event.signed,
    )


def completion_term_lapsed(recorded: RecordedEvent) -> contracts.CompletionTermLapsed:
    """The term that passed unused."""
    event = cast("CompletionTermLapsed", recorded.event)
    return contracts.CompletionTermLapsed(
        case_id=event.originator_id,
        request_number=event.request_number,
        term_last_day=event.term_last_day,
    )


def completion_term_moved(recorded: RecordedEvent) -> contracts.CompletionTermMoved:
    """The move, with the day until which the applicant can react now."""
    event = cast("CompletionTermMoved", recorded.event)
    return contracts.CompletionTermMoved(
        case_id=event.originator_id,
        request_number=event.request_number,
        term_last_day=event.term_last_day,
        moved_on=event.moved_on,
        because=event.because.value,
        rule=event.rule,
        caused_by=event.caused_by,
    )


def channel_outage_recorded(recorded: RecordedEvent) -> contracts.ChannelOutageRecorded:
    """An outage as recorded or corrected, by legal days."""
    event = cast("ChannelOutageRecorded | ChannelOutageCorrected", recorded.event)
    days = by_days(event.originator_id, event.times)
    return contracts.ChannelOutageRecorded(
        outage_id=days.outage_id,
        channel=days.channel.value,
        first_day=days.first_day,
        final_day=days.final_day,
    )


def application_withdrawn(recorded: RecordedEvent) -> contracts.ApplicationWithdrawn:
    """The withdrawal."""
    event = cast("ApplicationWithdrawn", recorded.event)
    return contracts.ApplicationWithdrawn(
        case_id=event.originator_id,
        withdrawn_on=event.withdrawn_on,
        handling_started=event.handling_started,
    )


def application_converted(recorded: RecordedEvent) -> contracts.ApplicationConverted:
    """The conversion; the new case is told of by a submission of its own."""
    event = cast("ApplicationConverted", recorded.event)
    return contracts.ApplicationConverted(
        case_id=event.originator_id,
        converted_on=event.converted_on,
        to_type=event.to_type,
        new_case_id=event.new_case_id,
        new_received_on=event.new_received_on,
    )


def person_erased(recorded: RecordedEvent) -> contracts.PersonErased:
    """The erasure, once it is done."""
    event = cast("PersonErased", recorded.event)
    return contracts.PersonErased(case_id=event.originator_id, erased_on=event.erased_on)


DECISIONS: Final = ("decisions",)
OUTAGES_TO: Final = ("decisions", "objections")
DECISIONS_AND_LETTERS: Final = ("decisions", "notifications")
DECISIONS_AND_REGISTER: Final = ("decisions", "register")
LETTERS: Final = ("notifications",)
WHO_NEED_THE_CASE: Final = ("decisions", "notifications", "objections", "register")

PUBLISHED: Final = (
    Publication(
        ApplicationSubmitted, contracts.ApplicationSubmitted, WHO_NEED_THE_CASE, application_submitted
    ),
    Publication(
        VehicleFactsReceived, contracts.VehicleFactsReceived, DECISIONS_AND_REGISTER, vehicle_facts_received
    ),
    Publication(
        CompletionRequested, contracts.CompletionRequested, DECISIONS_AND_LETTERS, completion_requested
    ),
    Publication(
        ApplicationSupplemented, contracts.ApplicationSupplemented, DECISIONS, application_supplemented
    ),
    Publication(CompletionTermLapsed, contracts.CompletionTermLapsed, DECISIONS, completion_term_lapsed),
    Publication(
        CompletionTermMoved, contracts.CompletionTermMoved, DECISIONS_AND_LETTERS, completion_term_moved
    ),
    Publication(ChannelOutageRecorded, contracts.ChannelOutageRecorded, OUTAGES_TO, channel_outage_recorded),
    Publication(ChannelOutageCorrected, contracts.ChannelOutageRecorded, OUTAGES_TO, channel_outage_recorded),
    Publication(
        ApplicationWithdrawn, contracts.ApplicationWithdrawn, DECISIONS_AND_LETTERS, application_withdrawn
    ),
    Publication(DocumentAttached, contracts.DocumentAttached, DECISIONS, document_attached),
    Publication(ApplicationConverted, contracts.ApplicationConverted, DECISIONS, application_converted),
    Publication(ElectronicConsentGiven, contracts.ElectronicConsentGiven, LETTERS, electronic_consent_given),
    Publication(
        ElectronicConsentWithdrawn,
        contracts.ElectronicConsentWithdrawn,
        LETTERS,
        electronic_consent_withdrawn,
    ),
    Publication(PersonErased, contracts.PersonErased, DECISIONS_AND_REGISTER, person_erased),
)
