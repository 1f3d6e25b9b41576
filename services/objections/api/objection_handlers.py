"""For objection handlers (bezwaarbehandelaars): the list, and the finding that a threshold is wrong."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import Path, Query
from pydantic import Field

from services.objections.api.objection_view import ObjectionLine, ObjectionPage, scope_of
from services.objections.commands import ObjectionCommands, ThresholdFinding
from services.objections.domain.objection import ObjectionState
from services.objections.projections.objection_register import ObjectionEntry, ObjectionQueries
from shared.eventlog.log import Saved
from shared.runtime.access import Role
from shared.runtime.api import Body, Commanding, Reading, ServiceRouter
from shared.vocabulary import VehicleCategory

LARGEST_PAGE: Final = 500

State = Annotated[ObjectionState | None, Query()]
After = Annotated[UUID | None, Query(description="The last objection id of the page before.")]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


class FindingBody(Body):
    """Which threshold is wrong, and why, in words about the threshold and never about a person."""

    vehicle_category: VehicleCategory
    parameter: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]
    """Name of the threshold, as in a threshold set's rows."""
    reasons: Annotated[str, Field(min_length=1, max_length=2000)]

    def finding(self) -> ThresholdFinding:
        """In the words of the domain."""
        return ThresholdFinding(self.vehicle_category, self.parameter, self.reasons)


def routes(commands: ObjectionCommands, queries: ObjectionQueries) -> ServiceRouter:
    """Routes of the objections desk."""
    router = ServiceRouter(tag="objection handlers")

    @router.query("/objections", roles=[Role.OBJECTION_HANDLER], response_model=ObjectionPage)
    def objections(
        request: Reading, state: State = None, after: After = None, limit: Limit = 100
    ) -> ObjectionPage:
        """Objections in the order of lodging, a page at a time."""
        return _page(queries.page(scope_of(request.principal), state, after, limit + 1), limit)

    @router.command(
        "/objections/{objectionId}/threshold-findings", roles=[Role.OBJECTION_HANDLER], if_match=True
    )
    def find_threshold_consequence(
        request: Commanding, body: FindingBody, objection_id: Annotated[UUID, Path(alias="objectionId")]
    ) -> Saved:
        """Record that the objection is right because a threshold is wrong; the refusal stands for now.

        Only by who did not take the contested decision (Awb 10:3).
        """
        return commands.find_threshold_consequence(
            request.act, objection_id, request.expected_version, body.finding()
        )

    return router


def _page(entries: list[ObjectionEntry], limit: int) -> ObjectionPage:
    """A page from one entry more than fits on it, which tells whether another page follows."""
    shown = entries[:limit]
    following = shown[-1].objection_id if len(entries) > limit else None
    return ObjectionPage(items=[ObjectionLine.of(entry) for entry in shown], next=following)
