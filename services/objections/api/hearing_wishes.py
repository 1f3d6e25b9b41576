"""Whether the objector wants to be heard (Awb 7:3(c), (d)): the question, and what they declare."""

from __future__ import annotations

from services.objections.api.objection_handlers import ObjectionId, place_of
from services.objections.api.reasons import Reasons, under_the_case
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.proceedings import ProceedingsCommands
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter


class QuestionBody(Body):
    """Until when the objector can say whether they want to be heard."""

    answer_until: LegalDate


class AnswerBody(Body):
    """What the objector declared, in writing or orally."""

    wanted: bool
    answered_on: LegalDate
    words: Reasons
    """The declaration, or a note of it."""


def routes(commands: ProceedingsCommands, sealer: Sealer) -> ServiceRouter:
    """Routes of who hears objectors."""
    router = ServiceRouter(AUTHORISATION, tag="proceedings")

    @router.command("/objections/{objectionId}/hearing-questions", if_match=True)
    def ask_hearing_wish(request: Commanding, body: QuestionBody, objection_id: ObjectionId) -> Saved:
        """Ask whether the objector wants to be heard, within a reasonable term (Awb 7:3(d))."""
        return commands.ask_hearing_wish(request.act, place_of(request, objection_id), body.answer_until)

    @router.command("/objections/{objectionId}/hearing-answers", if_match=True)
    def note_hearing_wish(request: Commanding, body: AnswerBody, objection_id: ObjectionId) -> Saved:
        """Note what the objector declared, asked or by themselves (Awb 7:3(c))."""
        place = place_of(request, objection_id)
        words = under_the_case(sealer, lambda: commands.case_of(place))(body.words)
        return commands.note_hearing_wish(request.act, place, words, body.answered_on, wanted=body.wanted)

    return router
