"""The application for an exemption (aanvraag), from its receipt to the decision that closes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from shared.errors import NotInThisState
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, Outcome, VehicleFacts


class ApplicationState(StrEnum):
    """Where an application stands at the desk."""

    RECEIVED = "received"
    """Ontvangen: nobody at the desk has begun with it."""
    IN_HANDLING = "in_handling"
    """In behandeling genomen: a case handler has begun."""
    CLOSED = "closed"
    """Afgehandeld: a decision on the merits was taken."""


class ApplicationSubmitted(FoundingEvent):
    """An application was received; the stream's id is the case id that everything later carries.

    The day of receipt starts the decision term (Awb 4:13). `related_cases` are earlier cases of the
    same plate, for the rule on repeated applications (Awb 4:6).
    """

    TOPIC = "applications.ApplicationSubmitted"

    received_on: date
    """Legal day of receipt."""
    exemption_type: ExemptionType
    applicant: Sealed
    plate: Sealed
    stated_daily_range_km: int | None
    """Kilometres a day that the applicant says the vehicle must drive; no fact of the register."""
    related_cases: tuple[UUID, ...]
    applicant_subject: str
    """Pseudonymous token subject of the one who submitted it, and who may read it."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.state = ApplicationState.RECEIVED


class VehicleFactsReceived(Event):
    """The vehicle register answered; later facts replace earlier ones.

    An answer without a record is recorded too, with facts that are all None.
    """

    TOPIC = "applications.VehicleFactsReceived"

    source: str
    """Which register, and which of its data sets, were asked."""
    fetched_at: datetime
    facts: VehicleFacts
    evidence: Sealed
    """The register's whole answer, as it came."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.facts = self.facts


class HandlingStarted(Event):
    """A case handler took the application in hand (in behandeling genomen).

    A withdrawal before this moment is counted as left out of consideration, a later one among the
    refusals (fourth bimonthly letter to the Chamber, 29 September 2025).
    """

    TOPIC = "applications.HandlingStarted"

    started_on: date
    """Legal day."""
    started_by: str
    """Pseudonymous id of the case handler."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.state = ApplicationState.IN_HANDLING


class ApplicationClosed(Event):
    """A decision on the merits was taken on the application, which ends its handling here."""

    TOPIC = "applications.ApplicationClosed"

    decision_id: UUID
    outcome: Outcome
    decided_on: date
    """Legal day of the decision; its effect begins with its announcement, elsewhere."""

    def apply(self, aggregate: ExemptionApplication) -> None:
        aggregate.state = ApplicationState.CLOSED
        aggregate.closed_by = self.decision_id


class ExemptionApplication(Aggregate):
    """One application for one vehicle; its id is the case id."""

    TOPIC = "applications.ExemptionApplication"

    received_on: date
    exemption_type: ExemptionType
    applicant: Sealed
    plate: Sealed
    stated_daily_range_km: int | None
    related_cases: tuple[UUID, ...]
    applicant_subject: str
    state: ApplicationState = ApplicationState.RECEIVED
    facts: VehicleFacts | None = None
    closed_by: UUID | None = None

    @classmethod
    def submit(
        cls,
        case_id: UUID,
        *,
        received_on: date,
        exemption_type: ExemptionType,
        applicant: Sealed,
        plate: Sealed,
        stated_daily_range_km: int | None,
        related_cases: tuple[UUID, ...],
        applicant_subject: str,
    ) -> Self:
        """Receive an application as case `case_id`."""
        return cls.found(
            ApplicationSubmitted,
            id=case_id,
            received_on=received_on,
            exemption_type=exemption_type,
            applicant=applicant,
            plate=plate,
            stated_daily_range_km=stated_daily_range_km,
            related_cases=related_cases,
            applicant_subject=applicant_subject,
        )

    def receive_vehicle_facts(
        self, source: str, fetched_at: datetime, facts: VehicleFacts, evidence: Sealed
    ) -> None:
        """Record what the register answered. Raises NotInThisState once the application is closed."""
        self._require(VehicleFactsReceived)
        self.trigger_event(
            VehicleFactsReceived, source=source, fetched_at=fetched_at, facts=facts, evidence=evidence
        )

    def start_handling(self, by: str, on: date) -> None:
        """Take the application in hand, once. Raises NotInThisState when that was done before."""
        self._require(HandlingStarted)
        self.trigger_event(HandlingStarted, started_on=on, started_by=by)

    def close(self, decision_id: UUID, outcome: Outcome, decided_on: date) -> None:
        """End the application by a decision on the merits. Raises NotInThisState when it has ended."""
        self._require(ApplicationClosed)
        self.trigger_event(ApplicationClosed, decision_id=decision_id, outcome=outcome, decided_on=decided_on)

    @property
    def is_closed(self) -> bool:
        """Whether a decision on the merits has ended it."""
        return self.state is ApplicationState.CLOSED

    @property
    def awaits_facts(self) -> bool:
        """Whether the register's first answer is still wanted."""
        return self.facts is None and not self.is_closed

    def _require(self, event: type[Event]) -> None:
        if not any(step.event is event and step.before is self.state for step in TRANSITIONS):
            raise NotInThisState(
                "application_state", f"not possible while the application is {self.state.value}"
            )


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that an application can take."""

    event: type[Event]
    before: ApplicationState | None
    """None: there was no application yet."""
    after: ApplicationState


TRANSITIONS: Final = (
    Transition(ApplicationSubmitted, None, ApplicationState.RECEIVED),
    Transition(VehicleFactsReceived, ApplicationState.RECEIVED, ApplicationState.RECEIVED),
    Transition(VehicleFactsReceived, ApplicationState.IN_HANDLING, ApplicationState.IN_HANDLING),
    Transition(HandlingStarted, ApplicationState.RECEIVED, ApplicationState.IN_HANDLING),
    Transition(ApplicationClosed, ApplicationState.RECEIVED, ApplicationState.CLOSED),
    Transition(ApplicationClosed, ApplicationState.IN_HANDLING, ApplicationState.CLOSED),
)
"""Every step there is; rules and diagram are both read from here."""
