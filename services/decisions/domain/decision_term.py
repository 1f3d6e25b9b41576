"""The decision term: started, and while the applicant completes the application suspended (Awb 4:5(1), 4:13, 4:15)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

import msgspec

from services.decisions.domain.carried_term import CarriedTerm
from services.decisions.domain.case_file import Holder
from services.decisions.domain.established_facts import combined, overlaid
from services.decisions.domain.running_term import RunningTerm
from services.decisions.domain.thresholds import CaseFacts
from shared.eventlog.aggregate import Event, FoundingEvent
from shared.law.terms import Suspension
from shared.vocabulary import ExemptionType, StatedFacts, VehicleFacts

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase


class DecisionTermStarted(FoundingEvent):
    """The decision term (beslistermijn) runs from the day after receipt (Awb 4:13)."""

    TOPIC = "decisions.DecisionTermStarted"
    exemption_type: ExemptionType
    received_on: date
    last_day: date
    provisional: bool
    holder: Holder
    daily_range_km: int | None
    stated: StatedFacts = StatedFacts()
    municipality: str | None = None
    """CBS code (gemeentecode) of a local case; None: national."""
    vehicle_id: UUID | None = None
    """The same in every case of one plate."""
    renews_case_id: UUID | None = None
    """The earlier case of which the exemption is to be renewed (verlenging)."""
    applicants: int = 1
    """How many apply together (Awb 4:17(7))."""
    signed: bool = True
    """False: it came on paper without a signature, which the applicant can be asked for (Awb 4:2(1), 4:5(1))."""
    carried_over: CarriedTerm | None = None
    """What befell the term in the case that was converted into this one; None: nothing, or it was not kept then."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.exemption_type = self.exemption_type
        aggregate.received_on = self.received_on
        aggregate.municipality = self.municipality
        aggregate.vehicle_id = self.vehicle_id
        aggregate.renews_case_id = self.renews_case_id
        aggregate.applicants = self.applicants
        aggregate.signed = self.signed
        aggregate.holder = self.holder
        aggregate.last_day = self.last_day
        if self.carried_over is not None:
            aggregate.suspensions = self.carried_over.suspensions
            aggregate.extension = self.carried_over.extension
            aggregate.reopened = self.carried_over.reopened
            aggregate.default = self.carried_over.default
            aggregate.court_term = self.carried_over.court_term
        aggregate.facts = CaseFacts(VehicleFacts(), self.daily_range_km, self.stated, self.municipality)
        aggregate.stated = overlaid(self.stated, StatedFacts(daily_range_km=self.daily_range_km))


class ResumedBecause(StrEnum):
    """Why the decision term runs again."""

    SUPPLEMENTED = "supplemented"
    """Aangevuld: the applicant supplemented the application."""
    LAPSED = "lapsed"
    """The set term ended without a reaction."""
    DECIDED = "decided"
    """The desk decided without waiting for the supplement: the facts sufficed."""


class CompletionRequest(msgspec.Struct, frozen=True):
    """A request to complete the application within a set term (Awb 4:5(1)), and how it ended."""

    request_number: int
    requested_on: date
    term_last_day: date
    ended: ResumedBecause | None = None
    """None: the set term runs."""
    moved: bool = False
    """Whether its last day was moved: it may have ended by the earlier one, and not by the later."""
    items: tuple[str, ...] = ()
    """Codes of what was asked for; none in requests from before they were kept."""
    supplemented_on: date | None = None
    """The day of receipt of the first supplement within the set term."""
    suspended: Suspension | None = None
    """What it suspended the decision term for; None: it still does, or a newer request goes on with it."""

    @property
    def ended_on(self) -> date | None:
        """From when the four weeks of Awb 4:5(4) are counted: the supplement, or the end of the set term without one.

        What comes later moves it no more. None: the term runs.
        """
        if self.supplemented_on is not None:
            return self.supplemented_on
        return self.term_last_day if self.ended is not None else None

    def has_in_term(self, day: date) -> bool:
        """Whether what is received on that day comes within the set term."""
        return self.requested_on <= day <= self.term_last_day


class Completion(msgspec.Struct, frozen=True):
    """What was asked of the applicant to complete the application, and when the applicant last did."""

    requests: tuple[CompletionRequest, ...] = ()
    """Oldest first; a newer request takes the place of one of which the term still runs."""
    supplemented_on: date | None = None

    @property
    def latest(self) -> CompletionRequest | None:
        """The last request; None when the application was never found incomplete."""
        return self.requests[-1] if self.requests else None

    def asked(self, request: CompletionRequest) -> Completion:
        """With one more request."""
        return msgspec.structs.replace(self, requests=(*self.requests, request))

    def answered_on(self, day: date) -> CompletionRequest | None:
        """The request within the set term of which that day lies, the last one first; None: it lies in none."""
        return next((each for each in reversed(self.requests) if each.has_in_term(day)), None)

    def supplemented(self, day: date) -> Completion:
        """With a supplement that was received on that day."""
        answered = self.answered_on(day)
        requests = self.requests
        if answered is not None:
            first = min(answered.supplemented_on or day, day)
            after = msgspec.structs.replace(answered, supplemented_on=first)
            requests = tuple(after if each is answered else each for each in requests)
        latest = max(self.supplemented_on or day, day)
        return msgspec.structs.replace(self, requests=requests, supplemented_on=latest)

    def ended(self, because: ResumedBecause, suspended: Suspension) -> Completion:
        """With the end of the last request, and what it suspended the term for."""
        last = msgspec.structs.replace(self.requests[-1], ended=because, suspended=suspended)
        return msgspec.structs.replace(self, requests=(*self.requests[:-1], last))


class DecisionTermSuspended(Event):
    """The decision term is suspended (opgeschort) from the day after the request to complete (Awb 4:15(1)(a))."""

    TOPIC = "decisions.DecisionTermSuspended"
    request_number: int
    requested_on: date
    term_last_day: date
    """Last day on which the applicant can complete the application."""
    first_day: date
    """First suspended day, of the earlier request when one suspended the term already."""
    term_suspended_from: date | None = None
    """First day of everything that suspends the term now; None: `first_day`."""
    items: tuple[str, ...] = ()
    """Codes of what the applicant was asked for; none in the events from before they were kept."""
    asked_again_too_late: bool = False
    """Whether it asks what was asked before, after the four weeks for that: it opens none of its own (Awb 4:5(4))."""

    def apply(self, aggregate: DecisionCase) -> None:
        request = CompletionRequest(
            self.request_number, self.requested_on, self.term_last_day, items=self.items
        )
        aggregate.completion = aggregate.completion.asked(request)
        aggregate.suspended_from = self.first_day


class StatedFactsSupplemented(Event):
    """The applicant supplemented the application; `stated` is all that is stated now (Awb 4:5(1)).

    A distance per day that was stated before is kept, and so is what the desk established.
    """

    TOPIC = "decisions.StatedFactsSupplemented"
    supplemented_on: date
    stated: StatedFacts
    signed: bool = False
    """Whether the signature that was missing came with it."""

    def apply(self, aggregate: DecisionCase) -> None:
        distance = StatedFacts(daily_range_km=aggregate.stated.daily_range_km)
        aggregate.stated = overlaid(distance, self.stated)
        aggregate.facts = combined(aggregate.facts, aggregate.stated, aggregate.established)
        aggregate.completion = aggregate.completion.supplemented(self.supplemented_on)
        aggregate.signed = aggregate.signed or self.signed
        aggregate.assessed = None


class DecisionTermResumed(Event):
    """The request to complete no longer suspends the decision term, with the last day that it leaves (Awb 4:15)."""

    TOPIC = "decisions.DecisionTermResumed"
    because: ResumedBecause
    suspended_from: date
    resumed_on: date
    """First day that is not suspended any more."""
    last_day: date
    provisional: bool
    still_suspended_from: date | None = None
    """First day of what suspends the term nevertheless; None: it runs."""

    def apply(self, aggregate: DecisionCase) -> None:
        suspended = Suspension(self.suspended_from, self.resumed_on)
        aggregate.completion = aggregate.completion.ended(self.because, suspended)
        aggregate.suspensions = (*aggregate.suspensions, suspended)
        aggregate.suspended_from = None
        aggregate.last_day = self.last_day


class Resumption(TypedDict):
    """What the end of a suspension means for the decision term."""

    because: ResumedBecause
    suspended_from: date
    resumed_on: date
    last_day: date
    provisional: bool


def resumption(
    because: ResumedBecause, resumed_on: date, *, suspended_from: date, term: RunningTerm
) -> Resumption:
    """The last day computed anew, with every suspension that has ended (Awb 4:15)."""
    after = term.after(Suspension(suspended_from, resumed_on))
    return Resumption(
        because=because,
        suspended_from=suspended_from,
        resumed_on=resumed_on,
        last_day=after.last_day,
        provisional=after.provisional,
    )
