"""What is known of an application that was received, and how its applicant is reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.applications.domain.application_acts import (
    NOTHING_STATED,
    ApplicationState,
    EnteredFromPaper,
    MissingItem,
    VehicleFactsReceived,
)
from services.applications.domain.application_transitions import TRANSITIONS
from services.applications.domain.asked_again import Asked
from services.applications.domain.electronic_consent import (
    ElectronicConsentGiven,
    ElectronicConsentWithdrawn,
    agreed_among,
    in_order,
)
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, MessageType, Outcome, StatedFacts, VehicleFacts


class ReceivedApplication(Aggregate):
    """The fields without a default come from the founding event, by name.

    What the desk and the applicant do with it is said in `exemption_application`.
    """

    received_on: date
    exemption_type: ExemptionType
    applicant: Sealed
    plate: Sealed
    stated_daily_range_km: int | None
    related_cases: tuple[UUID, ...]
    applicant_subject: str
    municipality: str | None = None
    stated: StatedFacts = NOTHING_STATED
    vehicle_id: UUID | None = None
    converted_from_case_id: UUID | None = None
    renews_case_id: UUID | None = None
    email: Sealed | None = None
    email_for: tuple[MessageType, ...] = ()
    co_applicants: Sealed | None = None
    addressed_co_applicants: tuple[Sealed, ...] = ()
    representative: Sealed | None = None
    applicants: int = 1
    signed: bool = True
    from_paper: EnteredFromPaper | None = None
    """None: it was sent here by its applicant."""
    placed_on: date | None = None
    """The day of the policy that says where it belongs; None: that of receipt."""
    state: ApplicationState = ApplicationState.RECEIVED
    facts: VehicleFacts | None = None
    facts_asked: bool = True
    documents: tuple[str, ...] = ()
    """Names of the documents attached to it."""
    completion_requests: int = 0
    completion_open: bool = False
    completion_last_day: date | None = None
    completion_lapsed: bool = False
    """Whether the term of the last request passed unused."""
    completion_items: tuple[MissingItem, ...] = ()
    """What was asked for last."""
    completion_asked: tuple[Asked, ...] = ()
    """Every request, oldest first."""
    completion_requested_by: UUID | None = None
    """The event of the last request."""
    converted_to_case_id: UUID | None = None
    closed_by: UUID | None = None
    outcome: Outcome | None = None
    """Of the decision that stands, as far as was heard."""
    exemption_granted_on: date | None = None
    """Legal day of the decision by which the exemption that stands was granted first; None: none was."""
    exemption_until: date | None = None
    """Last day of the exemption that is held on this application; None: none is, or it is not known."""
    erasure_ordered: bool = False
    everybody_ordered: bool = False
    """Whether others in the case are to be erased too."""
    erased: bool = False
    everybody_erased: bool = False

    # What it looks like

    @property
    def is_closed(self) -> bool:
        """Whether a decision on the merits has ended it."""
        return self.state is ApplicationState.CLOSED

    @property
    def is_open(self) -> bool:
        """Whether it is still to be dealt with."""
        return self.state in {ApplicationState.RECEIVED, ApplicationState.IN_HANDLING}

    @property
    def awaits_facts(self) -> bool:
        """Whether an answer of the register is wanted: the first one, or after a request to ask again."""
        return self.facts_asked and self._admits(VehicleFactsReceived) and not self.erasure_ordered

    @property
    def awaits_erasure(self) -> bool:
        """Whether an erasure was ordered that is not confirmed."""
        others = self.everybody_ordered and not self.everybody_erased
        return self.erasure_ordered and (not self.erased or others)

    # How the applicant is reached

    def consent_to_email(self, email: Sealed, email_for: Sequence[MessageType], on: date) -> None:
        """Note where and for which messages the applicant is reachable electronically from now on (Awb 2:8)."""
        self._require(ElectronicConsentGiven)
        self._forbid_after_erasure()
        self.trigger_event(
            ElectronicConsentGiven,
            given_on=on,
            email=email,
            email_for=in_order(email_for),
            applicant_subject=self.applicant_subject,
        )

    def withdraw_consent_to_email(self, withdrawn_for: Sequence[MessageType], on: date) -> None:
        """Take that back for these messages. Raises RuleBroken where none of them could come by e-mail."""
        self._require(ElectronicConsentWithdrawn)
        withdrawn = agreed_among(self.email_for, withdrawn_for)
        self.trigger_event(
            ElectronicConsentWithdrawn,
            withdrawn_on=on,
            withdrawn_for=withdrawn,
            email_for=tuple(each for each in self.email_for if each not in withdrawn),
        )

    def _forbid_after_erasure(self) -> None:
        if self.erasure_ordered:
            raise RuleBroken("person_erased", "the person of this case is erased (GDPR 17)")

    def _admits(self, event: type[Event]) -> bool:
        return any(step.event is event and step.before is self.state for step in TRANSITIONS)

    def _require(self, event: type[Event]) -> None:
        if not self._admits(event):
            raise NotInThisState(
                "application_state", f"not possible while the application is {self.state.value}"
            )
