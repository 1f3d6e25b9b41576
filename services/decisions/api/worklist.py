"""For the desk: the cases that reassessments leave to a person."""

from __future__ import annotations

from uuid import UUID

from services.decisions.api.pages import After, Limit, next_after
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.disposition import Standing
from services.decisions.projections.worklist import worklist_after
from shared.eventlog.log import EventLog
from shared.runtime.access import Role
from shared.runtime.api import Reading, ServiceRouter, View

READERS = (Role.CASE_HANDLER, Role.REVIEWER, Role.OBJECTION_HANDLER, Role.AUDITOR)


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


class WorklistPage(View):
    """A page of the worklist."""

    items: list[WorkView]
    next: UUID | None


def routes(log: EventLog) -> ServiceRouter:
    """Routes on the worklist."""
    router = ServiceRouter(tag="case handlers")

    @router.query("/worklist", roles=READERS, response_model=WorklistPage)
    def worklist(request: Reading, after: After = None, limit: Limit = 100) -> WorklistPage:
        """Cases that reassessments left to a person and that hold no grant since, by id."""
        with log.read() as connection:
            found = worklist_after(connection, after, limit + 1) if request.principal.national else []
        items = [WorkView.model_validate(case, from_attributes=True) for case in found[:limit]]
        return WorklistPage(items=items, next=next_after([case.case_id for case in found], limit))

    return router
