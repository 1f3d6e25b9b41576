"""For objectors: lodging an objection, and reading one's own; the desk enters the post here too."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from services.objections.api.notice import NoticeBody
from services.objections.api.objection_view import ObjectionView, objection_view, scope_of
from services.objections.commands import ContestedCases, ObjectionCommands
from services.objections.projections.objection_register import ObjectionEntry, ObjectionQueries
from shared.errors import NotThere
from shared.eventlog.log import Saved
from shared.privacy.opening import Opener
from shared.privacy.sealing import Sealer
from shared.runtime.access import Role
from shared.runtime.api import Commanding, Reading, ServiceRouter

OBJECTORS_AND_DESK = (Role.APPLICANT, Role.OBJECTION_HANDLER)


def routes(
    commands: ObjectionCommands,
    queries: ObjectionQueries,
    cases: ContestedCases,
    sealer: Sealer,
    opener: Opener,
) -> ServiceRouter:
    """Routes of whoever objects."""
    router = ServiceRouter(tag="objectors")

    @router.command("/objections", roles=OBJECTORS_AND_DESK)
    def lodge_objection(request: Commanding, body: NoticeBody) -> Saved:
        """Object to a decision (Awb 6:4). It has no suspensive effect (Awb 6:16)."""
        return commands.lodge_objection(request.act, body.sealed(request, sealer))

    @router.query("/objections/{objectionId}", roles=OBJECTORS_AND_DESK, response_model=ObjectionView)
    def objection(request: Reading, objection_id: Annotated[UUID, Path(alias="objectionId")]) -> Response:
        """One objection; another person's answers as if it were not there."""
        entry = _found(queries.find(scope_of(request.principal), objection_id))
        attached, contested = queries.renewals(objection_id), cases.find(entry.decision_id)
        view = objection_view(entry, contested, attached, request.principal, opener)
        return request.versioned(view, entry.version)

    return router


def _found(entry: ObjectionEntry | None) -> ObjectionEntry:
    if entry is None:
        raise NotThere("objection_not_found", "there is no such objection for you")
    return entry
