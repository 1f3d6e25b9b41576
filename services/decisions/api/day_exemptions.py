"""For applicants and the desk: giving a day exemption (dagontheffing) back."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path

from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import DayExemptionCommands
from shared.eventlog.log import Saved
from shared.runtime.api import Commanding, ServiceRouter

CaseId = Annotated[UUID, Path(alias="caseId")]


def routes(commands: DayExemptionCommands) -> ServiceRouter:
    """The one route on day exemptions; they are applied for as every other type is."""
    router = ServiceRouter(AUTHORISATION, tag="day exemptions")

    @router.command("/day-exemptions/{caseId}/cancellations")
    def cancel(request: Commanding, case_id: CaseId) -> Saved:
        """Give it back before its day: it no longer counts among the twelve, and gives no access."""
        return commands.cancel(request.act, case_id=case_id, by=request.principal)

    return router
