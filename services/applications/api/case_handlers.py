"""For case handlers: the list of applications, and taking one in hand."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import Path, Query

from services.applications.api.case_view import CaseLine, CasePage, scope_of
from services.applications.commands import ApplicationCommands
from services.applications.domain.exemption_application import ApplicationState
from services.applications.projections.cases import CaseReader, CaseSummary
from shared.eventlog.log import Saved
from shared.runtime.access import Role
from shared.runtime.api import Commanding, Reading, ServiceRouter

LARGEST_PAGE: Final = 500

State = Annotated[ApplicationState | None, Query()]
After = Annotated[UUID | None, Query(description="The last case id of the page before.")]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


def routes(commands: ApplicationCommands, cases: CaseReader) -> ServiceRouter:
    """Routes of the desk."""
    router = ServiceRouter(tag="case handlers")

    @router.query("/applications", roles=[Role.CASE_HANDLER], response_model=CasePage)
    def applications(
        request: Reading, state: State = None, after: After = None, limit: Limit = 100
    ) -> CasePage:
        """Applications in the order of receipt, a page at a time."""
        return _page(cases.page(scope_of(request.principal), state, after, limit + 1), limit)

    @router.command("/applications/{caseId}/handling", roles=[Role.CASE_HANDLER], if_match=True)
    def start_handling(request: Commanding, case_id: Annotated[UUID, Path(alias="caseId")]) -> Saved:
        """Take an application in hand; from here on a withdrawal is counted among the refusals."""
        return commands.start_handling(request.act, case_id, request.expected_version)

    return router


def _page(cases: list[CaseSummary], limit: int) -> CasePage:
    """A page from one case more than fits on it, which tells whether another page follows."""
    shown = cases[:limit]
    following = shown[-1].case_id if len(cases) > limit else None
    return CasePage(items=[CaseLine.of(case) for case in shown], next=following)
