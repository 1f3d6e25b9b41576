"""For objectors: lodging, reading and withdrawing one's own objection; the desk enters the post here too."""

from __future__ import annotations

from fastapi import Response

from services.objections.api.late_ruling_view import DefaultView
from services.objections.api.notice import NoticeBody
from services.objections.api.objection_handlers import ObjectionId, place_of
from services.objections.api.objection_view import ObjectionView, Surroundings, objection_view
from services.objections.api.scopes import scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.objections import ContestedCases, ObjectionCommands
from services.objections.commands.reached import NO_SUCH_OBJECTION
from services.objections.projections.costs_claims import costs_of
from services.objections.projections.hearing_accounts import accounts_of
from services.objections.projections.hearing_wishes import wish_of
from services.objections.projections.interim_reliefs import ReliefQueries
from services.objections.projections.invited_parties import parties_of
from services.objections.projections.late_rulings import late_rulings_of
from services.objections.projections.objection_register import ObjectionEntry, ObjectionQueries
from services.objections.projections.reconsiderations import reconsideration_of
from shared.errors import NotThere
from shared.eventlog.log import EventLog, Saved
from shared.privacy.opening import Opener
from shared.privacy.sealing import Sealer
from shared.runtime.api import Commanding, Reading, ServiceRouter
from shared.vocabulary import legal_day


def routes(
    commands: ObjectionCommands,
    queries: ObjectionQueries,
    cases: ContestedCases,
    reliefs: ReliefQueries,
    sealer: Sealer,
    opener: Opener,
    log: EventLog,
) -> ServiceRouter:
    """Routes of whoever objects."""
    router = ServiceRouter(AUTHORISATION, tag="objectors")

    @router.command("/objections")
    def lodge_objection(request: Commanding, body: NoticeBody) -> Saved:
        """Object to a decision (Awb 6:4). It has no suspensive effect (Awb 6:16).

        What is lodged against a penalty while an objection or appeal against the decision on the application is
        pending belongs to that one (Awb 4:19(1)): the answer names it.
        """
        notice = body.sealed(request, sealer)
        return commands.lodge_objection(request.act, notice, scope_of(request.principal))

    @router.query("/objections/{objectionId}", response_model=ObjectionView)
    def objection(request: Reading, objection_id: ObjectionId) -> Response:
        """One objection; another person's answers as if it were not there."""
        entry = _found(queries.find(scope_of(request.principal), objection_id))
        request.shows(entry.case_id)
        contested = cases.find(entry.decision_id)
        term = queries.clock(entry, contested).term
        around = Surroundings(
            contested,
            queries.renewals(objection_id),
            term.last_day if term is not None else None,
            queries.penalty_disputes(objection_id),
            [DefaultView.of(one, legal_day(request.now)) for one in late_rulings_of(log, objection_id)],
            costs_of(log, objection_id),
            parties_of(log, objection_id),
            reconsideration_of(log, objection_id),
            wish_of(log, objection_id),
            reliefs.of_objection(objection_id),
            accounts_of(log, objection_id),
        )
        view = objection_view(entry, around, request.principal, opener)
        return request.versioned(view, entry.version)

    @router.command("/objections/{objectionId}/withdrawals", if_match=True)
    def withdraw_objection(request: Commanding, objection_id: ObjectionId) -> Saved:
        """End the proceedings (Awb 6:21); the desk enters a withdrawal that came by post."""
        return commands.withdraw_objection(request.act, place_of(request, objection_id))

    return router


def _found(entry: ObjectionEntry | None) -> ObjectionEntry:
    if entry is None:
        raise NotThere(*NO_SUCH_OBJECTION)
    return entry
