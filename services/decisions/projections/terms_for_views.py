"""The last days for views that somebody got (inline): an outage on such a day moves it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Date, Integer, Table, Uuid, select, union

from services.decisions.domain.hearing import ViewsAsked
from services.decisions.domain.moved_terms import RevocationViewsTermMoved, ViewsTermMoved
from services.decisions.domain.revocation import RevocationIntended
from services.decisions.domain.third_parties import ThirdPartyViewsAsked, ThirdPartyViewsTermMoved
from services.decisions.projections import metadata
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent

terms_for_views = Table(
    "terms_for_views",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("last_day", Date, nullable=False, index=True),
)
"""The latest one of each case; whether views are still waited for, the case itself knows."""
third_party_terms = Table(
    "third_party_terms",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("last_day", Date, nullable=False, index=True),
)
"""The latest one of each third party, of whom several can be asked in one case (Awb 4:8)."""


class TermsForViewsProjection:
    """Keeps a row for each case in which somebody could give views, and for each third party in one."""

    name: Final = "terms_for_views"
    tables: Final = (terms_for_views, third_party_terms)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        match event.event:
            case ViewsAsked() | RevocationIntended() | ViewsTermMoved() | RevocationViewsTermMoved() as fact:
                key, values = {"case_id": fact.originator_id}, {"last_day": fact.views_until}
                yield RowWrite(table=terms_for_views.name, kind="upsert", key=key, values=values)
            case ThirdPartyViewsAsked() | ThirdPartyViewsTermMoved() as fact:
                place: dict[str, UUID | int] = {"case_id": fact.originator_id, "number": fact.number}
                values = {"last_day": fact.views_until}
                yield RowWrite(table=third_party_terms.name, kind="upsert", key=place, values=values)
            case _:
                return


class TermsForViews:
    """Implements the port of the commands that move such terms."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def ending_between(self, first_day: date, final_day: date) -> list[UUID]:
        """The cases of which the last day for views is one of these."""
        ending = union(
            *(
                select(table.c.case_id).where(table.c.last_day.between(first_day, final_day))
                for table in (terms_for_views, third_party_terms)
            )
        ).subquery("ending")
        query = select(ending.c.case_id).order_by(ending.c.case_id)
        with self._log.read() as connection:
            return list(connection.execute(query).scalars())
