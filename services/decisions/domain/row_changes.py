"""What a threshold set changes of the set in force, row by row; a row that it drops is confirmed in so many words."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from services.decisions.domain.thresholds import Parameter, ThresholdRow
from shared.errors import RuleBroken
from shared.vocabulary import VehicleCategory


class RowPlace(msgspec.Struct, frozen=True):
    """Which threshold a row states; a set has one value for each place."""

    category: VehicleCategory
    parameter: Parameter
    body: str | None = None
    """Only for this `inrichting`; None: for any."""

    @classmethod
    def of(cls, row: ThresholdRow) -> RowPlace:
        """The place of a row."""
        return cls(row.category, row.parameter, row.body)

    def __str__(self) -> str:
        return " ".join(part for part in (self.category, self.parameter, self.body) if part)


class ChangedRow(msgspec.Struct, frozen=True):
    """A threshold with another value."""

    row: ThresholdRow
    was: int


class RowChanges(msgspec.Struct, frozen=True):
    """The rows that a set adds to, changes of and removes from another, each in the order of the set."""

    added: tuple[ThresholdRow, ...] = ()
    changed: tuple[ChangedRow, ...] = ()
    removed: tuple[ThresholdRow, ...] = ()


def changes_of(in_force: Iterable[ThresholdRow], rows: Iterable[ThresholdRow]) -> RowChanges:
    """What `rows` make of the rows in force."""
    before = {RowPlace.of(row): row for row in in_force}
    after = {RowPlace.of(row): row for row in rows}
    return RowChanges(
        added=tuple(row for place, row in after.items() if place not in before),
        changed=tuple(
            ChangedRow(row, before[place].value)
            for place, row in after.items()
            if place in before and before[place].value != row.value
        ),
        removed=tuple(row for place, row in before.items() if place not in after),
    )


def check_removals(changes: RowChanges, confirmed: Iterable[RowPlace]) -> None:
    """Every row that falls away is confirmed, and nothing else: vehicles of that kind would lose their threshold.

    Raises RuleBroken `threshold_removal_unconfirmed` or `threshold_not_removed`, naming the rows.
    """
    removed, meant = {RowPlace.of(row) for row in changes.removed}, set(confirmed)
    if unconfirmed := removed - meant:
        raise RuleBroken(
            "threshold_removal_unconfirmed",
            f"in force, and neither in the proposal nor in its removals: {_named(unconfirmed)}",
        )
    if unfounded := meant - removed:
        raise RuleBroken(
            "threshold_not_removed", f"to be removed, but not in force or proposed too: {_named(unfounded)}"
        )


def _named(places: Iterable[RowPlace]) -> str:
    return "; ".join(sorted(str(place) for place in places))
