"""An application: received once, taken in hand once, closed by its first decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.applications.domain.exemption_application import (
    TRANSITIONS,
    ApplicationClosed,
    ApplicationState,
    ApplicationSubmitted,
    ExemptionApplication,
    HandlingStarted,
    VehicleFactsReceived,
)
from shared.errors import NotInThisState
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, Outcome, VehicleCategory, VehicleFacts

CASE = UUID(int=1)
EARLIER_CASE = UUID(int=2)
KEY = UUID(int=3)
DECISION = UUID(int=4)
APPLICANT = Sealed(KEY, SealedKind.APPLICANT, b"applicant")
PLATE = Sealed(KEY, SealedKind.PLATE, b"plate")
EVIDENCE = Sealed(KEY, SealedKind.EVIDENCE, b"answer")
FACTS = VehicleFacts(category=VehicleCategory.N1, payload_kg=1111)
FETCHED_AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


def a_received_application() -> ExemptionApplication:
    """As it stands on the day of receipt."""
    return ExemptionApplication.submit(
        CASE,
        received_on=date(2026, 3, 2),
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        applicant=APPLICANT,
        plate=PLATE,
        stated_daily_range_km=333,
        related_cases=(EARLIER_CASE,),
        applicant_subject="applicant-1",
    )


def receive_facts(application: ExemptionApplication) -> None:
    """The register answers."""
    application.receive_vehicle_facts("register", FETCHED_AT, FACTS, EVIDENCE)


def start_handling(application: ExemptionApplication) -> None:
    """A case handler begins."""
    application.start_handling(by="handler-1", on=date(2026, 3, 4))


def close(application: ExemptionApplication) -> None:
    """A decision is taken."""
    application.close(DECISION, Outcome.REFUSED, date(2026, 3, 10))


ACTS: dict[type[Event], Callable[[ExemptionApplication], None]] = {
    VehicleFactsReceived: receive_facts,
    HandlingStarted: start_handling,
    ApplicationClosed: close,
}


def an_application_in(state: ApplicationState) -> ExemptionApplication:
    """An application that has come as far as `state`."""
    application = a_received_application()
    if state is ApplicationState.IN_HANDLING:
        start_handling(application)
    if state is ApplicationState.CLOSED:
        close(application)
    return application


def test_a_submission_founds_the_case() -> None:
    """The first event carries what was applied for, by whom, and earlier cases of the plate."""
    (event,) = a_received_application().pending()
    assert isinstance(event, ApplicationSubmitted)
    assert (event.originator_id, event.received_on) == (CASE, date(2026, 3, 2))
    assert (event.applicant, event.plate) == (APPLICANT, PLATE)
    assert event.related_cases == (EARLIER_CASE,)
    assert event.applicant_subject == "applicant-1"


@pytest.mark.parametrize("state", ApplicationState)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_possible_where_the_transitions_say_so(act: type[Event], state: ApplicationState) -> None:
    """Every act in every state: done with the declared next state, or refused with nothing recorded."""
    application = an_application_in(state)
    before = len(application.pending())
    after = [step.after for step in TRANSITIONS if step.event is act and step.before is state]
    if after:
        ACTS[act](application)
        assert isinstance(application.pending()[-1], act)
        assert [application.state] == after
    else:
        with pytest.raises(NotInThisState):
            ACTS[act](application)
        assert len(application.pending()) == before


def test_facts_are_wanted_until_the_register_has_answered() -> None:
    """One answer is enough, also an empty one."""
    application = a_received_application()
    assert application.awaits_facts
    application.receive_vehicle_facts("register", FETCHED_AT, VehicleFacts(), EVIDENCE)
    assert not application.awaits_facts


def test_later_facts_replace_earlier_ones() -> None:
    """A second answer of the register is the one that counts."""
    application = a_received_application()
    receive_facts(application)
    later = VehicleFacts(category=VehicleCategory.N1, payload_kg=1110)
    application.receive_vehicle_facts("register", FETCHED_AT, later, EVIDENCE)
    assert application.facts == later


def test_a_closed_application_wants_no_facts() -> None:
    """Nothing is asked for a case that has been decided."""
    assert not an_application_in(ApplicationState.CLOSED).awaits_facts


def test_the_closing_decision_is_remembered() -> None:
    """Which decision ended the handling stands in the event."""
    event = an_application_in(ApplicationState.CLOSED).pending()[-1]
    assert isinstance(event, ApplicationClosed)
    assert (event.decision_id, event.outcome) == (DECISION, Outcome.REFUSED)


def test_every_event_has_a_transition() -> None:
    """Nothing can happen to an application that the declared transitions do not show."""
    declared = {step.event for step in TRANSITIONS}
    assert declared == {ApplicationSubmitted, *ACTS}
