"""What acts on the way to the ruling leave in the register of objections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row

from services.objections.domain.repair import (
    NoticeDefect,
    ObjectionRepaired,
    RepairEnding,
    RepairRequested,
    RepairTermLapsed,
    RepairTermMoved,
)
from services.objections.projections.sealed_reasons import stored, written
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed


@dataclass(frozen=True, slots=True)
class RequestedRepair:
    """A request to repair a defect (Awb 6:6), and how it ended."""

    requested_on: date
    last_day: date
    missing: tuple[NoticeDefect, ...]
    ended: RepairEnding | None
    """None: the term runs."""
    supplement: Sealed | str | None
    """What the objector wrote to repair it."""


def on_the_way(event: Event) -> dict[str, object] | None:
    """What such an act changes in the row of its objection beside the version; None: it is another act."""
    match event:
        case RepairRequested():
            return {
                "repair_requested_on": event.requested_on,
                "repair_last_day": event.term_last_day,
                "repair_missing": " ".join(event.missing),
                "repair_ended": None,
                "sealed_supplement": None,
            }
        case ObjectionRepaired():
            return {
                "repair_ended": RepairEnding.REPAIRED.value,
                "sealed_supplement": stored(event.supplement),
            }
        case RepairTermMoved():
            return {"repair_last_day": event.term_last_day, "repair_ended": None}
        case RepairTermLapsed():
            return {"repair_ended": RepairEnding.LAPSED.value}
        case _:
            return None


def repair_in(row: Row[tuple[object, ...]]) -> RequestedRepair | None:
    """The latest request that stands in the row."""
    if row.repair_requested_on is None:
        return None
    return RequestedRepair(
        row.repair_requested_on,
        row.repair_last_day,
        tuple(NoticeDefect(defect) for defect in row.repair_missing.split()),
        RepairEnding(row.repair_ended) if row.repair_ended is not None else None,
        written(None, row.sealed_supplement),
    )
