"""An application: each act where the declared steps allow it, and the rule that each act has besides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.applications.domain.application_acts import (
    ApplicationClosed,
    ApplicationConverted,
    ApplicationLeftOut,
    ApplicationState,
    ApplicationSubmitted,
    ApplicationSupplemented,
    ApplicationTakenUpAgain,
    ApplicationWithdrawn,
    CompletionRequested,
    CompletionTermLapsed,
    CompletionTermMoved,
    DocumentAttached,
    ErasureOrdered,
    HandlingStarted,
    LaterDecisionNoted,
    MissingItem,
    PersonErased,
    VehicleFactsReceived,
    VehicleFactsRefreshRequested,
)
from services.applications.domain.application_transitions import TRANSITIONS
from services.applications.domain.conversion_terms import CONVERSION_TERMS, ConversionTerms
from services.applications.domain.documents import DocumentType
from services.applications.domain.electronic_consent import ElectronicConsentGiven, ElectronicConsentWithdrawn
from services.applications.domain.exemption_application import ExemptionApplication, SealedApplication
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.moved_terms import ElectronicChannel, Outage
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import (
    ExemptionType,
    LeftOutReason,
    MessageType,
    Outcome,
    RoadTaxRate,
    StatedFacts,
    VehicleCategory,
    VehicleFacts,
)

CASE = UUID(int=1)
EARLIER_CASE = UUID(int=2)
KEY = UUID(int=3)
DECISION = UUID(int=4)
VEHICLE = UUID(int=5)
NEW_CASE = UUID(int=6)
OBJECTION = UUID(int=8)
APPLICANT = Sealed(KEY, SealedKind.APPLICANT, b"applicant")
EMAIL = Sealed(KEY, SealedKind.EMAIL, b"email")
PLATE = Sealed(KEY, SealedKind.PLATE, b"plate")
EVIDENCE = Sealed(KEY, SealedKind.EVIDENCE, b"answer")
FACTS = VehicleFacts(category=VehicleCategory.N1, payload_kg=1111)
FETCHED_AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
STATED = StatedFacts(daily_range_km=333)
RECEIVED_ON, HANDLED_ON, TODAY = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 10)


def a_received_application(
    exemption_type: ExemptionType = ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
    municipality: str | None = None,
    stated: StatedFacts = STATED,
    received_on: date = RECEIVED_ON,
) -> ExemptionApplication:
    """As it stands on the day of receipt."""
    return ExemptionApplication.submit(
        CASE,
        SealedApplication(exemption_type, APPLICANT, PLATE, "applicant-1", municipality, stated),
        received_on=received_on,
        related_cases=(EARLIER_CASE,),
        vehicle_id=VEHICLE,
    )


def receive_facts(application: ExemptionApplication) -> None:
    """The register answers."""
    application.receive_vehicle_facts("register", FETCHED_AT, FACTS, EVIDENCE)


def ask_again(application: ExemptionApplication) -> None:
    """The register has answered, and is to be asked once more."""
    application.facts_asked = False
    application.request_vehicle_facts_refresh(by="handler-1", on=TODAY)


def start_handling(application: ExemptionApplication) -> None:
    """A case handler begins."""
    application.start_handling(by="handler-1", on=HANDLED_ON)


def request_completion(application: ExemptionApplication, term_days: int = 14) -> None:
    """The applicant is asked for the daily range."""
    application.request_completion([MissingItem.DAILY_RANGE], term_days, by="handler-1", on=HANDLED_ON)


def supplement(application: ExemptionApplication) -> None:
    """The applicant states more."""
    application.supplement(StatedFacts(entries_per_year=13), on=TODAY)


def attach_document(application: ExemptionApplication) -> None:
    """A document comes in."""
    application.attach_document(
        name="ab" * 32,
        shows=MissingItem.DAILY_RANGE,
        media_type=DocumentType.PDF,
        size=99,
        by="applicant-1",
        on=TODAY,
    )


def lapse(application: ExemptionApplication) -> None:
    """An open term passes."""
    application.completion_open, application.completion_last_day = True, TODAY
    application.lapse_completion_term(date(2026, 3, 11))


def move_term(application: ExemptionApplication) -> None:
    """The portal was out on the last day of an open term."""
    application.completion_open, application.completion_last_day = True, TODAY
    application.move_after_outage(Outage(UUID(int=7), ElectronicChannel.PORTAL, TODAY, TODAY), TODAY)


def withdraw(application: ExemptionApplication) -> None:
    """The applicant takes it back."""
    application.withdraw(on=TODAY)


def convert(
    application: ExemptionApplication,
    to_type: ExemptionType = ExemptionType.BUSINESS_ECONOMIC,
    municipality: str | None = None,
    consent_given_on: date | None = TODAY,
    terms: ConversionTerms = CONVERSION_TERMS,
) -> ExemptionApplication:
    """It goes on as another one."""
    return application.convert(
        NEW_CASE,
        to_type=to_type,
        municipality=municipality,
        consent_given_on=consent_given_on,
        terms=terms,
        by="handler-1",
        on=TODAY,
    )


def leave_out(application: ExemptionApplication) -> None:
    """It is not dealt with."""
    application.leave_out(DECISION, LeftOutReason.NO_RESPONSE, TODAY)


def take_up_again(application: ExemptionApplication) -> None:
    """Leaving it out is revoked on objection."""
    application.take_up_again(DECISION, OBJECTION, TODAY)


def close(application: ExemptionApplication) -> None:
    """A decision is taken."""
    application.close(DECISION, Outcome.REFUSED, TODAY)


def order_erasure(application: ExemptionApplication) -> None:
    """An operator orders it."""
    application.order_erasure(by="operator-1", on=TODAY)


def confirm_erasure(application: ExemptionApplication) -> None:
    """The keys are gone, as was ordered."""
    order_erasure(application)
    application.confirm_erasure(on=TODAY)


def note_renewal(application: ExemptionApplication) -> None:
    """A renewed decision grants."""
    application.note_later_decision(DECISION, Outcome.GRANTED, TODAY, date(2028, 3, 9))


def consent(application: ExemptionApplication) -> None:
    """The applicant can be written to by e-mail about decisions and objections."""
    types = [MessageType.OBJECTIONS, MessageType.DECISIONS, MessageType.DECISIONS]
    application.consent_to_email(EMAIL, types, on=TODAY)


def withdraw_consent(application: ExemptionApplication) -> None:
    """What was agreed to is taken back."""
    application.email, application.email_for = EMAIL, (MessageType.DECISIONS,)
    application.withdraw_consent_to_email([MessageType.DECISIONS], on=TODAY)


ACTS: dict[type[Event], Callable[[ExemptionApplication], object]] = {
    VehicleFactsReceived: receive_facts,
    VehicleFactsRefreshRequested: ask_again,
    HandlingStarted: start_handling,
    CompletionRequested: request_completion,
    ApplicationSupplemented: supplement,
    DocumentAttached: attach_document,
    CompletionTermLapsed: lapse,
    CompletionTermMoved: move_term,
    ApplicationWithdrawn: withdraw,
    ApplicationConverted: convert,
    ApplicationLeftOut: leave_out,
    ApplicationTakenUpAgain: take_up_again,
    ApplicationClosed: close,
    LaterDecisionNoted: note_renewal,
    ElectronicConsentGiven: consent,
    ElectronicConsentWithdrawn: withdraw_consent,
    ErasureOrdered: order_erasure,
    PersonErased: confirm_erasure,
}
TO_STATE: dict[ApplicationState, Callable[[ExemptionApplication], object]] = {
    ApplicationState.IN_HANDLING: start_handling,
    ApplicationState.WITHDRAWN: withdraw,
    ApplicationState.CONVERTED: convert,
    ApplicationState.LEFT_OUT: leave_out,
    ApplicationState.CLOSED: close,
}


def an_application_in(state: ApplicationState) -> ExemptionApplication:
    """An application that has come as far as `state`."""
    application = a_received_application()
    if state in TO_STATE:
        TO_STATE[state](application)
    return application


def refusal(act: Callable[[], object]) -> str:
    """The code of the rule that forbids an act."""
    with pytest.raises(RuleBroken) as broken:
        act()
    return broken.value.code


def test_a_submission_founds_the_case() -> None:
    """The first event carries what was applied for, by whom, and earlier cases of the plate."""
    (event,) = a_received_application().pending()
    assert isinstance(event, ApplicationSubmitted)
    assert (event.originator_id, event.received_on) == (CASE, date(2026, 3, 2))
    assert (event.applicant, event.plate) == (APPLICANT, PLATE)
    assert event.related_cases == (EARLIER_CASE,)
    assert event.applicant_subject == "applicant-1"
    assert (event.vehicle_id, event.stated) == (VEHICLE, StatedFacts(daily_range_km=333))


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


def test_an_application_that_is_taken_up_again_goes_on() -> None:
    """Awb 7:11(2): in handling, also when nobody had noted that before; a withdrawal is counted so, too (letter 4)."""
    application = an_application_in(ApplicationState.LEFT_OUT)
    take_up_again(application)
    assert (application.is_open, application.closed_by) == (True, None)
    with pytest.raises(NotInThisState):
        order_erasure(application)
    withdraw(application)
    (*_, withdrawn) = application.pending()
    assert isinstance(withdrawn, ApplicationWithdrawn)
    assert withdrawn.handling_started


@pytest.mark.parametrize("answered", [True, False])
def test_the_register_is_asked_after_all_where_it_had_not_answered(answered: bool) -> None:
    """The worker finds the plate in the event."""
    application = a_received_application()
    if answered:
        receive_facts(application)
    leave_out(application)
    take_up_again(application)
    (*_, taken_up) = application.pending()
    assert isinstance(taken_up, ApplicationTakenUpAgain)
    assert taken_up.plate == (None if answered else PLATE)
    assert application.awaits_facts is not answered


def test_a_term_of_before_is_not_moved_once_it_is_taken_up_again() -> None:
    """The request had passed unused, and waits no longer."""
    application = a_received_application()
    lapse(application)
    leave_out(application)
    take_up_again(application)
    before = len(application.pending())
    application.move_after_outage(Outage(UUID(int=7), ElectronicChannel.PORTAL, TODAY, TODAY), TODAY)
    assert len(application.pending()) == before


def test_nobody_who_is_erased_is_taken_up_again() -> None:
    """GDPR 17: nothing of them can be read, so nothing can be asked."""
    application = an_application_in(ApplicationState.LEFT_OUT)
    order_erasure(application)
    assert refusal(lambda: take_up_again(application)) == "person_erased"


def test_the_closing_decision_is_remembered() -> None:
    """Which decision ended the handling stands in the event."""
    event = an_application_in(ApplicationState.CLOSED).pending()[-1]
    assert isinstance(event, ApplicationClosed)
    assert (event.decision_id, event.outcome) == (DECISION, Outcome.REFUSED)


def test_every_event_has_a_transition() -> None:
    """Nothing can happen to an application that the declared transitions do not show."""
    declared = {step.event for step in TRANSITIONS}
    assert declared == {ApplicationSubmitted, *ACTS}


DAY = StatedFacts(day=RECEIVED_ON)


@pytest.mark.parametrize(
    ("exemption_type", "received_on", "municipality", "stated", "code"),
    [
        (ExemptionType.HARDSHIP, RECEIVED_ON, "0344", StatedFacts(), None),
        (ExemptionType.HARDSHIP, RECEIVED_ON, None, StatedFacts(), "municipality_missing"),
        (ExemptionType.HARDSHIP, RECEIVED_ON, "0505", StatedFacts(), "municipality_without_offer"),
        (ExemptionType.MARKET_TRADER, RECEIVED_ON, "0307", StatedFacts(), None),
        (ExemptionType.MARKET_TRADER, RECEIVED_ON, "0344", StatedFacts(), "municipality_without_offer"),
        (ExemptionType.PRIVATE_USE, RECEIVED_ON, "0344", StatedFacts(), "municipality_not_asked"),
        (ExemptionType.BUSINESS_ECONOMIC, date(2025, 12, 31), "0344", StatedFacts(), None),
        (ExemptionType.BUSINESS_ECONOMIC, date(2026, 1, 1), None, StatedFacts(), None),
        (ExemptionType.GRID_CONGESTION, date(2025, 12, 31), None, StatedFacts(), "type_not_offered"),
        (ExemptionType.GRID_CONGESTION, date(2026, 1, 1), None, StatedFacts(), None),
        (ExemptionType.DAY, RECEIVED_ON, "0344", DAY, None),
        (ExemptionType.DAY, date(2026, 3, 3), "0344", DAY, None),
        (ExemptionType.DAY, date(2025, 3, 2), "0344", DAY, None),
        (ExemptionType.DAY, date(2025, 3, 1), "0344", DAY, "day_out_of_reach"),
        (ExemptionType.DAY, RECEIVED_ON, "0344", StatedFacts(), "day_missing"),
        (ExemptionType.PRIVATE_USE, RECEIVED_ON, None, DAY, "day_not_asked"),
    ],
)
def test_type_municipality_and_day_go_together(
    exemption_type: ExemptionType,
    received_on: date,
    municipality: str | None,
    stated: StatedFacts,
    code: str | None,
) -> None:
    """By the day of receipt: a local type names its municipality, a day exemption its day, others neither."""
    submit = lambda: a_received_application(exemption_type, municipality, stated, received_on)  # noqa: E731
    if code is None:
        assert submit().municipality == municipality
    else:
        assert refusal(submit) == code


def test_a_completion_term_ends_two_weeks_after_the_request() -> None:
    """Day 0 is the day of the request, and the Atw does not roll a term that the authority sets."""
    application = a_received_application()
    request_completion(application)
    event = application.pending()[-1]
    assert isinstance(event, CompletionRequested)
    assert (event.request_number, event.term_last_day) == (1, date(2026, 3, 18))


def test_a_term_under_two_weeks_is_not_set() -> None:
    """Silence of at least two weeks is what leads to leaving out."""
    application = a_received_application()
    assert refusal(lambda: request_completion(application, term_days=13)) == "completion_term_too_short"


def test_one_request_runs_at_a_time() -> None:
    """The next one is made when the first is answered or has lapsed, and has the next number."""
    application = a_received_application()
    request_completion(application)
    assert refusal(lambda: request_completion(application)) == "completion_already_requested"
    application.lapse_completion_term(date(2026, 3, 19))
    request_completion(application)
    assert application.completion_requests == 2


@pytest.mark.parametrize(("on", "passed"), [(date(2026, 3, 18), False), (date(2026, 3, 19), True)])
def test_a_term_lapses_after_its_last_day(on: date, passed: bool) -> None:
    """On the last day a supplement is still in time."""
    application = a_received_application()
    request_completion(application)
    assert application.completion_term_passed(on) is passed
    if not passed:
        assert refusal(lambda: application.lapse_completion_term(on)) == "completion_term_not_passed"


def test_a_supplement_ends_the_request_and_adds_to_what_was_stated() -> None:
    """What is stated anew replaces, the rest stays."""
    application = a_received_application()
    request_completion(application)
    application.supplement(StatedFacts(daily_range_km=400, road_tax_rate=RoadTaxRate.BUSINESS), on=TODAY)
    assert application.stated == StatedFacts(daily_range_km=400, road_tax_rate=RoadTaxRate.BUSINESS)
    assert not application.completion_term_passed(date(2026, 12, 31))


def test_a_supplement_cannot_bring_a_day_to_another_type() -> None:
    """A day belongs to a day exemption."""
    application = a_received_application()
    assert refusal(lambda: application.supplement(DAY, on=TODAY)) == "day_not_asked"


@pytest.mark.parametrize(
    ("act", "started"), [(None, False), (start_handling, True), (request_completion, True)]
)
def test_a_withdrawal_says_whether_handling_had_started(
    act: Callable[[ExemptionApplication], None] | None, started: bool
) -> None:
    """Before it counts as left out, after it among the refusals (letter 4); a request to complete is handling."""
    application = a_received_application()
    if act is not None:
        act(application)
    withdraw(application)
    event = application.pending()[-1]
    assert isinstance(event, ApplicationWithdrawn)
    assert (event.withdrawn_on, event.handling_started) == (TODAY, started)


def test_a_conversion_goes_on_with_the_same_sealed_values_and_day_of_receipt() -> None:
    """Nothing is sealed anew, the old case is linked, no second fee is due; all of it parameters."""
    old = a_received_application()
    new = convert(old, ExemptionType.HARDSHIP, "0344")
    (submission,), conversion = new.pending(), old.pending()[-1]
    assert isinstance(submission, ApplicationSubmitted)
    assert isinstance(conversion, ApplicationConverted)
    assert (submission.applicant, submission.plate, submission.stated) == (APPLICANT, PLATE, old.stated)
    assert (submission.received_on, submission.municipality) == (RECEIVED_ON, "0344")
    assert (submission.converted_from_case_id, conversion.new_case_id) == (CASE, NEW_CASE)
    assert submission.related_cases == (EARLIER_CASE, CASE)
    assert (conversion.consent_given_on, conversion.fee_due_again) == (TODAY, False)


def test_the_terms_of_a_conversion_can_differ() -> None:
    """Without consent, with a new day of receipt and a second fee, when the terms say so."""
    old = a_received_application()
    terms = ConversionTerms(consent_needed=False, receipt_day_kept=False, fee_due_again=True)
    new = convert(old, consent_given_on=None, terms=terms)
    conversion = old.pending()[-1]
    assert isinstance(conversion, ApplicationConverted)
    assert (new.received_on, conversion.fee_due_again) == (TODAY, True)


@pytest.mark.parametrize(
    ("to_type", "municipality", "consent_given_on", "code"),
    [
        (ExemptionType.NOT_AVAILABLE_EMISSION_FREE, None, TODAY, "not_convertible"),
        (ExemptionType.DAY, "0344", TODAY, "not_convertible"),
        (ExemptionType.BUSINESS_ECONOMIC, None, None, "consent_missing"),
        (ExemptionType.BUSINESS_ECONOMIC, None, date(2026, 3, 11), "consent_day"),
        (ExemptionType.BUSINESS_ECONOMIC, None, date(2026, 3, 1), "consent_day"),
        (ExemptionType.BUSINESS_ECONOMIC, "0344", TODAY, "municipality_not_asked"),
        (ExemptionType.HARDSHIP, None, TODAY, "municipality_missing"),
    ],
)
def test_a_conversion_needs_another_type_consent_and_the_right_place(
    to_type: ExemptionType, municipality: str | None, consent_given_on: date | None, code: str
) -> None:
    """What is refused records nothing."""
    application = a_received_application()
    assert refusal(lambda: convert(application, to_type, municipality, consent_given_on)) == code
    assert len(application.pending()) == 1


def test_facts_are_wanted_again_on_request() -> None:
    """Also after the decision: the plate may have changed hands."""
    application = an_application_in(ApplicationState.IN_HANDLING)
    receive_facts(application)
    close(application)
    application.request_vehicle_facts_refresh(by="handler-1", on=TODAY)
    assert application.awaits_facts
    receive_facts(application)
    assert not application.awaits_facts


def test_the_register_is_not_asked_twice_at_once() -> None:
    """While the first answer is awaited another request says nothing new."""
    application = a_received_application()
    refused = refusal(lambda: application.request_vehicle_facts_refresh(by="handler-1", on=TODAY))
    assert refused == "vehicle_facts_already_asked"


def test_an_erasure_is_ordered_once_and_ends_asking() -> None:
    """After it nobody asks the register about the plate, and it is not ordered again."""
    application = an_application_in(ApplicationState.CLOSED)
    order_erasure(application)
    assert not application.awaits_facts
    assert refusal(lambda: order_erasure(application)) == "person_erased"
    assert refusal(lambda: ask_again(application)) == "person_erased"


def test_consent_names_each_type_once_and_replaces_what_was_said() -> None:
    """Awb 2:8: expressly, per type of message; a later word takes the place of an earlier one."""
    application = a_received_application()
    consent(application)
    assert (application.email, application.email_for) == (
        EMAIL,
        (MessageType.DECISIONS, MessageType.OBJECTIONS),
    )
    other = Sealed(KEY, SealedKind.EMAIL, b"other")
    application.consent_to_email(other, [MessageType.PROCEEDINGS], on=TODAY)
    assert (application.email, application.email_for) == (other, (MessageType.PROCEEDINGS,))


def test_consent_is_withdrawn_by_type_and_the_address_goes_with_the_last() -> None:
    """Paper stays available; what was never agreed to cannot be taken back."""
    application = a_received_application()
    consent(application)
    application.withdraw_consent_to_email([MessageType.DECISIONS, MessageType.PROCEEDINGS], on=TODAY)
    event = application.pending()[-1]
    assert isinstance(event, ElectronicConsentWithdrawn)
    assert (event.withdrawn_for, event.email_for) == ((MessageType.DECISIONS,), (MessageType.OBJECTIONS,))
    application.withdraw_consent_to_email([MessageType.OBJECTIONS], on=TODAY)
    assert (application.email, application.email_for) == (None, ())
    with pytest.raises(RuleBroken) as refused:
        application.withdraw_consent_to_email([MessageType.OBJECTIONS], on=TODAY)
    assert refused.value.code == "no_electronic_consent"


def test_nobody_who_is_being_erased_can_be_reached_electronically() -> None:
    """The address would be sealed under a key that is about to go."""
    application = a_received_application()
    withdraw(application)
    order_erasure(application)
    with pytest.raises(RuleBroken) as refused:
        consent(application)
    assert refused.value.code == "person_erased"


def test_a_conversion_takes_along_how_the_applicant_is_reached() -> None:
    """What was said holds for the case in which the application goes on."""
    application = a_received_application()
    consent(application)
    converted = convert(application)
    assert (converted.email, converted.email_for) == (application.email, application.email_for)
