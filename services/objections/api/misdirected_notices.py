"""For objection handlers: what came here and belongs to another body, and where it was forwarded to (Awb 6:15)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import Field

from services.objections.api.appeals import not_in_future, refuse
from services.objections.api.objection_handlers import ObjectionId, place_of
from services.objections.api.persons import PersonBody, PersonView
from services.objections.api.reasons import Reasons, opened, under_the_case
from services.objections.api.scopes import desk_scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.misdirected_notices import NO_SUCH_NOTICE, MisdirectedNoticeCommands
from services.objections.commands.proceedings import ProceedingsCommands
from services.objections.domain.misdirected_notice import CameHere, MisdirectedState, NoticeKind
from services.objections.projections.misdirected_notices import MisdirectedEntry, MisdirectedQueries
from shared.errors import NotThere
from shared.eventlog.log import Saved
from shared.law.terms import Channel
from shared.privacy.opening import Opener
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter, View
from shared.runtime.pages import Page, Paging

NoticeId = Annotated[UUID, Path(alias="misdirectedNoticeId")]
State = Annotated[MisdirectedState | None, Query()]


class MisdirectedBody(Body):
    """A notice that belongs to another body, about a case that is treated here."""

    case_id: UUID
    kind: NoticeKind
    received_on: LegalDate
    """The day that was noted on it, which decides whether it was in time (Awb 6:15(3))."""
    channel: Channel = Channel.POST
    sender: PersonBody | None = None
    """Null: the applicant of the case."""


class DisregardBody(Body):
    """Why the day of receipt at another body does not count (Awb 6:15(3))."""

    reasons: Reasons


class ForwardingBody(Body):
    """To which body it was forwarded, and when."""

    forwarded_on: LegalDate
    forwarded_to: Annotated[str, Field(min_length=1, max_length=200)]
    """Which body decides on it, in Dutch, for the letter to the sender. Kept sealed."""


class MisdirectedView(View):
    """A notice that belongs to another body."""

    notice_id: UUID
    version: int
    case_id: UUID
    kind: NoticeKind
    state: MisdirectedState
    received_on: date
    channel: Channel
    sender: PersonView | None
    """Null: the applicant of the case, or erased."""
    forwarded_on: date | None
    forwarded_to: str | None
    """Null: not forwarded yet, or erased."""

    @classmethod
    def of(cls, entry: MisdirectedEntry, opener: Opener) -> Self:
        """From the row of the register."""
        return cls(
            notice_id=entry.notice_id,
            version=entry.version,
            case_id=entry.case_id,
            kind=entry.kind,
            state=entry.state,
            received_on=entry.received_on,
            channel=entry.channel,
            sender=PersonView.of(entry.sender, opener),
            forwarded_on=entry.forwarded_on,
            forwarded_to=opened(opener, entry.forwarded_to),
        )


def routes(
    commands: MisdirectedNoticeCommands,
    on_the_way: ProceedingsCommands,
    queries: MisdirectedQueries,
    sealer: Sealer,
    opener: Opener,
) -> ServiceRouter:
    """Routes of who reads the mail of the desk."""
    router = ServiceRouter(AUTHORISATION, tag="misdirected notices")

    @router.command("/misdirected-notices")
    def receive_misdirected_notice(request: Commanding, body: MisdirectedBody) -> Saved:
        """Note that an objection or an appeal came here that belongs to another body (Awb 6:15(1))."""
        refuse(not_in_future("body.receivedOn", body.received_on, request.act.today))
        sender = sealer.seal_another(body.case_id, body.sender.person()) if body.sender is not None else None
        came = CameHere(body.case_id, body.kind, body.received_on, body.channel, sender)
        return commands.receive(request.act, came, desk_scope_of(request.principal))

    @router.query("/misdirected-notices", response_model=Page[MisdirectedView])
    def list_misdirected_notices(
        request: Reading, paging: Paging, state: State = None
    ) -> Page[MisdirectedView]:
        """Notices in the order of entry, a page at a time; with `to_forward` those that are still here."""
        found = queries.page(desk_scope_of(request.principal), state, paging.after, paging.rows)
        for entry in found:
            request.shows(entry.case_id)
        return Page[MisdirectedView].of(
            found, paging, lambda entry: MisdirectedView.of(entry, opener), lambda entry: entry.notice_id
        )

    @router.query("/misdirected-notices/{misdirectedNoticeId}", response_model=MisdirectedView)
    def misdirected_notice(request: Reading, notice_id: NoticeId) -> Response:
        """One notice."""
        entry = queries.find(desk_scope_of(request.principal), notice_id)
        if entry is None:
            raise NotThere(*NO_SUCH_NOTICE)
        request.shows(entry.case_id)
        return request.versioned(MisdirectedView.of(entry, opener), entry.version)

    @router.command("/misdirected-notices/{misdirectedNoticeId}/forwardings", if_match=True)
    def forward_notice(request: Commanding, body: ForwardingBody, notice_id: NoticeId) -> Saved:
        """Record that it was forwarded; its sender gets a letter (Awb 6:15(1))."""
        scope = desk_scope_of(request.principal)
        to = under_the_case(sealer, lambda: commands.case_of(notice_id, scope))(body.forwarded_to)
        return commands.forward(
            request.act, notice_id, scope, request.expected_version, to, body.forwarded_on
        )

    @router.command("/objections/{objectionId}/elsewhere-disregards", if_match=True)
    def disregard_receipt_elsewhere(
        request: Commanding, body: DisregardBody, objection_id: ObjectionId
    ) -> Saved:
        """Judge that an objection was sent elsewhere in manifestly unreasonable use of the law (Awb 6:15(3)).

        Its day of receipt here then decides whether it came in time.
        """
        place = place_of(request, objection_id)
        reasons = under_the_case(sealer, lambda: on_the_way.case_of(place))(body.reasons)
        return on_the_way.disregard_receipt_elsewhere(request.act, place, reasons)

    return router
