"""What the advice of a committee leaves in the register of objections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row

from services.objections.domain.committee import Committee, CommitteeComposed
from services.objections.domain.committee_advice import CommitteeAdviceReceived
from services.objections.projections.sealed_reasons import stored, written
from shared.eventlog.aggregate import Event
from shared.privacy.sealed import Sealed
from shared.vocabulary import ObjectionRuling


@dataclass(frozen=True, slots=True)
class ToldAdvice:
    """The latest advice; its words stay sealed."""

    received_on: date
    advises: ObjectionRuling
    words: Sealed | str | None
    with_record: bool | None


def of_advice(event: Event) -> dict[str, object] | None:
    """What it changes in the row of its objection beside the version; None: it is another act."""
    if isinstance(event, CommitteeComposed):
        return {
            "committee_chair": event.committee.chair,
            "committee_members": " ".join(event.committee.members),
        }
    if not isinstance(event, CommitteeAdviceReceived):
        return None
    return {
        "advice_received_on": event.received_on,
        "advice_direction": event.advises.value,
        "sealed_advice": stored(event.sealed_advice),
        "advice_with_record": event.with_record,
    }


def advice_in(row: Row[tuple[object, ...]]) -> ToldAdvice | None:
    """The advice in the row; None: there is none."""
    if row.advice_received_on is None:
        return None
    return ToldAdvice(
        row.advice_received_on,
        ObjectionRuling(row.advice_direction),
        written(None, row.sealed_advice),
        row.advice_with_record,
    )


def committee_in(row: Row[tuple[object, ...]]) -> Committee | None:
    """Who is in the committee; None: not told."""
    if row.committee_chair is None:
        return None
    return Committee(row.committee_chair, tuple(row.committee_members.split()))
