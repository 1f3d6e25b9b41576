"""For applicants: handing in an application."""

from __future__ import annotations

from services.applications.api.submission import SubmitApplication
from services.applications.commands import ApplicationCommands
from shared.eventlog.log import Saved
from shared.runtime.access import Role
from shared.runtime.api import Commanding, ServiceRouter


def routes(commands: ApplicationCommands) -> ServiceRouter:
    """Routes on which somebody applies."""
    router = ServiceRouter(tag="applicants")

    @router.command("/applications", roles=[Role.APPLICANT])
    def submit_application(request: Commanding, body: SubmitApplication) -> Saved:
        """Hand in an application; its day of receipt starts the decision term (Awb 4:13)."""
        return commands.submit(request.act, body.submission())

    return router
