"""Hearing others than the objector (belanghebbenden, Awb 7:2): the holder of a contested exemption, or somebody else."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from services.objections.api.objection_handlers import ObjectionId, place_of
from services.objections.api.persons import PersonBody
from services.objections.api.reasons import Reasons, under_the_case
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.proceedings import ProceedingsCommands
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter

MOST_PARTIES: Final = 99


class PartyInvitationBody(Body):
    """Whom to invite, until when they can be heard, and what the objection is about."""

    person: PersonBody | None = None
    """Null: the holder of the exemption to which another objects."""
    views_until: LegalDate
    explanation: Reasons
    """For the letter: no more of the objector than the party must know."""


class PartyRecordBody(Body):
    """What an invited party thinks of the objection."""

    number: Annotated[int, Field(ge=1, le=MOST_PARTIES)]
    heard_on: LegalDate
    orally: bool = False
    record: Reasons


def routes(commands: ProceedingsCommands, sealer: Sealer) -> ServiceRouter:
    """Routes of who hears others than the objector."""
    router = ServiceRouter(AUTHORISATION, tag="proceedings")

    @router.command("/objections/{objectionId}/party-invitations", if_match=True)
    def invite_party(request: Commanding, body: PartyInvitationBody, objection_id: ObjectionId) -> Saved:
        """Invite the holder, or somebody else, to say what they think of the objection (Awb 7:2)."""
        place = place_of(request, objection_id)
        case_id = commands.case_of(place)
        person = sealer.seal_another(case_id, body.person.person()) if body.person is not None else None
        explanation = under_the_case(sealer, lambda: case_id)(body.explanation)
        return commands.invite_party(request.act, place, person, explanation, body.views_until)

    @router.command("/objections/{objectionId}/party-records", if_match=True)
    def hear_party(request: Commanding, body: PartyRecordBody, objection_id: ObjectionId) -> Saved:
        """Record what an invited party thinks of the objection, orally or in writing (Awb 7:2, 7:7)."""
        place = place_of(request, objection_id)
        record = under_the_case(sealer, lambda: commands.case_of(place))(body.record)
        return commands.hear_party(request.act, place, body.number, record, body.heard_on, orally=body.orally)

    return router
