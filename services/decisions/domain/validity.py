"""How long an exemption is valid (geldigheidsduur): the earliest of the ends that a policy names."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from services.decisions.domain.thresholds import CaseFacts
from shared.vocabulary import LEGAL_TIME_ZONE, VehicleCategory

ONE_DAY = timedelta(days=1)


TRACTOR_UNIT: Final = "opleggertrekker"
"""`inrichting` of a tractor unit, as the register has it."""


@dataclass(frozen=True, slots=True)
class NewlyBoughtYears:
    """How many years an exemption holds for a vehicle that is newly bought (nieuw aangeschaft), by its type.

    Seven, ten or thirteen by the press of 2025; ten for company cars and thirteen for trucks by Utrecht. Which
    type gets seven was not found.
    """

    company_car_years: int
    truck_years: int
    tractor_unit_years: int
    newly_admitted_from: date
    """A vehicle that the register has as first admitted before this day is not newly bought, whatever is stated."""

    def years(self, facts: CaseFacts) -> int | None:
        """For the vehicle of the case; None when it is not stated to be newly bought, or cannot be."""
        vehicle = facts.vehicle
        admitted = vehicle.first_admission
        if not facts.stated.newly_bought or (admitted is not None and admitted < self.newly_admitted_from):
            return None
        match vehicle.category:
            case VehicleCategory.N1:
                return self.company_car_years
            case VehicleCategory.N2 | VehicleCategory.N3:
                tractor = vehicle.body is not None and vehicle.body.lower() == TRACTOR_UNIT
                return self.tractor_unit_years if tractor else self.truck_years
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Validity:
    """The ends of an exemption's validity; what is not named does not limit it."""

    years: int | None = None
    """For so many years from the decision."""
    validity_years: Mapping[VehicleCategory, int] = field(default_factory=dict)
    """For so many years from the decision, by vehicle category."""
    newly_bought: NewlyBoughtYears | None = None
    """For a vehicle that is newly bought these years, in the place of the others; None: no difference is made."""
    latest: date | None = None
    """No longer than up to and including this day."""
    vehicle_age_years: int | None = None
    """Until the vehicle is so many years old, counted from its first admission."""
    until_delivery: bool = False
    """Until the replacement is delivered."""
    until_connection: bool = False
    """Until the reinforced connection to the grid exists, as it is expected."""
    one_day: bool = False
    """A day exemption: the stated day, and the next day until 06:00."""

    def last_day(self, decided_on: date, facts: CaseFacts) -> date:
        """Last day of an exemption decided on that day. Raises ValueError when the facts do not tell."""
        ends = list(self._ends(decided_on, facts))
        if None in ends or not ends:
            raise ValueError("the recorded facts do not tell until when the exemption is valid")
        return min(end for end in ends if end is not None)

    def period_of_day(self, facts: CaseFacts) -> tuple[datetime, datetime] | None:
        """From 00:00 on the stated day to 06:00 on the next, legal time; None when it is not for one day."""
        day = facts.stated.day
        if not self.one_day or day is None:
            return None
        begin = datetime.combine(day, time(0), LEGAL_TIME_ZONE)
        end = datetime.combine(day + ONE_DAY, time(6), LEGAL_TIME_ZONE)
        return begin.astimezone(UTC), end.astimezone(UTC)

    def _ends(self, decided_on: date, facts: CaseFacts) -> Iterator[date | None]:
        """The last day by each rule that applies; None where the fact that it needs is missing."""
        stated, admitted = facts.stated, facts.vehicle.first_admission
        yield from self._by_years(decided_on, facts)
        if self.latest is not None:
            yield self.latest
        if self.vehicle_age_years is not None:
            yield _years_from(admitted, self.vehicle_age_years) if admitted else None
        if self.until_delivery:
            yield _day_before(stated.replacement_delivery_on)
        if self.until_connection:
            yield _day_before(stated.connection_expected_on)
        if self.one_day:
            yield stated.day + ONE_DAY if stated.day else None

    def _by_years(self, decided_on: date, facts: CaseFacts) -> Iterator[date | None]:
        """The end of the years from the decision, where it is by years."""
        category = facts.vehicle.category
        newly_bought = self.newly_bought.years(facts) if self.newly_bought else None
        if newly_bought is not None:
            yield _years_from(decided_on, newly_bought)
        elif self.years is not None:
            yield _years_from(decided_on, self.years)
        elif self.validity_years:
            known = category in self.validity_years
            yield _years_from(decided_on, self.validity_years[category]) if known and category else None


def _day_before(day: date | None) -> date | None:
    return day - ONE_DAY if day else None


def _years_from(day: date, years: int) -> date:
    """The last day of a period of years that begins on `day`."""
    return add_years(day, years) - ONE_DAY


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 28 February where there is none."""
    if day.month == 2 and day.day == 29 and not isleap(day.year + years):
        return date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)
