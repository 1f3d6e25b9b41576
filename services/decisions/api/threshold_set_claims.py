"""For reviewers: who of them has a proposed threshold set in hand. A claim changes no set."""

from __future__ import annotations

from services.decisions.api.claims import StaffId
from services.decisions.api.national_scope import must_be_national
from services.decisions.api.threshold_set_readers import SetId
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import ThresholdSetClaimCommands
from shared.eventlog.log import Saved
from shared.runtime.api import Body, Commanding, ServiceRouter


class HandOverSet(Body):
    """To whom the set goes."""

    to_subject: StaffId


def routes(commands: ThresholdSetClaimCommands) -> ServiceRouter:
    """Routes on claims; the version in their answers is that of the claim, never of the set."""
    router = ServiceRouter(AUTHORISATION, tag="threshold sets")

    @router.command("/threshold-sets/{thresholdSetId}/claims")
    def claim_threshold_set(request: Commanding, threshold_set_id: SetId) -> Saved:
        """Take a proposed set in hand, as somebody who may approve it."""
        must_be_national(request.principal)
        return commands.claim(request.act, threshold_set_id)

    @router.command("/threshold-sets/{thresholdSetId}/releases")
    def release_threshold_set(request: Commanding, threshold_set_id: SetId) -> Saved:
        """Give a set back: one's own, or a colleague's."""
        must_be_national(request.principal)
        return commands.release(request.act, threshold_set_id)

    @router.command("/threshold-sets/{thresholdSetId}/claim-transfers")
    def transfer_threshold_set(request: Commanding, body: HandOverSet, threshold_set_id: SetId) -> Saved:
        """Hand a set over to another reviewer, who may approve it."""
        must_be_national(request.principal)
        return commands.hand_over(request.act, threshold_set_id, body.to_subject)

    return router
