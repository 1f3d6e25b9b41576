"""What the demo sends: the bodies of its requests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self
from uuid import UUID

import msgspec

from services.demo.expectations import Threshold
from services.demo.plan import PlannedApplicant
from shared.vocabulary import ExemptionType, Outcome


class RequestBody(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """Base of the bodies; what is not said is left out."""


class ApplicantBody(RequestBody, frozen=True):
    """Who applies."""

    name: str
    street_and_number: str
    postcode: str
    town: str
    email: str | None = None
    chamber_of_commerce_number: str | None = None

    @classmethod
    def of(cls, planned: PlannedApplicant) -> Self:
        """As planned."""
        return cls(
            name=planned.name,
            street_and_number=planned.street_and_number,
            postcode=planned.postcode,
            town=planned.town,
            email=planned.email,
            chamber_of_commerce_number=planned.chamber_of_commerce_number,
        )


class VehicleBody(RequestBody, frozen=True):
    """The vehicle applied for, with a Dutch plate."""

    plate: str


class ApplicationBody(RequestBody, frozen=True):
    """An application (aanvraag)."""

    exemption_type: ExemptionType
    applicant: ApplicantBody
    vehicle: VehicleBody
    stated_daily_range_km: int | None = None


class DecisionBody(RequestBody, frozen=True):
    """The decision that is taken."""

    outcome: Outcome


class ObjectionBody(RequestBody, frozen=True):
    """An objection (bezwaar), lodged electronically."""

    case_id: UUID
    decision_id: UUID
    grounds: str


class FindingBody(RequestBody, frozen=True):
    """Which threshold an objection handler finds wrong."""

    vehicle_category: str
    parameter: str
    reasons: str


class ThresholdBody(RequestBody, frozen=True):
    """One threshold of a set."""

    category: str
    parameter: str
    value: int

    @classmethod
    def of(cls, threshold: Threshold) -> Self:
        """As expected."""
        return cls(threshold.category, threshold.parameter, threshold.value)


class ThresholdSetBody(RequestBody, frozen=True):
    """A complete set of thresholds (drempelwaarden)."""

    thresholds: tuple[ThresholdBody, ...]
    valid_from: date
    objection_id: UUID | None = None


class ApprovalBody(RequestBody, frozen=True):
    """The plan that is approved."""

    plan_digest: str


class AccessCheckBody(RequestBody, frozen=True):
    """Which plate, which zone, which moment."""

    plate: str
    zone: str
    at: datetime


class StepBody(RequestBody, frozen=True):
    """Where the business clock is to step to."""

    to: datetime
