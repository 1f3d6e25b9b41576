"""Hearing the objector (horen, Awb 7:2-7:7): invitations, records, and leaving the hearing out."""

from __future__ import annotations

from services.objections.api.hearing_bodies import (
    HearingRecordBody,
    InvitationBody,
    NewFactsBody,
    WaiverBody,
)
from services.objections.api.objection_handlers import ObjectionId, place_of
from services.objections.api.reasons import Seal, under_the_case
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.proceedings import ProceedingsCommands
from services.objections.commands.reached import Place
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Commanding, ServiceRouter


def routes(commands: ProceedingsCommands, sealer: Sealer) -> ServiceRouter:
    """Routes of who hears objectors."""
    router = ServiceRouter(AUTHORISATION, tag="proceedings")

    @router.command("/objections/{objectionId}/hearings", if_match=True)
    def plan_hearing(request: Commanding, body: InvitationBody, objection_id: ObjectionId) -> Saved:
        """Invite the objector to a hearing (Awb 7:2), at least ten days ahead (Awb 7:4(1)).

        A later invitation takes the place of an earlier one.
        """
        place = place_of(request, objection_id)
        return commands.plan_hearing(request.act, place, body.invitation(_seal_at(place)))

    @router.command("/objections/{objectionId}/hearing-records", if_match=True)
    def hold_hearing(request: Commanding, body: HearingRecordBody, objection_id: ObjectionId) -> Saved:
        """Record that the objector was heard (Awb 7:7), by nobody who took the contested decision (Awb 7:5)."""
        place = place_of(request, objection_id)
        return commands.hold_hearing(request.act, place, body.held(_seal_at(place)))

    @router.command("/objections/{objectionId}/new-facts", if_match=True)
    def find_new_facts(request: Commanding, body: NewFactsBody, objection_id: ObjectionId) -> Saved:
        """Note facts that came up after the hearing: the objector is to be heard again (Awb 7:9)."""
        place = place_of(request, objection_id)
        return commands.find_new_facts(request.act, place, _seal_at(place)(body.facts))

    @router.command("/objections/{objectionId}/hearing-waivers", if_match=True)
    def waive_hearing(request: Commanding, body: WaiverBody, objection_id: ObjectionId) -> Saved:
        """Leave the hearing out, for exactly one of the grounds of the law (Awb 7:3)."""
        place = place_of(request, objection_id)
        return commands.waive_hearing(request.act, place, body.waiver(_seal_at(place)))

    @router.command("/objections/{objectionId}/reconsiderations", if_match=True)
    def ask_reconsideration(request: Commanding, objection_id: ObjectionId) -> Saved:
        """Ask what the case comes to on the facts and rules of today, on which the ruling rests (Awb 7:11(1)).

        The answer comes from the decisions service, and is shown with the objection.
        """
        return commands.ask_reconsideration(request.act, place_of(request, objection_id))

    def _seal_at(place: Place) -> Seal:
        return under_the_case(sealer, lambda: commands.case_of(place))

    return router
