"""Day exemptions (dagontheffingen) of one vehicle in one municipality and calendar year: at most twelve.

One stream for each vehicle, municipality and year, so that of two requests at the same moment one is
decided on after the other. Its id is derived from ids of ours and tells nothing about the plate.
"""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID, uuid5

from shared.errors import NotThere, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent


def quota_id(vehicle_id: UUID, municipality: str, year: int) -> UUID:
    """The stream of a vehicle's day exemptions in a municipality and calendar year."""
    return uuid5(vehicle_id, f"day-exemptions:{municipality}:{year}")


class DayExemptionQuotaOpened(FoundingEvent):
    """The first day exemption of the year was asked for."""

    TOPIC = "decisions.DayExemptionQuotaOpened"
    vehicle_id: UUID
    municipality: str
    year: int

    def apply(self, aggregate: DayExemptionQuota) -> None:
        aggregate.year = self.year


class DayExemptionGranted(Event):
    """A day exemption was granted in the case named, and counts."""

    TOPIC = "decisions.DayExemptionGranted"
    case_id: UUID
    decision_id: UUID
    day: date

    def apply(self, aggregate: DayExemptionQuota) -> None:
        aggregate.counted = (*aggregate.counted, self)


class DayExemptionCancelled(Event):
    """A granted day exemption was given back before its day, and no longer counts."""

    TOPIC = "decisions.DayExemptionCancelled"
    case_id: UUID
    decision_id: UUID
    day: date
    cancelled_on: date

    def apply(self, aggregate: DayExemptionQuota) -> None:
        aggregate.counted = tuple(fact for fact in aggregate.counted if fact.case_id != self.case_id)


class DayExemptionQuota(Aggregate):
    """The day exemptions that count."""

    TOPIC = "decisions.DayExemptionQuota"

    year: int = 0
    counted: tuple[DayExemptionGranted, ...] = ()

    @classmethod
    def open(cls, vehicle_id: UUID, municipality: str, year: int) -> Self:
        """Begin the count for a calendar year."""
        return cls.found(
            DayExemptionQuotaOpened,
            id=quota_id(vehicle_id, municipality, year),
            vehicle_id=vehicle_id,
            municipality=municipality,
            year=year,
        )

    @property
    def used(self) -> int:
        """How many count."""
        return len(self.counted)

    def besides(self, case_id: UUID) -> int:
        """How many count of other cases."""
        return sum(fact.case_id != case_id for fact in self.counted)

    def grant(self, *, case_id: UUID, decision_id: UUID, day: date, most: int) -> None:
        """Count one more. Raises RuleBroken `day_exemptions_used_up`, `day_in_another_year`."""
        if day.year != self.year:
            raise RuleBroken("day_in_another_year", f"this is the count of {self.year}")
        if self.used >= most:
            raise RuleBroken("day_exemptions_used_up", f"all {most} day exemptions of the year are used")
        self.trigger_event(DayExemptionGranted, case_id=case_id, decision_id=decision_id, day=day)

    def grant_on_objection(self, *, case_id: UUID, decision_id: UUID, day: date) -> None:
        """Count one that a ruling on an objection or of a court grants (Awb 7:11, 8:72), also beyond the year's number.

        The ruling was given and is carried out; what is asked for afterwards meets the full count. A case that
        counts already counts once.
        """
        if any(fact.case_id == case_id for fact in self.counted):
            return
        self.trigger_event(DayExemptionGranted, case_id=case_id, decision_id=decision_id, day=day)

    def cancel(self, *, case_id: UUID, today: date) -> None:
        """Give one back. Raises NotThere, and RuleBroken `day_has_come` on its day and after."""
        granted = next((fact for fact in self.counted if fact.case_id == case_id), None)
        if granted is None:
            raise NotThere("day_exemption_not_found", "no day exemption of this case counts")
        if granted.day <= today:
            raise RuleBroken("day_has_come", "a day exemption is given back before its day")
        self.trigger_event(
            DayExemptionCancelled,
            case_id=case_id,
            decision_id=granted.decision_id,
            day=granted.day,
            cancelled_on=today,
        )
