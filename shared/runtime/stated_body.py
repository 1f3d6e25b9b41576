"""What an applicant states or shows, as it stands in bodies and answers: a field for each stated fact."""

from __future__ import annotations

from typing import Annotated

import msgspec
from pydantic import Field, Strict

from shared.runtime.request_bodies import Body, LegalDate, WholeNumber
from shared.vocabulary import RoadTaxRate, SpecialPurpose, StatedFacts

YesOrNo = Annotated[bool, Strict()]
"""True or false, and nothing that is read as such."""


class Stated(Body):
    """What is stated or shown by documents; null or absent: not stated. Nothing personal belongs here."""

    daily_range_km: Annotated[WholeNumber, Field(ge=1, le=5_000)] | None = None
    """Kilometres that the vehicle must be able to drive in a day."""
    newly_bought: YesOrNo | None = None
    """The vehicle is bought new, from 2026 on."""
    exclusively_private: YesOrNo | None = None
    road_tax_rate: RoadTaxRate | None = None
    adaptation_cost_cents: Annotated[WholeNumber, Field(ge=0, le=100_000_000)] | None = None
    """Euro cents."""
    replacement_ordered_on: LegalDate | None = None
    replacement_delivery_on: LegalDate | None = None
    replacement_shown: YesOrNo | None = None
    lease_months: Annotated[WholeNumber, Field(ge=1, le=1_200)] | None = None
    """Lease period of the replacement in months; null: not leased."""
    in_name_before_zone: YesOrNo | None = None
    work_in_zone_before_zone: YesOrNo | None = None
    needed_in_zone: YesOrNo | None = None
    entries_per_year: Annotated[WholeNumber, Field(ge=0, le=10_000)] | None = None
    turnover_depends_on_zone: YesOrNo | None = None
    annual_reports_shown: YesOrNo | None = None
    planned_investments_shown: YesOrNo | None = None
    company_aspects_told: YesOrNo | None = None
    direct_financial_trouble: YesOrNo | None = None
    grid_full_shown: YesOrNo | None = None
    own_steps_shown: YesOrNo | None = None
    connection_expected_on: LegalDate | None = None
    special_purpose: SpecialPurpose | None = None
    incidental_transport: YesOrNo | None = None
    crane_tonne_metres: Annotated[WholeNumber, Field(ge=0, le=10_000)] | None = None
    drives_emission_free_in_zone: YesOrNo | None = None
    market_permit: YesOrNo | None = None
    urgent_animal_transport: YesOrNo | None = None
    circumstances_shown: YesOrNo | None = None
    day: LegalDate | None = None
    """The calendar day of a day exemption."""

    @classmethod
    def of(cls, stated: StatedFacts) -> Stated:
        """As an answer shows it."""
        return cls.model_construct(**msgspec.structs.asdict(stated))

    def facts(self) -> StatedFacts:
        """The value that commands take."""
        return StatedFacts(**{name: getattr(self, name) for name in type(self).model_fields})
