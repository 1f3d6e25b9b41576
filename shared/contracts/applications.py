"""What the applications service publishes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from shared.contracts.envelope import TYPE_PREFIX, Contract
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, VehicleFacts


class ApplicationSubmitted(Contract, frozen=True):
    """An application (aanvraag) was received; the decision term starts on the day after `received_on`."""

    TYPE = TYPE_PREFIX + "application-submitted.v1"

    case_id: UUID
    exemption_type: ExemptionType
    received_on: date
    applicant: Sealed
    plate: Sealed
    stated_daily_range_km: int | None = None
    """What the applicant says the vehicle must drive in a day; not a register fact."""
    applicant_subject: str | None = None
    """Pseudonymous token subject that owns the case, so that later services know whose it is."""


class VehicleFactsReceived(Contract, frozen=True):
    """The register answered; a later message for the same case replaces the earlier facts."""

    TYPE = TYPE_PREFIX + "vehicle-facts-received.v1"

    case_id: UUID
    source: str
    fetched_at: datetime
    facts: VehicleFacts
