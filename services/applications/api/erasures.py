"""For operators: having the person of a case erased."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from services.applications.authorisation import AUTHORISATION
from services.applications.commands.erasure import ErasureCommands
from shared.eventlog.log import Saved
from shared.runtime.api import Commanding, ServiceRouter


class Whose(StrEnum):
    """Whose keys are destroyed."""

    PERSON = "person"
    """Whom the case is about; others in it keep theirs."""
    EVERYBODY = "everybody"
    """Others in the case too, as when its retention has ended."""


def routes(commands: ErasureCommands) -> ServiceRouter:
    """The route of erasures."""
    router = ServiceRouter(AUTHORISATION, tag="operators")

    @router.command("/applications/{caseId}/erasures")
    def order_erasure(
        request: Commanding,
        case_id: Annotated[UUID, Path(alias="caseId")],
        whose: Annotated[Whose, Query()] = Whose.PERSON,
    ) -> Saved:
        """Order the erasure of the person of an ended case (GDPR 17); their keys are destroyed right after.

        Not while an objection or appeal runs. Others in the case keep theirs, unless everybody is to be erased.
        """
        return commands.order_erasure(
            request.act, request.principal, case_id, everybody=whose is Whose.EVERYBODY
        )

    return router
