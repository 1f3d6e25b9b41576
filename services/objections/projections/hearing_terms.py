"""The last days of terms around a hearing (inline): an outage on such a day moves it, and so does a letter on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import Column, Date, Integer, Table, Uuid, select

from services.objections.domain.hearing_wish import HearingWishAsked
from services.objections.domain.interested_parties import PartyInvited
from services.objections.domain.moved_hearing_terms import HearingWishTermMoved, PartyTermMoved
from services.objections.projections import metadata
from shared.eventlog.aggregate import Event
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent

OF_THE_OBJECTOR: Final = 0
"""Invited parties are numbered from 1."""

hearing_terms = Table(
    "hearing_terms",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("last_day", Date, nullable=False, index=True),
    Column("set_by_event", Uuid, nullable=False, index=True),
)
"""Whether somebody can still react, the objection itself knows."""


class HearingTermsProjection:
    """Keeps a row for each question whether a hearing is wanted, and for each invited party."""

    name: Final = "hearing_terms"
    tables: Final = (hearing_terms,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """The latest last day, and the act that set it."""
        fact = event.event
        match fact:
            case HearingWishAsked():
                yield _row("upsert", fact.originator_id, OF_THE_OBJECTOR, _set(fact.answer_until, fact))
            case PartyInvited():
                yield _row("upsert", fact.originator_id, fact.number, _set(fact.views_until, fact))
            case HearingWishTermMoved():
                yield _row("update", fact.originator_id, OF_THE_OBJECTOR, {"last_day": fact.answer_until})
            case PartyTermMoved():
                yield _row("update", fact.originator_id, fact.number, {"last_day": fact.views_until})
            case _:
                return


def _set(last_day: date, by: Event) -> Mapping[str, date | UUID]:
    return {"last_day": last_day, "set_by_event": by.event_id}


def _row(
    kind: Literal["upsert", "update"], objection_id: UUID, number: int, values: Mapping[str, date | UUID]
) -> RowWrite:
    key: Mapping[str, UUID | int] = {"objection_id": objection_id, "number": number}
    return RowWrite(table=hearing_terms.name, kind=kind, key=key, values=values)


class HearingTerms:
    """Which objections a moved term concerns."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def ending_between(self, first_day: date, final_day: date) -> list[UUID]:
        """Those with a term of which the last day is one of these."""
        query = (
            select(hearing_terms.c.objection_id)
            .where(hearing_terms.c.last_day.between(first_day, final_day))
            .distinct()
        )
        with self._log.read() as connection:
            return list(connection.execute(query.order_by(hearing_terms.c.objection_id)).scalars())

    def asked_by(self, told_by: UUID) -> UUID | None:
        """The objection of which that event set the term; None: none of ours."""
        query = select(hearing_terms.c.objection_id).where(hearing_terms.c.set_by_event == told_by)
        with self._log.read() as connection:
            return connection.execute(query).scalar_one_or_none()
