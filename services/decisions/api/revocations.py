"""For case handlers: revoking an exemption, after its holder could give their views."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from services.decisions.api.case_handlers import VIEWS_GUIDANCE, CaseId, Reasons, sealed
from services.decisions.api.revocation_view import IntentionLine
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import RevocationCommands
from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.revocation import Revocation
from services.decisions.projections.revocation_register import intentions
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter
from shared.runtime.dated_pages import DatedPage, DatedPaging, Place
from shared.vocabulary import NotHeardGround, RevocationGround


class IntendRevocation(Body):
    """What the holder is told before an exemption is revoked."""

    ground: RevocationGround
    views_until: LegalDate
    """Last day for views; the shortest term is a SYNTHETIC fourteen days."""
    reasons: Reasons


class NoteViews(Body):
    """What the holder says of the intention."""

    manner: ViewsManner
    received_on: LegalDate | None = None
    """Null: today."""
    views: Annotated[str, Field(min_length=1, max_length=10_000, description=VIEWS_GUIDANCE)]


class AbandonRevocation(Body):
    """Why the exemption stays as it is."""

    reasons: Reasons


class Revoke(Body):
    """The decision that ends an exemption."""

    ground: RevocationGround
    effective_from: LegalDate
    """First day on which the exemption no longer holds."""
    reasons: Reasons
    not_heard_because: NotHeardGround | None = None
    """Why the holder was not heard (Awb 4:11); null: they were, or asked for it themselves."""


def routes(commands: RevocationCommands, log: EventLog, sealer: Sealer) -> ServiceRouter:
    """Routes on revocations."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")
    _hear(router, commands, sealer)

    @router.command("/cases/{caseId}/revocations", if_match=True)
    def revoke(request: Commanding, case_id: CaseId, body: Revoke) -> Saved:
        """Revoke an exemption from a day to come, once its holder could give views (Awb 4:8, 3:40)."""
        return commands.revoke(
            request.act,
            case_id=case_id,
            revocation=Revocation(
                ground=body.ground,
                effective_from=body.effective_from,
                reasons=sealed(sealer, case_id, body.reasons),
                not_heard_because=body.not_heard_because,
            ),
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.query("/revocation-intentions", response_model=DatedPage[IntentionLine])
    def list_intentions(request: Reading, paging: DatedPaging) -> DatedPage[IntentionLine]:
        """Intentions to revoke that stand, the soonest last day for views first."""
        with log.read() as connection:
            found = intentions(connection, request.principal, paging)
        return DatedPage[IntentionLine].of(
            found, paging, IntentionLine.of, lambda one: Place(one.views_until, one.case_id)
        )

    return router


def _hear(router: ServiceRouter, commands: RevocationCommands, sealer: Sealer) -> None:
    @router.command("/cases/{caseId}/revocation-intentions", if_match=True)
    def intend_revocation(request: Commanding, case_id: CaseId, body: IntendRevocation) -> Saved:
        """Tell the holder that the exemption is to be revoked, and until when they can give views (Awb 4:8)."""
        return commands.intend(
            request.act,
            case_id=case_id,
            ground=body.ground,
            views_until=body.views_until,
            reasons=sealed(sealer, case_id, body.reasons),
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/revocation-views", if_match=True)
    def note_views(request: Commanding, case_id: CaseId, body: NoteViews) -> Saved:
        """Record what the holder says of the intention, in writing or orally (Awb 4:9)."""
        return commands.note_views(
            request.act,
            case_id=case_id,
            views=sealed(sealer, case_id, body.views),
            manner=body.manner,
            received_on=body.received_on,
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/revocation-abandonments", if_match=True)
    def abandon_revocation(request: Commanding, case_id: CaseId, body: AbandonRevocation) -> Saved:
        """Give the intention up: the exemption stays as it is."""
        return commands.abandon(
            request.act,
            case_id=case_id,
            reasons=sealed(sealer, case_id, body.reasons),
            within=request.principal,
            expected_version=request.expected_version,
        )
