"""For objection handlers (bezwaarbehandelaars): the list, findings that a threshold is wrong, and rulings."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from services.objections.api.objection_view import ObjectionLine
from services.objections.api.posting_body import PostingBody
from services.objections.api.reasons import Reasons, Seal, under_the_case
from services.objections.api.ruling import RulingBody
from services.objections.api.scopes import scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.objections import ObjectionCommands
from services.objections.commands.reached import Place, SaidWithIt
from services.objections.domain.handling import ThresholdFinding
from services.objections.domain.objection_acts import ObjectionState
from services.objections.projections.objection_register import ObjectionQueries
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, CommandRequest, Reading, ServiceRouter
from shared.runtime.pages import Page, Paging
from shared.vocabulary import ThresholdParameter, VehicleCategory

ObjectionId = Annotated[UUID, Path(alias="objectionId")]
State = Annotated[ObjectionState | None, Query()]


class FindingBody(Body):
    """Which threshold is wrong, and why."""

    vehicle_category: VehicleCategory
    parameter: ThresholdParameter
    """Name of the threshold, as in a threshold set's rows."""
    reasons: Reasons
    late_excused: Reasons | None = None
    """Why the objector cannot be held in default for being late (Awb 6:11)."""
    posting: PostingBody | None = None
    """Of post that came in the week after the term without a legible postmark: was it posted in time (Awb 6:9(2))?"""

    def finding(self, seal: Seal) -> ThresholdFinding:
        """In the words of the domain."""
        return ThresholdFinding(self.vehicle_category, self.parameter, seal(self.reasons))

    def said_with_it(self, seal: Seal) -> SaidWithIt:
        """Of its lateness, in the words of the domain."""
        return SaidWithIt(
            seal(self.late_excused) if self.late_excused is not None else None,
            posting=self.posting.judgement(seal) if self.posting is not None else None,
        )


class RetractionBody(Body):
    """Why the finding is taken back."""

    reasons: Reasons


def routes(commands: ObjectionCommands, queries: ObjectionQueries, sealer: Sealer) -> ServiceRouter:
    """Routes of the objections desk."""
    router = ServiceRouter(AUTHORISATION, tag="objection handlers")

    @router.query("/objections", response_model=Page[ObjectionLine])
    def objections(request: Reading, paging: Paging, state: State = None) -> Page[ObjectionLine]:
        """Objections in the order of lodging, a page at a time."""
        found = queries.page(scope_of(request.principal), state, paging.after, paging.rows)
        return Page[ObjectionLine].of(found, paging, ObjectionLine.of, lambda entry: entry.objection_id)

    @router.command("/objections/{objectionId}/threshold-findings", if_match=True)
    def find_threshold_consequence(
        request: Commanding, body: FindingBody, objection_id: ObjectionId
    ) -> Saved:
        """Record that the objection is right because a threshold is wrong; the refusal stands for now.

        Only by who did not take the contested decision (Awb 10:3).
        """
        place = place_of(request, objection_id)
        seal = _seal_at(place)
        return commands.find_threshold_consequence(
            request.act, place, body.finding(seal), body.said_with_it(seal)
        )

    @router.command("/objections/{objectionId}/threshold-finding-retractions", if_match=True)
    def retract_threshold_consequence(
        request: Commanding, body: RetractionBody, objection_id: ObjectionId
    ) -> Saved:
        """Take a finding back, so that the objection can be ruled on."""
        place = place_of(request, objection_id)
        return commands.retract_threshold_consequence(request.act, place, _seal_at(place)(body.reasons))

    @router.command("/objections/{objectionId}/rulings", if_match=True)
    def rule_on_objection(request: Commanding, body: RulingBody, objection_id: ObjectionId) -> Saved:
        """Decide on the objection (Awb 7:11): dismissed, inadmissible, or upheld for another reason.

        Only by who took none of the decisions that it is directed at (Awb 10:3), never while a finding
        stands, and not before the objector was heard or the hearing was left out (Awb 7:2, 7:3).
        """
        place = place_of(request, objection_id)
        seal = _seal_at(place)
        return commands.rule_on_objection(request.act, place, body.said(seal), body.said_with_it(seal))

    def _seal_at(place: Place) -> Seal:
        return under_the_case(sealer, lambda: commands.case_of(place))

    return router


def place_of(request: CommandRequest, objection_id: UUID) -> Place:
    """The objection that a command is about, within the reach of who gives it."""
    return Place(objection_id, scope_of(request.principal), request.expected_version)
