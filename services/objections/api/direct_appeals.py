"""For who handles an objection of which the objector asks to go to the court at once (Awb 7:1a)."""

from __future__ import annotations

from services.objections.api.objection_handlers import ObjectionId, place_of
from services.objections.api.reasons import Reasons, Seal, under_the_case
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.direct_appeals import DirectAppealCommands
from services.objections.domain.direct_appeal import DirectAppealAnswer
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, ServiceRouter


class DirectAppealAnswerBody(Body):
    """What is decided on the request, and why: whether the case is suited, and nobody else will object."""

    consents: bool
    reasons: Reasons

    def answer(self, seal: Seal) -> DirectAppealAnswer:
        """In the words of the domain."""
        return DirectAppealAnswer(self.consents, seal(self.reasons))


def routes(commands: DirectAppealCommands, sealer: Sealer) -> ServiceRouter:
    """Routes of who answers such a request."""
    router = ServiceRouter(AUTHORISATION, tag="objection handlers")

    @router.command("/objections/{objectionId}/direct-appeal-answers", if_match=True)
    def answer_direct_appeal(
        request: Commanding, body: DirectAppealAnswerBody, objection_id: ObjectionId
    ) -> Saved:
        """Consent to direct appeal, or refuse it (Awb 7:1a). What is consented to goes to the court at once.

        Only by who took none of the decisions that the objection is directed at (Awb 10:3).
        """
        place = place_of(request, objection_id)
        seal = under_the_case(sealer, lambda: commands.case_of(place))
        return commands.answer_direct_appeal(request.act, place, body.answer(seal))

    return router
