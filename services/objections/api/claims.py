"""For the desk: who has an objection in hand. A claim is an arrangement among colleagues and changes no objection."""

from __future__ import annotations

from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from services.objections.api.hearing_bodies import StaffId
from services.objections.api.objection_handlers import ObjectionId
from services.objections.api.scopes import desk_scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.claims import ClaimCommands
from shared.eventlog.log import Saved
from shared.runtime.access import Role
from shared.runtime.api import Body, Commanding, ServiceRouter

MOST_OBJECTIONS: Final = 200


def _each_once(items: list[UUID]) -> list[UUID]:
    if len(set(items)) != len(items):
        raise PydanticCustomError("each_once", "must name each objection once")
    return items


class TransferObjectionClaims(Body):
    """Which objections go from whom to whom."""

    from_subject: StaffId
    """Who has every one of them in hand."""
    to_subject: StaffId
    """Who took none of the decisions that they are directed at (Awb 10:3(3))."""
    objection_ids: Annotated[
        list[UUID],
        Field(min_length=1, max_length=MOST_OBJECTIONS, json_schema_extra={"uniqueItems": True}),
        AfterValidator(_each_once),
    ]

    @model_validator(mode="after")
    def _to_somebody_else(self) -> Self:
        if self.from_subject == self.to_subject:
            raise ValueError("objections are handed over to somebody else")
        return self


def routes(commands: ClaimCommands) -> ServiceRouter:
    """Routes on claims; the version in their answers is that of the claim, never of the objection."""
    router = ServiceRouter(AUTHORISATION, tag="objection handlers")

    @router.command("/objections/{objectionId}/claims")
    def claim(request: Commanding, objection_id: ObjectionId) -> Saved:
        """Take an open objection in hand; whoever has it already keeps it, since the first day.

        Not who took a decision that it is directed at (Awb 10:3(3)).
        """
        return commands.claim(request.act, objection_id, desk_scope_of(request.principal))

    @router.command("/objections/{objectionId}/releases")
    def release(request: Commanding, objection_id: ObjectionId) -> Saved:
        """Give an objection back to the desk: one's own, or as a reviewer another's."""
        return commands.release(
            request.act,
            objection_id,
            desk_scope_of(request.principal),
            as_reviewer=request.principal.has(Role.REVIEWER),
        )

    @router.command("/claim-transfers")
    def transfer_claims(request: Commanding, body: TransferObjectionClaims) -> Saved:
        """Hand objections that one colleague has in hand over to another, all of them or none."""
        return commands.hand_over(
            request.act,
            from_subject=body.from_subject,
            to_subject=body.to_subject,
            objection_ids=body.objection_ids,
            scope=desk_scope_of(request.principal),
        )

    return router
