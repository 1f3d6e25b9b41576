"""For the desk: cases by the last day of a term that somebody else got, so that nothing is forgotten or too early."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Depends, Query

from services.decisions.authorisation import AUTHORISATION
from services.decisions.domain.decision_term import ResumedBecause
from services.decisions.domain.views_given import ViewsOn
from services.decisions.projections.leaving_out_terms import LeavingOutTerm, leaving_out_terms_on
from services.decisions.projections.open_cases import Claimed, Wanted
from services.decisions.projections.views_waited_for import ViewsTerm, views_waited_for
from shared.eventlog.log import EventLog
from shared.runtime.api import LegalDate, Reading, ServiceRouter, View
from shared.runtime.dated_pages import DatedPage, DatedPaging, Place
from shared.vocabulary import ExemptionType, legal_day


class ViewsTermLine(View):
    """A case in which somebody could give views (zienswijze)."""

    case_id: UUID
    on: ViewsOn
    """Facts that differ from what the applicant supplied (Awb 4:7), an intended revocation, or what another applied for (Awb 4:8).

    A case in which several could give views is listed once, by whom it waits for longest.
    """
    exemption_type: ExemptionType
    municipality: str | None
    """CBS code (gemeentecode) of a local case; null: national."""
    views_until: date
    """Last day for views."""
    received_on: date | None
    """Of the last views that came; null: none came."""
    can_go_on: bool
    """Whether views came, or the term for them has passed."""
    claimed_by: str | None

    @classmethod
    def of(cls, found: ViewsTerm, today: date) -> Self:
        """From the registers' rows, as they stand on that legal day."""
        return cls(
            case_id=found.case_id,
            on=found.on,
            exemption_type=ExemptionType(found.exemption_type),
            municipality=found.municipality,
            views_until=found.views_until,
            received_on=found.views_received_on,
            can_go_on=found.can_go_on(today),
            claimed_by=found.claimed_by,
        )


class LeavingOutTermLine(View):
    """A case that can be left out of consideration until a day (buiten behandeling stellen, Awb 4:5(4))."""

    case_id: UUID
    exemption_type: ExemptionType
    municipality: str | None
    """CBS code (gemeentecode) of a local case; null: national."""
    requests: int
    """How often the applicant was asked to complete the application."""
    ended_on: date
    """The day of the supplement, or the last day of the set term that passed unused."""
    because: ResumedBecause
    last_day: date
    """Four weeks after that: the last day on which leaving out can be announced."""
    days_left: int
    claimed_by: str | None

    @classmethod
    def of(cls, found: LeavingOutTerm, today: date) -> Self:
        """From the register's row, as it stands on that legal day."""
        return cls(
            case_id=found.case_id,
            exemption_type=ExemptionType(found.exemption_type),
            municipality=found.municipality,
            requests=found.requests,
            ended_on=found.ended_on,
            because=ResumedBecause(found.because),
            last_day=found.last_day,
            days_left=(found.last_day - today).days,
            claimed_by=found.claimed_by,
        )


def _wanted(
    exemption_type: Annotated[ExemptionType | None, Query(alias="exemptionType")] = None,
    claimed: Annotated[
        Claimed | None, Query(description="By the reader, by nobody, or by anybody; all without it.")
    ] = None,
    due_before: Annotated[
        LegalDate | None, Query(alias="dueBefore", description="Only with a last day before this one.")
    ] = None,
) -> Wanted:
    """What the query string asks for."""
    return Wanted(exemption_type, claimed, due_before)


Filters = Annotated[Wanted, Depends(_wanted)]
GoingOn = Annotated[
    bool | None, Query(alias="canGoOn", description="Only what can go on, or what cannot yet.")
]


def routes(log: EventLog) -> ServiceRouter:
    """Routes on terms that others got."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.query("/views-terms", response_model=DatedPage[ViewsTermLine])
    def list_views_terms(
        request: Reading, paging: DatedPaging, wanted: Filters, can_go_on: GoingOn = None
    ) -> DatedPage[ViewsTermLine]:
        """Cases in which somebody could give views (Awb 4:7, 4:8), the soonest last day first."""
        today = legal_day(request.now)
        with log.read() as connection:
            found = views_waited_for(
                connection, request.principal, wanted, paging, today=today, going_on=can_go_on
            )
        return DatedPage[ViewsTermLine].of(
            found,
            paging,
            lambda one: ViewsTermLine.of(one, today),
            lambda one: Place(one.views_until, one.case_id),
        )

    @router.query("/leaving-out-terms", response_model=DatedPage[LeavingOutTermLine])
    def list_leaving_out_terms(
        request: Reading, paging: DatedPaging, wanted: Filters
    ) -> DatedPage[LeavingOutTermLine]:
        """Cases in the four weeks in which they can be left out of consideration (Awb 4:5(4)), by their last day."""
        today = legal_day(request.now)
        with log.read() as connection:
            found = leaving_out_terms_on(connection, request.principal, wanted, today, paging)
        return DatedPage[LeavingOutTermLine].of(
            found,
            paging,
            lambda one: LeavingOutTermLine.of(one, today),
            lambda one: Place(one.last_day, one.case_id),
        )

    return router
