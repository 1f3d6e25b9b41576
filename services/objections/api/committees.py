"""The committee that advises on an objection (Awb 7:13): announced, put together, and what it advised."""

from __future__ import annotations

from services.objections.api.advice_bodies import CommitteeAdviceBody, CommitteeBody
from services.objections.api.objection_handlers import ObjectionId, place_of
from services.objections.api.reasons import under_the_case
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.proceedings import ProceedingsCommands
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Commanding, ServiceRouter


def routes(commands: ProceedingsCommands, sealer: Sealer) -> ServiceRouter:
    """Routes of who handles an objection on which a committee advises."""
    router = ServiceRouter(AUTHORISATION, tag="proceedings")

    @router.command("/objections/{objectionId}/committee-announcements", if_match=True)
    def announce_committee(request: Commanding, objection_id: ObjectionId) -> Saved:
        """Tell the objector that a committee advises, which makes the six weeks twelve (Awb 7:13(2), 7:10(1)).

        Once, and before the six weeks have passed.
        """
        return commands.announce_committee(request.act, place_of(request, objection_id))

    @router.command("/objections/{objectionId}/committee-compositions", if_match=True)
    def compose_committee(request: Commanding, body: CommitteeBody, objection_id: ObjectionId) -> Saved:
        """Note who is in the committee: a chair of another house, and two members at least (Awb 7:13(1))."""
        return commands.compose_committee(
            request.act,
            place_of(request, objection_id),
            body.committee(),
            chair_independent=body.chair_independent,
        )

    @router.command("/objections/{objectionId}/committee-advice", if_match=True)
    def receive_advice(request: Commanding, body: CommitteeAdviceBody, objection_id: ObjectionId) -> Saved:
        """Record what the committee advised (Awb 7:13(6)); a later advice takes the place of an earlier one."""
        place = place_of(request, objection_id)
        seal = under_the_case(sealer, lambda: commands.case_of(place))
        return commands.receive_advice(request.act, place, body.received(seal))

    return router
