"""Where an application belongs: nationally, or with one municipality; and the day of a day exemption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shared.scopes import DAY_EXEMPTION_DAYS_AHEAD, NotOffered, municipalities_on, scope_on
from shared.vocabulary import ExemptionType, Scope


@dataclass(frozen=True, slots=True)
class Misplaced:
    """One way in which type, municipality and day do not go together."""

    field: str
    """Name of the field at fault, in snake case."""
    code: str
    words: str


def misplacements(
    exemption_type: ExemptionType, received_on: date, municipality: str | None, day: date | None
) -> Iterator[Misplaced]:
    """Every fault in where and for which day is applied; none when all is well.

    A local type is applied for in one municipality that offers it, a national one in none. `day` belongs to a
    day exemption (dagontheffing): today, also for a passage earlier on it, or later within a year. A day that has
    passed is no fault of form: that application is refused by a decision, with its reasons and a remedy (Awb 1:3).
    """
    yield from _wrong_municipality(exemption_type, received_on, municipality)
    if exemption_type is not ExemptionType.DAY:
        if day is not None:
            yield Misplaced("day", "day_not_asked", "only a day exemption is for a day")
    elif day is None:
        yield Misplaced("day", "day_missing", "a day exemption is for one day, which must be stated")
    elif day > received_on + timedelta(days=DAY_EXEMPTION_DAYS_AHEAD):
        yield Misplaced("day", "day_out_of_reach", "must be a day within a year from today")


def _wrong_municipality(
    exemption_type: ExemptionType, received_on: date, municipality: str | None
) -> Iterator[Misplaced]:
    try:
        scope = scope_on(exemption_type, received_on)
    except NotOffered:
        yield Misplaced("exemption_type", "type_not_offered", "is not offered on the day of receipt")
        return
    if scope is Scope.NATIONAL:
        if municipality is not None:
            yield Misplaced(
                "municipality", "municipality_not_asked", "is not for a type that is valid nationally"
            )
    elif municipality is None:
        yield Misplaced("municipality", "municipality_missing", "is required for a local type")
    elif municipality not in municipalities_on(exemption_type, received_on):
        yield Misplaced("municipality", "municipality_without_offer", "does not offer this type of exemption")
