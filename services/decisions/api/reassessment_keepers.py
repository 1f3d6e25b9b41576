"""For those who keep an eye on reassessments: pause and resume."""

from __future__ import annotations

from services.decisions.api.national_scope import must_be_national
from services.decisions.api.reassessments import ReassessmentId
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import ReassessmentCommands
from shared.eventlog.log import Saved
from shared.runtime.access import Role
from shared.runtime.api import Commanding, ServiceRouter


def routes(commands: ReassessmentCommands) -> ServiceRouter:
    """Routes on which reassessments are paused and resumed."""
    router = ServiceRouter(AUTHORISATION, tag="reassessments")

    @router.command("/reassessments/{reassessmentId}/pauses", if_match=True)
    def pause(request: Commanding, reassessment_id: ReassessmentId) -> Saved:
        """Renew no further decision for now; the chunk that is being stored is still stored."""
        must_be_national(request.principal)
        return commands.pause(
            request.act, reassessment_id=reassessment_id, expected_version=request.expected_version
        )

    @router.command("/reassessments/{reassessmentId}/resumptions", if_match=True)
    def resume(request: Commanding, reassessment_id: ReassessmentId) -> Saved:
        """Go on; when drift paused it, only a reviewer can."""
        must_be_national(request.principal)
        return commands.resume(
            request.act,
            reassessment_id=reassessment_id,
            as_reviewer=request.principal.has(Role.REVIEWER),
            expected_version=request.expected_version,
        )

    return router
