"""What auditors read of the access log: who of which role looked at whose data, for which activity, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Final, Self
from uuid import UUID

from fastapi import Query
from sqlalchemy import Engine, Row, Select, Table, select

from shared.database import reading
from shared.runtime.access import Role
from shared.runtime.api import LegalDate, Reading, ServiceRouter, View
from shared.runtime.authorisation import Authorisation, Reach, may
from shared.runtime.pages import Page, PageAsked, Paging
from shared.runtime.processing import SUPERVISION
from shared.vocabulary import LEGAL_TIME_ZONE

ACCESS_LOG: Final = Authorisation(may("GET /access-log", {Role.AUDITOR: Reach.NATIONAL}, SUPERVISION))
"""Of every service; it does not say whose cases it is about, so it is read with national scope or not at all."""

DataSubject = Annotated[UUID | None, Query(alias="dataSubject", description="A case id, or a key id.")]
Day = Annotated[LegalDate | None, Query(description="On this legal day, by wall time.")]


class LookView(View):
    """One row of the access log, with the fields of Logboek Dataverwerkingen 1.0 under names of this API."""

    record_id: UUID
    trace_id: str
    span_id: str
    parent_span_id: str | None
    status: str
    """`Ok`, or `Error` for what was not done."""
    name: str
    """The endpoint."""
    start_time: datetime
    end_time: datetime
    resource: str
    processing_activity_id: str | None
    """`dpl.core.processing_activity_id`; null: nothing personal is read or written there."""
    data_subject_id: UUID | None
    """`dpl.core.data_subject_id`, a pseudonym."""
    data_subject_id_type: str | None
    """`dpl.core.data_subject_id_type`: `case`, or `key` where the case is not said."""
    foreign_processor: str | None
    """`dpl.core.foreign_operation.processor`: who asked, within a trace of its own."""
    role: str
    operation: str
    outcome: str
    """`admitted` or `refused`."""
    reason: str | None
    """The code of the problem that was answered."""
    http_status: int

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        """As it stands in the table, but for its instants."""
        told = dict(row._mapping)  # noqa: SLF001 - the public name of a row's columns and values
        for name in ("start_time", "end_time"):
            told[name] = datetime.fromtimestamp(told[name] / 1000, UTC)
        return cls(**told)


@dataclass(frozen=True, slots=True)
class _Log:
    """The table, read a page at a time."""

    engine: Engine
    table: Table

    def page(self, asked: PageAsked, subject: UUID | None, day: date | None) -> list[Row[Any]]:
        """In the order of logging."""
        columns = self.table.c
        query: Select[Any] = select(self.table).order_by(columns.record_id).limit(asked.rows)
        if asked.after is not None:
            query = query.where(columns.record_id > asked.after)
        if subject is not None:
            query = query.where(columns.data_subject_id == subject)
        if day is not None:
            query = query.where(
                columns.start_time >= _millis(day), columns.start_time < _millis(day + _A_DAY)
            )
        with reading(self.engine) as connection:
            return list(connection.execute(query))


_A_DAY: Final = timedelta(days=1)


def access_log_routes(engine: Engine, table: Table) -> ServiceRouter:
    """The route of those who watch over the watchers."""
    router, log = ServiceRouter(ACCESS_LOG, tag="auditors"), _Log(engine, table)

    @router.query("/access-log", response_model=Page[LookView])
    def access_log(
        request: Reading, paging: Paging, data_subject: DataSubject = None, day: Day = None
    ) -> Page[LookView]:
        """Every decision to admit somebody or not at this service, and every look at personal data."""
        found = log.page(paging, data_subject, day) if request.principal.national else []
        return Page[LookView].of(found, paging, LookView.of, lambda row: row.record_id)

    return router


def _millis(day: date) -> int:
    return int(datetime.combine(day, time(), LEGAL_TIME_ZONE).timestamp() * 1000)
