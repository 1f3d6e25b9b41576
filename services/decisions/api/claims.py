"""For the desk: who has a case in hand. A claim is an arrangement among colleagues and changes no case."""

from __future__ import annotations

from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from services.decisions.api.case_handlers import CaseId
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import ClaimCommands
from shared.eventlog.log import Saved
from shared.runtime.api import Body, Commanding, ServiceRouter

MOST_CASES: Final = 200

StaffId = Annotated[
    str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9:_-]+$", description="A pseudonymous id.")
]


def _each_once(items: list[UUID]) -> list[UUID]:
    if len(set(items)) != len(items):
        raise PydanticCustomError("each_once", "must name each case once")
    return items


class TransferClaims(Body):
    """Which cases go from whom to whom."""

    from_subject: StaffId
    """Who has every one of them in hand."""
    to_subject: StaffId
    case_ids: Annotated[
        list[UUID],
        Field(min_length=1, max_length=MOST_CASES, json_schema_extra={"uniqueItems": True}),
        AfterValidator(_each_once),
    ]

    @model_validator(mode="after")
    def _to_somebody_else(self) -> Self:
        if self.from_subject == self.to_subject:
            raise ValueError("cases are handed over to somebody else")
        return self


def routes(commands: ClaimCommands) -> ServiceRouter:
    """Routes on claims; the version in their answers is that of the claim, never of the case."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.command("/cases/{caseId}/claims")
    def claim(request: Commanding, case_id: CaseId) -> Saved:
        """Take an undecided case in hand; whoever has it already keeps it, since the first day."""
        return commands.claim(request.act, case_id=case_id, within=request.principal)

    @router.command("/cases/{caseId}/releases")
    def release(request: Commanding, case_id: CaseId) -> Saved:
        """Give a case back to the desk: one's own, or as a reviewer another's."""
        return commands.release(request.act, case_id=case_id, within=request.principal)

    @router.command("/claim-transfers")
    def transfer_claims(request: Commanding, body: TransferClaims) -> Saved:
        """Hand cases that one colleague has in hand over to another, all of them or none."""
        return commands.hand_over(
            request.act,
            from_subject=body.from_subject,
            to_subject=body.to_subject,
            case_ids=body.case_ids,
            within=request.principal,
        )

    return router
