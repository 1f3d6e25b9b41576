"""For objectors and the desk: the costs of an objection, claimed and decided on apart (Awb 7:15)."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.objections.api.costs_bodies import CostsBody, CostsClaimBody
from services.objections.api.objection_handlers import ObjectionId, place_of
from services.objections.api.reasons import Seal, under_the_case
from services.objections.api.scopes import desk_scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.costs import CostsCommands
from services.objections.commands.reached import Place as ObjectionPlace
from services.objections.projections.costs_claims import OpenClaim, open_claims
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import SealedKind
from shared.privacy.sealing import Sealer
from shared.runtime.access import Role
from shared.runtime.api import Commanding, Reading, ServiceRouter, View
from shared.runtime.dated_pages import DatedPage, DatedPaging, Place


class OpenCostsLine(View):
    """A claim of costs on which is to be decided apart, because a renewed decision gave the ruling."""

    objection_id: UUID
    claimed_on: date
    ruled_on: date | None

    @classmethod
    def of(cls, claim: OpenClaim) -> Self:
        """From the row of the register."""
        return cls(objection_id=claim.objection_id, claimed_on=claim.claimed_on, ruled_on=claim.ruled_on)


def routes(commands: CostsCommands, log: EventLog, sealer: Sealer) -> ServiceRouter:
    """Routes on costs."""
    router = ServiceRouter(AUTHORISATION, tag="costs")

    @router.command("/objections/{objectionId}/costs-claims", if_match=True)
    def claim_costs(request: Commanding, body: CostsClaimBody, objection_id: ObjectionId) -> Saved:
        """Claim the costs of the objection, before the ruling (Awb 7:15(3)); the desk enters what came by post."""
        place = place_of(request, objection_id)
        commands.case_of(place)  # what is another's is not there, whatever the body says
        by_desk = request.act.role == Role.OBJECTION_HANDLER
        claimed_on, channel = body.received(request.act.today, by_desk=by_desk)
        claim = _seal_at(place, SealedKind.GROUNDS)(body.claim)
        return commands.claim_costs(request.act, place, claim, claimed_on, channel)

    @router.command("/objections/{objectionId}/costs-decisions", if_match=True)
    def decide_costs(request: Commanding, body: CostsBody, objection_id: ObjectionId) -> Saved:
        """Decide on costs that the ruling left open, because a renewed decision gave it (Awb 7:15(3))."""
        place = place_of(request, objection_id)
        return commands.decide_costs(request.act, place, body.ruling(_seal_at(place)))

    @router.query("/open-costs-claims", response_model=DatedPage[OpenCostsLine])
    def list_open_costs_claims(request: Reading, paging: DatedPaging) -> DatedPage[OpenCostsLine]:
        """Claims of costs on which is to be decided apart, the ruling longest ago first."""
        found = [OpenCostsLine.of(one) for one in open_claims(log, desk_scope_of(request.principal))]
        return DatedPage[OpenCostsLine].of(
            paging.among(found, _place_of), paging, lambda line: line, _place_of
        )

    def _seal_at(place: ObjectionPlace, kind: SealedKind = SealedKind.REASONS) -> Seal:
        return under_the_case(sealer, lambda: commands.case_of(place), kind)

    return router


def _place_of(line: OpenCostsLine) -> Place:
    return Place(line.ruled_on, line.objection_id)
