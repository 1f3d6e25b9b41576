"""Hearing others than the objector (belanghebbenden, Awb 7:2): the holder of a contested exemption, or somebody else."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from services.objections.api.objection_handlers import ObjectionId, place_of
from services.objections.api.persons import PersonBody
from services.objections.api.reasons import Reasons, Seal, under_the_case
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.proceedings import HeardParty, ProceedingsCommands
from services.objections.domain.heard_apart import THE_OBJECTOR, ApartBecause, HeardApart, HearingAccount
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter
from shared.runtime.problems import Fault, invalid_request

MOST_PARTIES: Final = 99


class PartyInvitationBody(Body):
    """Whom to invite, until when they can be heard, and what the objection is about."""

    person: PersonBody | None = None
    """Null: the holder of the exemption to which another objects."""
    views_until: LegalDate
    explanation: Reasons
    """For the letter: no more of the objector than the party must know."""


class ApartBody(Body):
    """Why a party was heard apart from the others (Awb 7:6(2))."""

    because: ApartBecause
    reasons: Reasons


class PartyRecordBody(Body):
    """What an invited party thinks of the objection."""

    number: Annotated[int, Field(ge=1, le=MOST_PARTIES)]
    heard_on: LegalDate
    orally: bool = False
    record: Reasons
    apart: ApartBody | None = None
    """Why the party was heard apart from the others; null: in their presence, or in writing (Awb 7:6(1))."""

    def heard_apart(self, seal: Seal) -> HeardApart | None:
        """In the words of the domain; raises a 400 problem where it does not belong."""
        if self.apart is None:
            return None
        if not self.orally:
            raise invalid_request([Fault("body.apart", "orally_only", "belongs to who was heard orally")])
        return HeardApart(self.apart.because, seal(self.apart.reasons))


class AccountBody(Body):
    """What one who was heard apart is told of what was said in their absence (Awb 7:6(3))."""

    recipient: Annotated[int, Field(ge=THE_OBJECTOR, le=MOST_PARTIES)]
    """0: the objector; otherwise the number of an invited party."""
    account: Reasons | None = None
    """For the letter (Dutch); null: all of it is secret."""
    withheld_because: Reasons | None = None
    """Why a part, or all, is left out for weighty reasons (Awb 7:6(4)); the letter says that, and not why."""

    def told(self, seal: Seal) -> HearingAccount:
        """In the words of the domain; raises a 400 problem where nothing is said."""
        if self.account is None and self.withheld_because is None:
            raise invalid_request([Fault("body.account", "missing", "is required where nothing is withheld")])
        return HearingAccount(
            *(seal(words) if words is not None else None for words in (self.account, self.withheld_because))
        )


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
        seal = under_the_case(sealer, lambda: commands.case_of(place))
        apart = body.heard_apart(seal)
        theirs = under_the_case(
            sealer, lambda: commands.case_of(place), of_another=commands.is_another(place, body.number)
        )
        heard = HeardParty(body.number, body.heard_on, theirs(body.record), orally=body.orally, apart=apart)
        return commands.hear_party(request.act, place, heard)

    @router.command("/objections/{objectionId}/hearing-accounts", if_match=True)
    def give_account(request: Commanding, body: AccountBody, objection_id: ObjectionId) -> Saved:
        """Tell one of those who were heard apart what was said in their absence (Awb 7:6(3), (4))."""
        place = place_of(request, objection_id)
        account = body.told(under_the_case(sealer, lambda: commands.case_of(place)))
        return commands.give_account(request.act, place, body.recipient, account)

    return router
