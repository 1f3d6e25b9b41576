"""What the demo sends: the bodies of its requests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

import msgspec

from services.demo.calendar import Place
from services.demo.expectations import Threshold
from services.demo.planned import PlannedApplicant
from services.demo.statements import AskedDay, Statement
from shared.vocabulary import (
    ExemptionType,
    Finding,
    LeftOutReason,
    ObjectionRuling,
    Outcome,
    RefusalGround,
    RoadTaxRate,
    SpecialPurpose,
)


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


class StatedBody(RequestBody, frozen=True):
    """What is stated or shown."""

    daily_range_km: int | None = None
    exclusively_private: bool | None = None
    road_tax_rate: RoadTaxRate | None = None
    adaptation_cost_cents: int | None = None
    replacement_ordered_on: date | None = None
    replacement_delivery_on: date | None = None
    replacement_shown: bool | None = None
    in_name_before_zone: bool | None = None
    work_in_zone_before_zone: bool | None = None
    needed_in_zone: bool | None = None
    entries_per_year: int | None = None
    turnover_depends_on_zone: bool | None = None
    annual_reports_shown: bool | None = None
    planned_investments_shown: bool | None = None
    company_aspects_told: bool | None = None
    direct_financial_trouble: bool | None = None
    grid_full_shown: bool | None = None
    own_steps_shown: bool | None = None
    special_purpose: SpecialPurpose | None = None
    crane_tonne_metres: int | None = None
    drives_emission_free_in_zone: bool | None = None
    market_permit: bool | None = None
    urgent_animal_transport: bool | None = None
    circumstances_shown: bool | None = None
    day: date | None = None

    @classmethod
    def of(cls, statement: Statement, first_day: date) -> Self:
        """As planned, with the days counted from the first one of the sample set."""
        stated = msgspec.structs.asdict(statement)
        ordered, delivery, day = (
            stated.pop(name) for name in ("replacement_ordered", "replacement_delivery", "day")
        )
        return cls(
            **stated,
            replacement_ordered_on=None if ordered is None else first_day + timedelta(days=ordered),
            replacement_delivery_on=None if delivery is None else first_day + timedelta(days=delivery),
            day=None if day is None else _asked_day(day, first_day),
        )


def _asked_day(day: AskedDay, first_day: date) -> date:
    match day:
        case AskedDay.TODAY:
            return first_day
        case AskedDay.IN_TWO_DAYS:
            return first_day + timedelta(days=2)
        case AskedDay.YESTERDAY:
            return first_day - timedelta(days=1)


class ApplicationBody(RequestBody, frozen=True):
    """An application (aanvraag)."""

    exemption_type: ExemptionType
    applicant: ApplicantBody
    vehicle: VehicleBody
    municipality: str | None = None
    stated: StatedBody | None = None


class CompletionBody(RequestBody, frozen=True):
    """What an applicant is asked to supply, within the shortest term."""

    items: tuple[str, ...]


class ConversionBody(RequestBody, frozen=True):
    """Into what an application is converted, and when the applicant agreed."""

    to_type: ExemptionType
    consent_given_on: date
    municipality: str | None = None


class LeavingOutBody(RequestBody, frozen=True):
    """Why an application is not dealt with."""

    reason: LeftOutReason


class JudgementBody(RequestBody, frozen=True):
    """What a case handler finds of one criterion."""

    criterion: str
    finding: Finding
    reasons: str


class JudgementsBody(RequestBody, frozen=True):
    """All that is judged of a case at once."""

    judgements: tuple[JudgementBody, ...]


class DecisionBody(RequestBody, frozen=True):
    """The decision that is taken; a refusal on another ground with its reasons."""

    outcome: Outcome
    ground: RefusalGround | None = None
    reasons: str | None = None
    valid_until: date | None = None
    """Of hardship: the last day, which who decides sets."""


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


class RevocationIntentionBody(RequestBody, frozen=True):
    """What the holder of an exemption is told before it is revoked."""

    ground: str
    views_until: date
    reasons: str


class RevocationBody(RequestBody, frozen=True):
    """The decision that ends an exemption."""

    ground: str
    effective_from: date
    reasons: str


class ReasonsBody(RequestBody, frozen=True):
    """Why something is rejected, or taken back."""

    reasons: str


class WaiverBody(RequestBody, frozen=True):
    """Why an objector is not heard (Awb 7:3)."""

    ground: str
    reasons: str


class HearingBody(RequestBody, frozen=True):
    """To which hearing an objector is invited."""

    at: datetime
    form: str
    place: str


class HearingRecordBody(RequestBody, frozen=True):
    """That an objector was heard, by whom, and what was said."""

    held_on: date
    held_by: tuple[str, ...]
    record: str


class DepartureBody(RequestBody, frozen=True):
    """Why a ruling departs from what the case comes to that day."""

    ground: str
    reasons: str


class RulingBody(RequestBody, frozen=True):
    """How an objection is ruled on."""

    ruling: ObjectionRuling
    reasons: str
    ground: str | None = None
    hearing_waived: WaiverBody | None = None
    departure: DepartureBody | None = None


class AppealBody(RequestBody, frozen=True):
    """An appeal of which the court told."""

    objection_id: UUID
    lodged_on: date
    court_reference: str


class AppealEndingBody(RequestBody, frozen=True):
    """How an appeal ended."""

    ending: str
    ended_on: date


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
    removes: tuple[Place, ...] = ()
    """Rows in force that fall away."""


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
