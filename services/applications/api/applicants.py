"""For applicants: handing in an application, supplementing it, withdrawing it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from services.applications.api.documents import BroughtDocuments
from services.applications.api.submission import SubmitApplication
from services.applications.authorisation import AUTHORISATION
from services.applications.commands.applicant import ApplicantCommands
from services.applications.commands.receipt import ReceiptCommands
from shared.eventlog.log import Saved
from shared.runtime.api import Body, Commanding, ServiceRouter
from shared.runtime.stated_body import Stated
from shared.vocabulary import StatedFacts

CaseId = Annotated[UUID, Path(alias="caseId")]


class SupplementApplication(Body):
    """What the applicant states or shows now; what was stated before stands unless stated anew."""

    documents: BroughtDocuments = ()
    """Attached documents that are the answer, for instance a translation (Awb 4:5(2)); they can come alone."""
    stated: Annotated[Stated | None, Field(validate_default=True)] = None

    @field_validator("stated")
    @classmethod
    def _brings_something(cls, stated: Stated | None, others: ValidationInfo) -> Stated | None:
        facts = stated.facts() if stated else StatedFacts()
        if others.data.get("documents") == () and facts == StatedFacts():
            raise PydanticCustomError("nothing_stated", "must state something, or documents must name one")
        return stated

    def facts(self) -> StatedFacts:
        """What it states."""
        return self.stated.facts() if self.stated else StatedFacts()


def routes(receipt: ReceiptCommands, commands: ApplicantCommands) -> ServiceRouter:
    """Routes on which somebody applies, and acts on what they applied for."""
    router = ServiceRouter(AUTHORISATION, tag="applicants")

    @router.command("/applications")
    def submit_application(request: Commanding, body: SubmitApplication) -> Saved:
        """Hand in an application; its day of receipt starts the decision term (Awb 4:13)."""
        return receipt.submit(request.act, body.submission(request.act.today))

    @router.command("/applications/{caseId}/supplements")
    def supplement_application(request: Commanding, body: SupplementApplication, case_id: CaseId) -> Saved:
        """Supplement the own application, asked or unasked; ends the suspension of the decision term."""
        return commands.supplement(request.act, case_id, body.facts(), body.documents)

    @router.command("/applications/{caseId}/withdrawals")
    def withdraw_application(request: Commanding, case_id: CaseId) -> Saved:
        """Withdraw the own application, before a decision has ended it."""
        return commands.withdraw(request.act, case_id)

    return router
