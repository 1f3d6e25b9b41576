"""For who registers what happens to an appeal: the hearing at the court (zitting, Awb 8:56), and when it was posted."""

from __future__ import annotations

from services.objections.api.appeals import AppealId
from services.objections.api.late_appeals import LateAppealId
from services.objections.api.named_days import NamedDay
from services.objections.api.posting_body import PostingBody
from services.objections.api.reasons import under_the_case
from services.objections.api.scopes import desk_scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.appeals import AppealCommands
from services.objections.commands.late_appeals import LateAppealCommands
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, ServiceRouter


class CourtHearingBody(Body):
    """On which day the court hears the appeal, or heard it."""

    on: NamedDay


def routes(appeals: AppealCommands, late_appeals: LateAppealCommands, sealer: Sealer) -> ServiceRouter:
    """Routes of hearings at the court; a later day takes the place of the one that was told before."""
    router = ServiceRouter(AUTHORISATION, tag="appeals")

    @router.command("/appeals/{appealId}/court-hearings", if_match=True)
    def note_court_hearing(request: Commanding, body: CourtHearingBody, appeal_id: AppealId) -> Saved:
        """Register on which day the court hears the appeal (Awb 8:56)."""
        scope = desk_scope_of(request.principal)
        return appeals.note_hearing(request.act, appeal_id, scope, request.expected_version, body.on)

    @router.command("/appeals/{appealId}/posting-judgements", if_match=True)
    def judge_appeal_posting(request: Commanding, body: PostingBody, appeal_id: AppealId) -> Saved:
        """Register whether post without a legible postmark was posted in time, and why (Awb 6:9(2))."""
        scope = desk_scope_of(request.principal)
        judgement = body.judgement(under_the_case(sealer, lambda: appeals.case_of(appeal_id, scope)))
        return appeals.judge_posting(request.act, appeal_id, scope, request.expected_version, judgement)

    @router.command("/late-appeals/{lateAppealId}/court-hearings", if_match=True)
    def note_hearing_of_late_appeal(
        request: Commanding, body: CourtHearingBody, appeal_id: LateAppealId
    ) -> Saved:
        """Register on which day the court hears the appeal against not deciding (Awb 8:56)."""
        scope = desk_scope_of(request.principal)
        return late_appeals.note_hearing(request.act, appeal_id, scope, request.expected_version, body.on)

    return router
