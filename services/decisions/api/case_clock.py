"""For everybody who reads cases: which day is the last one to decide, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from services.decisions.api.case_clock_view import CaseClockView
from services.decisions.api.case_handlers import CaseId
from services.decisions.api.defaults import may_read
from services.decisions.authorisation import AUTHORISATION
from services.decisions.domain.case_clock import clock_of
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.projections.announcements import history_of
from shared.errors import NotThere
from shared.eventlog.log import EventLog
from shared.runtime.api import LegalDate, Reading, ServiceRouter
from shared.runtime.clock import Clock


def routes(log: EventLog, clock: Clock) -> ServiceRouter:
    """The route of the clock."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.query("/cases/{caseId}/clock", response_model=CaseClockView)
    def case_clock(
        request: Reading, case_id: CaseId, on: Annotated[LegalDate | None, Query()] = None
    ) -> Response:
        """Every date of the decision term and the exemption with its act and rule (Awb 4:5, 4:8, 4:13 to 4:18).

        Days left, and what a late decision costs, are told as of `on`; without it, of today. An applicant
        reads the clock of the own case.
        """
        history = history_of(log, case_id)
        case = log.load(DecisionCase, case_id) if history else None
        if case is None or not may_read(request.principal, case):
            raise NotThere("case_not_found", "there is no such case")
        told = clock_of((recorded.event.event_id, recorded.event) for recorded in history)
        shown = CaseClockView.of(case_id, case.version, told, on or clock.today())
        return request.versioned(shown, case.version)

    return router
