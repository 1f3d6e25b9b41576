"""For the desk: the exemptions that run, and which of them end soon."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Depends, Query

from services.decisions.authorisation import AUTHORISATION
from services.decisions.projections.running_exemptions import (
    RunningExemption,
    WantedExemptions,
    running_exemptions,
)
from shared.eventlog.log import EventLog
from shared.runtime.api import LegalDate, Reading, ServiceRouter, View
from shared.runtime.dated_pages import DatedPage, DatedPaging, Place
from shared.vocabulary import ExemptionType, legal_day


class ExemptionLine(View):
    """An exemption that runs."""

    case_id: UUID
    exemption_type: ExemptionType
    municipality: str | None
    """CBS code (gemeentecode) of a local exemption; null: national."""
    valid_until: date
    """Its last day."""
    days_left: int
    """Until its last day as of today."""

    @classmethod
    def of(cls, found: RunningExemption, today: date) -> Self:
        """From the table's row, as it stands on that legal day."""
        return cls(
            case_id=found.case_id,
            exemption_type=ExemptionType(found.exemption_type),
            municipality=found.municipality,
            valid_until=found.valid_until,
            days_left=(found.valid_until - today).days,
        )


def _wanted(
    exemption_type: Annotated[ExemptionType | None, Query(alias="exemptionType")] = None,
    ends_before: Annotated[
        LegalDate | None, Query(alias="endsBefore", description="Only with a last day before this one.")
    ] = None,
) -> WantedExemptions:
    """What the query string asks for."""
    return WantedExemptions(exemption_type, ends_before)


Filters = Annotated[WantedExemptions, Depends(_wanted)]


def routes(log: EventLog) -> ServiceRouter:
    """The route of the exemptions."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.query("/exemptions", response_model=DatedPage[ExemptionLine])
    def list_exemptions(request: Reading, paging: DatedPaging, wanted: Filters) -> DatedPage[ExemptionLine]:
        """Exemptions that run today, the soonest last day first; they end by themselves after it."""
        today = legal_day(request.now)
        with log.read() as connection:
            found = running_exemptions(connection, request.principal, wanted, paging, today)
        return DatedPage[ExemptionLine].of(
            found,
            paging,
            lambda one: ExemptionLine.of(one, today),
            lambda one: Place(one.valid_until, one.case_id),
        )

    return router
