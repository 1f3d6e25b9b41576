"""What an applicant of the sample set states or shows beside the application; days counted from the opening."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from shared.vocabulary import RoadTaxRate, SpecialPurpose


class AskedDay(StrEnum):
    """For which day a day exemption is asked, seen from the first day of the sample set."""

    TODAY = "today"
    IN_TWO_DAYS = "in two days"
    YESTERDAY = "yesterday"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What is stated; None: nothing is."""

    daily_range_km: int | None = None
    exclusively_private: bool | None = None
    road_tax_rate: RoadTaxRate | None = None
    adaptation_cost_cents: int | None = None
    replacement_ordered: int | None = None
    """So many days after the first day; negative: before it."""
    replacement_delivery: int | None = None
    """The same."""
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
    day: AskedDay | None = None


NOTHING_STATED = Statement()
