"""For operators: having the person of a case erased."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path

from services.applications.authorisation import AUTHORISATION
from services.applications.commands.erasure import ErasureCommands
from shared.eventlog.log import Saved
from shared.runtime.api import Commanding, ServiceRouter


def routes(commands: ErasureCommands) -> ServiceRouter:
    """The route of erasures."""
    router = ServiceRouter(AUTHORISATION, tag="operators")

    @router.command("/applications/{caseId}/erasures")
    def order_erasure(request: Commanding, case_id: Annotated[UUID, Path(alias="caseId")]) -> Saved:
        """Order the erasure of the person of an ended case (GDPR 17); the keys are destroyed right after."""
        return commands.order_erasure(request.act, request.principal, case_id)

    return router
