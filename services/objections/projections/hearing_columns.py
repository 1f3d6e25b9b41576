"""What the acts of a hearing leave in the register of objections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Row

from services.objections.domain.hearing import (
    HearingForm,
    HearingHeld,
    HearingPlanned,
    HearingWaived,
    NewFactsFound,
    WaiverGround,
)
from services.objections.projections.sealed_reasons import stored, written
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import from_utc_micros, utc_micros

NO_INVITATION: Final = dict.fromkeys(
    ("hearing_at_micros", "hearing_form", "sealed_hearing_place", "documents_until", "file_open_from")
)
NO_WAIVER: Final = dict.fromkeys(("hearing_waived", "sealed_waiver_reasons"))


@dataclass(frozen=True, slots=True)
class PlannedHearing:
    """The invitation that stands."""

    at: datetime
    form: HearingForm
    place: Sealed | str | None
    documents_until: date
    file_open_from: date


@dataclass(frozen=True, slots=True)
class ToldHearing:
    """How the hearing of an objection stands; what was written stays sealed."""

    planned: PlannedHearing | None
    held_on: date | None
    held_by: tuple[str, ...]
    record: Sealed | str | None
    waived: WaiverGround | None
    waiver_reasons: Sealed | str | None
    new_facts_on: date | None


def of_hearing(event: Event) -> dict[str, object] | None:
    """What such an act changes in the row of its objection beside the version; None: it is another act."""
    match event:
        case HearingPlanned():
            return {
                "hearing_at_micros": utc_micros(event.at),
                "hearing_form": event.form.value,
                "sealed_hearing_place": stored(event.sealed_place),
                "documents_until": event.documents_until,
                "file_open_from": event.file_open_from,
                **NO_WAIVER,
            }
        case HearingHeld():
            return {
                "heard_on": event.held_on,
                "heard_by": " ".join(event.held_by),
                "sealed_hearing_record": stored(event.sealed_record),
                "new_facts_on": None,
            }
        case NewFactsFound():
            return {"new_facts_on": event.found_on, **NO_INVITATION}
        case HearingWaived():
            return {
                "hearing_waived": event.ground.value,
                "sealed_waiver_reasons": stored(event.sealed_reasons),
                "new_facts_on": None,
                **NO_INVITATION,
            }
        case _:
            return None


def hearing_in(row: Row[tuple[object, ...]]) -> ToldHearing:
    """How the hearing stands in the row."""
    waived = row.hearing_waived
    return ToldHearing(
        _planned(row),
        row.heard_on,
        tuple(row.heard_by.split()) if row.heard_by is not None else (),
        written(None, row.sealed_hearing_record),
        WaiverGround(waived) if waived is not None else None,
        written(None, row.sealed_waiver_reasons),
        row.new_facts_on,
    )


def _planned(row: Row[tuple[object, ...]]) -> PlannedHearing | None:
    if row.hearing_at_micros is None:
        return None
    return PlannedHearing(
        from_utc_micros(row.hearing_at_micros),
        HearingForm(row.hearing_form),
        written(None, row.sealed_hearing_place),
        row.documents_until,
        row.file_open_from,
    )
