"""A history as it was stored once still loads: names and forms of these events last for decades."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent

from services.applications.domain.application_acts import ApplicationState
from services.applications.domain.exemption_application import ExemptionApplication
from services.applications.domain.pending_proceedings import ProceedingsOfCase
from shared.eventlog.mapper import EventMapper
from shared.vocabulary import ExemptionType, VehicleCategory, VehicleFacts

CASE = UUID("01900000-0000-7000-8000-000000000001")
KEY = b"01900000-0000-7000-8000-000000000002"
STORED = [
    (
        "applications.ApplicationSubmitted",
        b'{"originator_topic":"applications.ExemptionApplication","received_on":"2026-03-02",'
        b'"exemption_type":"NOT_AVAILABLE_EMISSION_FREE",'
        b'"applicant":{"key_id":"' + KEY + b'","kind":"applicant","box":"YQ=="},'
        b'"plate":{"key_id":"' + KEY + b'","kind":"plate","box":"cA=="},"stated_daily_range_km":333,'
        b'"related_cases":["01900000-0000-7000-8000-000000000003"],"applicant_subject":"applicant-1"}',
    ),
    (
        "applications.VehicleFactsReceived",
        b'{"source":"register","fetched_at":"2026-03-02T09:00:00Z","facts":{"category":"N1","body":null,'
        b'"emission_free":false,"payload_kg":1111,"braked_towing_mass_kg":null,"combination_mass_kg":null,'
        b'"permitted_mass_kg":null,"registered_on":"2024-02-29"},'
        b'"evidence":{"key_id":"' + KEY + b'","kind":"evidence","box":"ZQ=="}}',
    ),
    ("applications.HandlingStarted", b'{"started_on":"2026-03-03","started_by":"handler-1"}'),
    (
        "applications.ApplicationClosed",
        (
            b'{"decision_id":"01900000-0000-7000-8000-000000000004","outcome":"refused",'
            b'"decided_on":"2026-03-10"}'
        ),
    ),
]
LATER_ACTS = [
    (
        "CompletionRequested",
        (
            b'{"request_number":1,"items":["daily_range","market_permit"],"requested_on":"2026-03-04",'
            b'"term_last_day":"2026-03-18","requested_by":"handler-1","on_items":[]}'
        ),
    ),
    (
        "ApplicationSupplemented",
        (
            b'{"supplemented_on":"2026-03-10","stated":{"daily_range_km":333,"road_tax_rate":"business"},'
            b'"signed":true,"from_paper":{"entered_on":"2026-03-11","entered_by":"handler-1"},'
            b'"ends_request":true,"documents":["abab"]}'
        ),
    ),
    ("CompletionTermLapsed", b'{"request_number":2,"term_last_day":"2026-03-18"}'),
    (
        "ApplicationWithdrawn",
        b'{"withdrawn_on":"2026-03-10","handling_started":true,"from_paper":null}',
    ),
    (
        "ApplicationConverted",
        (
            b'{"converted_on":"2026-03-10","converted_by":"handler-1","to_type":"HARDSHIP",'
            b'"new_case_id":"01900000-0000-7000-8000-000000000006","consent_given_on":"2026-03-09",'
            b'"new_received_on":"2026-03-02","fee_due_again":false}'
        ),
    ),
    (
        "ApplicationLeftOut",
        (
            b'{"decision_id":"01900000-0000-7000-8000-000000000004","reason":"no_response",'
            b'"decided_on":"2026-04-10"}'
        ),
    ),
    (
        "ApplicationTakenUpAgain",
        (
            b'{"revoked_decision_id":"01900000-0000-7000-8000-000000000004",'
            b'"objection_id":"01900000-0000-7000-8000-000000000009","taken_up_on":"2026-05-10",'
            b'"plate":{"key_id":"' + KEY + b'","kind":"plate","box":"cA=="}}'
        ),
    ),
    (
        "VehicleFactsRefreshRequested",
        b'{"requested_on":"2026-04-11","requested_by":"handler-1",'
        b'"plate":{"key_id":"' + KEY + b'","kind":"plate","box":"cA=="}}',
    ),
    (
        "LaterDecisionNoted",
        (
            b'{"decision_id":"01900000-0000-7000-8000-000000000008","outcome":"revoked",'
            b'"decided_on":"2026-06-10","valid_until":"2026-06-30"}'
        ),
    ),
    (
        "ElectronicConsentGiven",
        b'{"given_on":"2026-04-12","email":{"key_id":"' + KEY + b'","kind":"email","box":"ZQ=="},'
        b'"email_for":["decisions","objections"],"applicant_subject":"applicant-1"}',
    ),
    (
        "ElectronicConsentWithdrawn",
        b'{"withdrawn_on":"2026-04-13","withdrawn_for":["decisions"],"email_for":["objections"]}',
    ),
    ("ErasureOrdered", b'{"ordered_on":"2031-04-10","ordered_by":"operator-1","everybody":true}'),
    ("PersonErased", b'{"erased_on":"2031-04-10","key_ids":["' + KEY + b'"],"everybody":true}'),
]
HISTORY = [StoredEvent(CASE, version, topic, state) for version, (topic, state) in enumerate(STORED, 1)]


def test_a_stored_history_gives_the_application() -> None:
    """Every field comes back as its type."""
    application: ExemptionApplication | None = None
    for stored in HISTORY:
        application = EventMapper().to_domain_event(stored).mutate(application)
    assert application is not None
    assert (application.id, application.version, application.state) == (CASE, 4, ApplicationState.CLOSED)
    assert application.exemption_type is ExemptionType.NOT_AVAILABLE_EMISSION_FREE
    assert application.received_on == date(2026, 3, 2)
    assert application.related_cases == (UUID("01900000-0000-7000-8000-000000000003"),)
    assert application.facts == VehicleFacts(
        category=VehicleCategory.N1, emission_free=False, payload_kg=1111, registered_on=date(2024, 2, 29)
    )


def test_the_instant_of_the_answer_comes_back_in_utc() -> None:
    """Instants are stored with their offset."""
    facts = EventMapper().to_domain_event(HISTORY[1])
    assert facts.fetched_at == datetime(2026, 3, 2, 9, tzinfo=UTC)


TODAY = [
    StoredEvent(
        CASE,
        1,
        "applications.ApplicationSubmitted",
        b'{"originator_topic":"applications.ExemptionApplication","received_on":"2026-03-02",'
        b'"exemption_type":"HARDSHIP",'
        b'"applicant":{"key_id":"' + KEY + b'","kind":"applicant","box":"YQ=="},'
        b'"plate":{"key_id":"' + KEY + b'","kind":"plate","box":"cA=="},"stated_daily_range_km":null,'
        b'"related_cases":[],"applicant_subject":"applicant-1","municipality":"0344",'
        b'"stated":{"circumstances_shown":true},"vehicle_id":"01900000-0000-7000-8000-000000000005",'
        b'"converted_from_case_id":"01900000-0000-7000-8000-000000000003",'
        b'"renews_case_id":"01900000-0000-7000-8000-000000000007",'
        b'"email":{"key_id":"' + KEY + b'","kind":"email","box":"ZQ=="},"email_for":["decisions"],'
        b'"co_applicants":{"key_id":"' + KEY + b'","kind":"co_applicants","box":"bg=="},"applicants":3,'
        b'"signed":false,"from_paper":{"entered_on":"2026-03-04","entered_by":"handler-1"},'
        b'"placed_on":"2026-03-05",'
        b'"addressed_co_applicants":[{"key_id":"' + KEY + b'","kind":"applicant","box":"YQ=="}],'
        b'"representative":{"key_id":"' + KEY + b'","kind":"applicant","box":"YQ=="}}',
    ),
    StoredEvent(
        CASE,
        2,
        "applications.VehicleFactsReceived",
        b'{"source":"register","fetched_at":"2026-03-02T09:00:00Z","facts":{"category":"N1","body":null,'
        b'"emission_free":false,"payload_kg":1111,"braked_towing_mass_kg":null,"combination_mass_kg":null,'
        b'"permitted_mass_kg":null,"registered_on":"2024-02-29","first_admission":"2019-05-06",'
        b'"emission_class":6,"plug_in_hybrid":false,"axles":2,"body_codes":["26","SF"]},'
        b'"evidence":{"key_id":"' + KEY + b'","kind":"evidence","box":"ZQ=="}}',
    ),
    HISTORY[2],
    StoredEvent(
        CASE,
        4,
        "applications.ApplicationClosed",
        b'{"decision_id":"01900000-0000-7000-8000-000000000004","outcome":"granted",'
        b'"decided_on":"2026-03-10","valid_until":"2027-03-09"}',
    ),
    *(
        StoredEvent(CASE, version, f"applications.{act}", state)
        for version, (act, state) in enumerate(LATER_ACTS, 5)
    ),
]
"""Each event in the form in which it is written now."""


@pytest.mark.parametrize("stored", TODAY, ids=lambda stored: stored.topic)
def test_events_are_written_in_their_present_form(stored: StoredEvent) -> None:
    """Reading and writing again gives the same bytes."""
    mapper = EventMapper()
    assert mapper.to_stored_event(mapper.to_domain_event(stored)) == stored


def test_an_erasure_from_before_its_keys_were_named_names_none() -> None:
    """It is an erasure all the same."""
    event = EventMapper().to_domain_event(
        StoredEvent(CASE, 2, "applications.PersonErased", b'{"erased_on":"2031-04-10"}')
    )
    assert event.key_ids is None


BEFORE_PAPER = [
    ("ApplicationSupplemented", b'{"supplemented_on":"2026-03-10","stated":{"daily_range_km":333}}'),
    ("ApplicationWithdrawn", b'{"withdrawn_on":"2026-03-10","handling_started":true}'),
]


def test_a_request_from_before_items_were_explained_explains_none() -> None:
    """It names its items alone."""
    state = (
        b'{"request_number":1,"items":["daily_range"],"requested_on":"2026-03-04","term_last_day":"2026-03-18",'
        b'"requested_by":"handler-1"}'
    )
    event = EventMapper().to_domain_event(StoredEvent(CASE, 2, "applications.CompletionRequested", state))
    assert event.on_items == ()


@pytest.mark.parametrize(("act", "state"), BEFORE_PAPER)
def test_acts_from_before_paper_was_entered_here_were_sent_here(act: str, state: bytes) -> None:
    """They say nothing of paper."""
    event = EventMapper().to_domain_event(StoredEvent(CASE, 2, f"applications.{act}", state))
    assert event.from_paper is None


def test_proceedings_that_are_followed() -> None:
    """One of two has ended: the other is pending."""
    objection, appeal = (b'"01900000-0000-7000-8000-00000000000' + digit + b'"' for digit in (b"8", b"9"))
    stored = [
        (
            "ProceedingsFollowed",
            b'{"originator_topic":"applications.ProceedingsOfCase","case_id":' + objection + b"}",
        ),
        (
            "ProceedingsPendingNoted",
            b'{"proceedings_id":' + objection + b',"kind":"objection","noted_on":"2026-04-10"}',
        ),
        (
            "ProceedingsPendingNoted",
            b'{"proceedings_id":' + appeal + b',"kind":"appeal","noted_on":"2026-04-10"}',
        ),
        ("ProceedingsEndNoted", b'{"proceedings_id":' + objection + b',"noted_on":"2026-04-11"}'),
    ]
    followed: ProceedingsOfCase | None = None
    for version, (act, state) in enumerate(stored, 1):
        event = EventMapper().to_domain_event(StoredEvent(CASE, version, f"applications.{act}", state))
        followed = event.mutate(followed)
    assert followed is not None
    assert [str(one)[-1] for one in followed.pending_ones] == ["9"]
