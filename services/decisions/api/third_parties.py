"""For case handlers: noting and hearing others than the applicant before a decision (derde-belanghebbenden, Awb 4:8)."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from services.decisions.api.case_handlers import VIEWS_GUIDANCE, CaseId, Reasons, sealed
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import ThirdPartyCommands
from services.decisions.commands.third_parties import InCase
from services.decisions.domain.hearing import ViewsManner
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter
from shared.runtime.person_body import PersonBody
from shared.vocabulary import NotHeardGround

MOST_PARTIES: Final = 99
Number = Annotated[int, Field(ge=1, le=MOST_PARTIES)]


class NoteThirdParty(Body):
    """Who may be expected to object to the decision, and why."""

    person: PersonBody
    reasons: Reasons
    """Why they may be expected to object, and on which data about them the decision rests."""


class AskThirdParty(Body):
    """Whom to ask for views, until when, and on what."""

    number: Number
    views_until: LegalDate
    """Last day for views; the shortest term is a SYNTHETIC fourteen days."""
    explanation: Reasons
    """What the decision is to be about, for the letter: no more of the applicant than the third party must know."""


class NoteViewsOfThirdParty(Body):
    """What a third party says."""

    number: Number
    manner: ViewsManner
    received_on: LegalDate | None = None
    """Null: today."""
    views: Annotated[str, Field(min_length=1, max_length=10_000, description=VIEWS_GUIDANCE)]


class LeaveThirdPartyUnheard(Body):
    """Which third party is not heard, and why (Awb 4:11)."""

    number: Number
    because: NotHeardGround
    reasons: Reasons


def routes(commands: ThirdPartyCommands, sealer: Sealer) -> ServiceRouter:
    """Routes on which others than the applicant are noted and heard."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")
    _note(router, commands, sealer)
    _hear(router, commands, sealer)
    return router


def _place(request: Commanding, case_id: CaseId) -> InCase:
    return InCase(case_id, request.principal, request.expected_version)


def _note(router: ServiceRouter, commands: ThirdPartyCommands, sealer: Sealer) -> None:
    @router.command("/cases/{caseId}/third-parties", if_match=True)
    def note_third_party(request: Commanding, case_id: CaseId, body: NoteThirdParty) -> Saved:
        """Note somebody who may be expected to object to the decision; it waits for their views (Awb 4:8(1))."""
        person, reasons = (
            sealer.seal_another(case_id, body.person.person()),
            sealed(sealer, case_id, body.reasons),
        )
        return commands.note(request.act, _place(request, case_id), person, reasons)

    @router.command("/cases/{caseId}/third-party-waivers", if_match=True)
    def leave_third_party_unheard(
        request: Commanding, case_id: CaseId, body: LeaveThirdPartyUnheard
    ) -> Saved:
        """Decide without hearing a third party, on a ground of the law (Awb 4:11)."""
        reasons = sealed(sealer, case_id, body.reasons)
        return commands.leave_unheard(
            request.act, _place(request, case_id), body.number, body.because, reasons
        )


def _hear(router: ServiceRouter, commands: ThirdPartyCommands, sealer: Sealer) -> None:
    @router.command("/cases/{caseId}/third-party-invitations", if_match=True)
    def ask_views_of_third_party(request: Commanding, case_id: CaseId, body: AskThirdParty) -> Saved:
        """Let a third party give their views before it is decided (Awb 4:8(1))."""
        explanation = sealed(sealer, case_id, body.explanation)
        place = _place(request, case_id)
        return commands.ask_views(request.act, place, body.number, explanation, body.views_until)

    @router.command("/cases/{caseId}/third-party-views", if_match=True)
    def note_views_of_third_party(request: Commanding, case_id: CaseId, body: NoteViewsOfThirdParty) -> Saved:
        """Record what a third party says, in writing or orally (Awb 4:9)."""
        views = sealed(sealer, case_id, body.views, of_another=True)
        place = _place(request, case_id)
        return commands.note_views(request.act, place, body.number, views, body.manner, body.received_on)
