"""For the desk: the cases that reassessments leave to a person."""

from __future__ import annotations

from typing import Self
from uuid import UUID

from services.decisions.authorisation import AUTHORISATION
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.disposition import Standing
from services.decisions.projections.worklist import Work, worklist_after
from shared.eventlog.log import EventLog
from shared.runtime.api import Reading, ServiceRouter, View
from shared.runtime.pages import Page, Paging


class LeftByView(View):
    """A reassessment that left the case to a person, with the row of its table as the reason."""

    reassessment_id: UUID
    threshold_set_id: UUID
    reason: Standing


class WorkView(View):
    """A case that a person has to look at."""

    case_id: UUID
    state: CaseState
    left_by: list[LeftByView]
    """Oldest reassessment first."""

    @classmethod
    def of(cls, work: Work) -> Self:
        """From the tables' rows."""
        return cls.model_validate(work, from_attributes=True)


def routes(log: EventLog) -> ServiceRouter:
    """Routes on the worklist."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.query("/worklist", response_model=Page[WorkView])
    def worklist(request: Reading, paging: Paging) -> Page[WorkView]:
        """Cases that reassessments left to a person and that hold no grant since, by id."""
        national = request.principal.national
        with log.read() as connection:
            found = worklist_after(connection, paging.after, paging.rows) if national else []
        return Page[WorkView].of(found, paging, WorkView.of, lambda work: work.case_id)

    return router
