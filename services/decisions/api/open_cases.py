"""For the desk: the cases on which is yet to be decided, soonest last day first, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Depends, Query

from services.decisions.authorisation import AUTHORISATION
from services.decisions.projections.open_cases import (
    Claimed,
    OpenCase,
    OpenCaseCount,
    Wanted,
    open_cases,
    open_cases_counted,
)
from shared.eventlog.log import EventLog
from shared.runtime.api import LegalDate, Reading, ServiceRouter, View
from shared.runtime.dated_pages import DatedPage, DatedPaging, Place
from shared.vocabulary import ExemptionType, Outcome, legal_day


class OpenCaseLine(View):
    """A case on which is yet to be decided."""

    case_id: UUID
    exemption_type: ExemptionType
    municipality: str | None
    """CBS code (gemeentecode) of a local case; null: national."""
    last_day: date | None
    """Last day of the decision term (Awb 4:13); null while it is suspended, and where no term is known."""
    days_left: int | None
    """Until the last day as of today, negative when it has passed."""
    suspended: bool
    """Whether the term is suspended (Awb 4:15)."""
    vehicle_facts_noted: bool
    assessed: bool
    """Whether an assessment stands."""
    advice: Outcome | None
    claimed_by: str | None
    """Who has it in hand, by pseudonymous id; null: nobody."""
    claimed_on: date | None

    @classmethod
    def of(cls, found: OpenCase, today: date) -> Self:
        """From the register's row, as it stands on that legal day."""
        days_left = (found.last_day - today).days if found.last_day else None
        return cls(
            case_id=found.case_id,
            exemption_type=ExemptionType(found.exemption_type),
            municipality=found.municipality,
            last_day=found.last_day,
            days_left=days_left,
            suspended=found.suspended,
            vehicle_facts_noted=found.vehicle_facts_noted,
            assessed=found.assessed,
            advice=Outcome(found.advice) if found.advice else None,
            claimed_by=found.claimed_by,
            claimed_on=found.claimed_on,
        )


class WorkCount(View):
    """How many open cases there are, and how they stand."""

    number: int
    overdue: int
    """The last day has passed."""
    due_within_seven_days: int
    """The last day is today or one of the next seven days."""
    suspended: int
    claimed_by_reader: int
    claimed_by_nobody: int

    @classmethod
    def of(cls, counts: Sequence[OpenCaseCount]) -> Self:
        """All of them together."""
        return cls(
            number=sum(one.number for one in counts),
            overdue=sum(one.overdue for one in counts),
            due_within_seven_days=sum(one.due_soon for one in counts),
            suspended=sum(one.suspended for one in counts),
            claimed_by_reader=sum(one.claimed_by_reader for one in counts),
            claimed_by_nobody=sum(one.claimed_by_nobody for one in counts),
        )


class TypeWorkCount(View):
    """The open cases of one type of exemption."""

    exemption_type: ExemptionType
    counted: WorkCount


class OpenCaseCounts(View):
    """The open cases counted, together and by type; a type without any is left out."""

    on: date
    total: WorkCount
    by_type: list[TypeWorkCount]


def _wanted(
    exemption_type: Annotated[ExemptionType | None, Query(alias="exemptionType")] = None,
    claimed: Annotated[
        Claimed | None, Query(description="By the reader, by nobody, or by anybody; all without it.")
    ] = None,
    due_before: Annotated[
        LegalDate | None, Query(alias="dueBefore", description="Only with a last day before this one.")
    ] = None,
    assessed: Annotated[bool | None, Query(description="Whether an assessment stands.")] = None,
) -> Wanted:
    """What the query string asks for."""
    return Wanted(exemption_type, claimed, due_before, assessed)


Filters = Annotated[Wanted, Depends(_wanted)]


def routes(log: EventLog) -> ServiceRouter:
    """Routes on the open cases."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.query("/open-cases", response_model=DatedPage[OpenCaseLine])
    def list_open_cases(request: Reading, paging: DatedPaging, wanted: Filters) -> DatedPage[OpenCaseLine]:
        """Cases yet to be decided, the soonest last day of the term (Awb 4:13) first; those without one last."""
        today = legal_day(request.now)
        with log.read() as connection:
            found = open_cases(connection, request.principal, wanted, paging)
        return DatedPage[OpenCaseLine].of(
            found,
            paging,
            lambda case: OpenCaseLine.of(case, today),
            lambda case: Place(case.last_day, case.case_id),
        )

    @router.query("/open-cases/counts", response_model=OpenCaseCounts)
    def count_open_cases(request: Reading, wanted: Filters) -> OpenCaseCounts:
        """How many cases are yet to be decided, overdue, due within seven days, suspended, and in whose hand."""
        today = legal_day(request.now)
        with log.read() as connection:
            counts = open_cases_counted(connection, request.principal, wanted, today)
        return OpenCaseCounts(
            on=today,
            total=WorkCount.of(counts),
            by_type=[
                TypeWorkCount(exemption_type=one.exemption_type, counted=WorkCount.of([one]))
                for one in counts
            ],
        )

    return router
