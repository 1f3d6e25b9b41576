"""Whatever is done to an application, in whatever order: a small model says whether it may be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from services.applications.domain.application_acts import ApplicationState, MissingItem
from services.applications.domain.conversion_terms import CONVERSION_TERMS
from services.applications.domain.documents import DocumentType
from services.applications.domain.exemption_application import ExemptionApplication, SealedApplication
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, LeftOutReason, Outcome, StatedFacts, VehicleFacts
from tests.support.courses import ALLOWED, Course, refusal_of, steps_taken
from tests.support.state_diagrams import diagrams

CASE, NEW_CASE, DECISION, KEY, OBJECTION = (UUID(int=number) for number in range(1, 6))
RECEIVED_ON = date(2026, 3, 2)


@dataclass
class Model:
    """An application as the law sees it."""

    state: ApplicationState = ApplicationState.RECEIVED
    facts_asked: bool = True
    asked_until: date | None = None
    """The last day of the request that is open."""
    requests: int = 0
    documents: set[str] = field(default_factory=set)
    erasing: bool = False
    erased: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is still to be dealt with."""
        return self.state in {ApplicationState.RECEIVED, ApplicationState.IN_HANDLING}


def may_end(course: AnApplication) -> bool:
    """Whether the course was long enough."""
    return course.application.version > course.acts_before_the_end


class AnApplication(Course):
    """Every act is tried in every state."""

    @initialize(acts=st.integers(0, 8))
    def received(self, acts: int) -> None:
        """Given an application of a Monday in March, which nobody ends before so many acts."""
        self.acts_before_the_end = acts
        sealed = SealedApplication(
            ExemptionType.PRIVATE_USE,
            Sealed(KEY, SealedKind.APPLICANT, b"box"),
            Sealed(KEY, SealedKind.PLATE, b"box"),
            "applicant-1",
        )
        self.application = ExemptionApplication.submit(CASE, sealed, received_on=RECEIVED_ON)
        self.model, self.today = Model(), RECEIVED_ON
        self.begin_with(self.application)

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        """Nothing happens by itself here: the timer is an act."""
        self.today += timedelta(days=days)

    @precondition(lambda self: self.model.asked_until is not None)
    @rule(later=st.integers(0, 1))
    def the_set_term_passes(self, later: int) -> None:
        """Until its last day, or the day after."""
        self.today = max(self.today, self.model.asked_until + timedelta(days=later))

    @rule()
    def start_handling(self) -> None:
        """Once, while nobody has begun."""
        fresh = self.model.state is ApplicationState.RECEIVED
        self.tried(
            lambda: self.application.start_handling(by="handler-1", on=self.today),
            ALLOWED if fresh else "application_state",
        )
        if fresh:
            self.model.state = ApplicationState.IN_HANDLING

    @rule(days=st.integers(10, 30))
    def request_completion(self, days: int) -> None:
        """One at a time, for two weeks or more (Awb 4:5(1))."""
        expected = ALLOWED if self.model.is_open else "application_state"
        if expected is ALLOWED and self.model.asked_until is not None:
            expected = "completion_already_requested"
        elif expected is ALLOWED and days < 14:
            expected = "completion_term_too_short"
        items = [MissingItem.DAILY_RANGE]
        self.tried(
            lambda: self.application.request_completion(items, days, by="handler-1", on=self.today), expected
        )
        if expected is ALLOWED:
            self.model.asked_until = self.today + timedelta(days=days)
            self.model.requests += 1

    @rule()
    def supplement(self) -> None:
        """Asked or unasked; it answers the open request."""
        expected = ALLOWED if self.model.is_open else "application_state"
        self.tried(
            lambda: self.application.supplement(StatedFacts(entries_per_year=13), on=self.today), expected
        )
        if expected is ALLOWED:
            self.model.asked_until = None

    @rule(number=st.integers(0, 3))
    def answer_with_a_document(self, number: int) -> None:
        """One that is attached answers the open request as what is stated does (Awb 4:5(2))."""
        name = f"{number:064x}"
        expected = ALLOWED if self.model.is_open else "application_state"
        if expected is ALLOWED and name not in self.model.documents:
            expected = "document_not_attached"
        self.tried(
            lambda: self.application.supplement(StatedFacts(), on=self.today, documents=(name,)), expected
        )
        if expected is ALLOWED:
            self.model.asked_until = None

    @rule()
    def lapse(self) -> None:
        """Only of an open term, after its last day."""
        expected = ALLOWED if self.model.is_open else "application_state"
        if expected is ALLOWED and not (self.model.asked_until and self.model.asked_until < self.today):
            expected = "completion_term_not_passed"
        self.tried(lambda: self.application.lapse_completion_term(self.today), expected)
        if expected is ALLOWED:
            self.model.asked_until = None

    @rule(number=st.integers(0, 3))
    def attach(self, number: int) -> None:
        """Each file once."""
        name = f"{number:064x}"
        expected = ALLOWED if self.model.is_open else "application_state"
        if expected is ALLOWED and name in self.model.documents:
            expected = "document_attached_already"
        self.tried(
            lambda: self.application.attach_document(
                name=name,
                shows=MissingItem.DAILY_RANGE,
                media_type=DocumentType.PNG,
                size=1,
                by="applicant-1",
                on=self.today,
            ),
            expected,
        )
        if expected is ALLOWED:
            self.model.documents.add(name)

    @rule()
    def ask_the_register_again(self) -> None:
        """Not while it has not answered, and not about somebody erased."""
        readable = self.model.is_open or self.model.state is ApplicationState.CLOSED
        expected = ALLOWED if readable else "application_state"
        if expected is ALLOWED and self.model.erasing:
            expected = "person_erased"
        elif expected is ALLOWED and self.model.facts_asked:
            expected = "vehicle_facts_already_asked"
        self.tried(
            lambda: self.application.request_vehicle_facts_refresh(by="handler-1", on=self.today), expected
        )
        if expected is ALLOWED:
            self.model.facts_asked = True

    @rule()
    def the_register_answers(self) -> None:
        """Where somebody reads it."""
        readable = self.model.is_open or self.model.state is ApplicationState.CLOSED
        evidence = Sealed(KEY, SealedKind.EVIDENCE, b"box")
        at = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.tried(
            lambda: self.application.receive_vehicle_facts("register", at, VehicleFacts(), evidence),
            ALLOWED if readable else "application_state",
        )
        if readable:
            self.model.facts_asked = False

    @precondition(may_end)
    @rule()
    def withdraw(self) -> None:
        """As long as it has not ended."""
        self._ends(lambda: self.application.withdraw(on=self.today), ApplicationState.WITHDRAWN)

    @precondition(may_end)
    @rule()
    def leave_out(self) -> None:
        """By decision."""
        reason = LeftOutReason.NO_RESPONSE
        self._ends(
            lambda: self.application.leave_out(DECISION, reason, self.today), ApplicationState.LEFT_OUT
        )

    @rule()
    def take_up_again(self) -> None:
        """What was left out, on objection, while nobody is erased (Awb 7:11(2))."""
        left_out = self.model.state is ApplicationState.LEFT_OUT
        expected = ALLOWED if left_out else "application_state"
        if left_out and self.model.erasing:
            expected = "person_erased"
        self.tried(lambda: self.application.take_up_again(DECISION, OBJECTION, self.today), expected)
        if expected is ALLOWED:
            self.model.state = ApplicationState.IN_HANDLING

    @precondition(may_end)
    @rule(consent=st.sampled_from([0, 0, 0, 0, -1, 1, None]))
    def convert(self, consent: int | None) -> None:
        """With a consent that was given since the receipt, not one that is to come."""
        given_on = None if consent is None else self.today + timedelta(days=consent)
        good = given_on is not None and RECEIVED_ON <= given_on <= self.today
        expected = ALLOWED if self.model.is_open else "application_state"
        refused = refusal_of(
            lambda: self.application.convert(
                NEW_CASE,
                to_type=ExemptionType.LONG_DELIVERY_TIME,
                municipality=None,
                consent_given_on=given_on,
                terms=CONVERSION_TERMS,
                by="handler-1",
                on=self.today,
            )
        )
        if expected is not ALLOWED or good:
            assert refused == expected
        else:
            assert refused is not ALLOWED
        if refused is ALLOWED:
            self.model.state = ApplicationState.CONVERTED

    @rule(until=st.one_of(st.none(), st.just(date(2030, 1, 1))))
    def hear_of_a_later_decision(self, until: date | None) -> None:
        """Only of what a decision closed; what is held since is known."""
        expected = ALLOWED if self.model.state is ApplicationState.CLOSED else "application_state"
        outcome = Outcome.GRANTED if until else Outcome.REVOKED
        self.tried(
            lambda: self.application.note_later_decision(DECISION, outcome, self.today, until), expected
        )
        if expected is ALLOWED:
            assert (self.application.outcome, self.application.exemption_until) == (outcome, until)

    @precondition(may_end)
    @rule()
    def close(self) -> None:
        """By a decision, which may cross any other end, once."""
        expected = "application_state" if self.model.state is ApplicationState.CLOSED else ALLOWED
        self.tried(lambda: self.application.close(DECISION, Outcome.REFUSED, self.today), expected)
        if expected is ALLOWED:
            self.model.state = ApplicationState.CLOSED
            self.model.facts_asked = False  # a decided case waits for nobody

    @rule()
    def order_erasure(self) -> None:
        """Once it has ended, once (GDPR 17(3)(b))."""
        expected = "application_state" if self.model.is_open else ALLOWED
        if expected is ALLOWED and self.model.erasing:
            expected = "person_erased"
        self.tried(lambda: self.application.order_erasure(by="operator-1", on=self.today), expected)
        if expected is ALLOWED:
            self.model.erasing = True

    @rule()
    def the_keys_are_destroyed(self) -> None:
        """Once, after the order."""
        expected = ALLOWED if self.model.erasing and not self.model.erased else "application_state"
        if self.tried(lambda: self.application.confirm_erasure(on=self.today), expected):
            self.model.erased = True

    @invariant()
    def the_application_agrees_with_the_model(self) -> None:
        """After every act, done or refused."""
        application = self.application
        assert application.state is self.model.state
        assert application.is_open is self.model.is_open
        assert application.completion_requests == self.model.requests
        assert set(application.documents) == self.model.documents
        assert application.erasure_ordered is self.model.erasing
        assert application.erased is self.model.erased
        if self.model.is_open:
            assert application.completion_open is (self.model.asked_until is not None)

    def _ends(self, act: Callable[[], object], state: ApplicationState) -> None:
        expected = ALLOWED if self.model.is_open else "application_state"
        self.tried(act, expected)
        if expected is ALLOWED:
            self.model.state = state


def test_every_course_of_an_application() -> None:
    """No step was taken that is not declared; that each declared one can be taken, the table of acts and states shows."""
    assert steps_taken(AnApplication) <= set(diagrams()["An application"])
