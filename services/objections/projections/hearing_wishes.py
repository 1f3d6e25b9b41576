"""Following: whether objectors want to be heard, as far as was asked and said (Awb 7:3(c), (d))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Date, LargeBinary, Table, Uuid, insert, select, update

from services.objections.domain.hearing_wish import HearingWishAnswered, HearingWishAsked
from services.objections.domain.moved_hearing_terms import HearingWishTermMoved
from services.objections.projections import metadata
from services.objections.projections.sealed_reasons import stored, written
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed

hearing_wishes = Table(
    "hearing_wishes",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("asked_on", Date),
    Column("answer_until", Date),
    Column("answered_on", Date),
    Column("wanted", Boolean),
    Column("sealed_words", LargeBinary),
)


@dataclass(frozen=True, slots=True)
class ToldWish:
    """What is known of one objector; the words stay sealed."""

    asked_on: date | None
    answer_until: date | None
    answered_on: date | None
    wanted: bool | None
    words: Sealed | str | None


class HearingWishes:
    """Following projection."""

    name: Final = "hearing_wishes"
    tables: Final = (hearing_wishes,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Enter what the event says; a new question takes the place of an earlier one and its answer."""
        event = recorded.event
        if isinstance(event, HearingWishAsked):
            asked = {"asked_on": event.asked_on, "answer_until": event.answer_until}
            _put(connection, event.originator_id, {**asked, "answered_on": None, "wanted": None})
        elif isinstance(event, HearingWishAnswered):
            answer = {
                "answered_on": event.answered_on,
                "wanted": event.wanted,
                "sealed_words": stored(event.sealed_words),
            }
            _put(connection, event.originator_id, answer)
        elif isinstance(event, HearingWishTermMoved):
            _put(connection, event.originator_id, {"answer_until": event.answer_until})


def _put(connection: Connection, objection_id: UUID, values: dict[str, object]) -> None:
    this = hearing_wishes.c.objection_id == objection_id
    if not connection.execute(update(hearing_wishes).where(this).values(values)).rowcount:
        connection.execute(insert(hearing_wishes), {"objection_id": objection_id, **values})


def wish_of(log: EventLog, objection_id: UUID) -> ToldWish | None:
    """That of one objector; None: nothing was asked or said."""
    query = select(hearing_wishes).where(hearing_wishes.c.objection_id == objection_id)
    with log.read() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return ToldWish(
        row.asked_on, row.answer_until, row.answered_on, row.wanted, written(None, row.sealed_words)
    )
