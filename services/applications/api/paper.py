"""For case handlers: entering what came on paper (op papier). It counts from its receipt, whenever it is entered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Path
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from services.applications.api.documents import BroughtDocuments
from services.applications.api.submission import AppliedFor, require_place
from services.applications.authorisation import AUTHORISATION
from services.applications.commands.paper import PaperCommands
from services.applications.commands.receipt import PaperReceipt, ReceiptCommands, Submission
from services.applications.domain.on_paper import LONGEST_BEFORE_ENTRY
from shared.eventlog.log import Saved
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter
from shared.runtime.problems import Fault, invalid_request
from shared.runtime.stated_body import Stated
from shared.vocabulary import Plate, StatedFacts

CaseId = Annotated[UUID, Path(alias="caseId")]


class EnterApplication(AppliedFor):
    """An application on paper. Letters about it go by post; nobody need have a token for it."""

    received_on: LegalDate
    """Day of receipt, as the stamp says: it starts the decision term (Awb 4:13)."""
    signed: bool
    """False: the signature can be asked for, as anything that is missing (Awb 4:2(1), 4:5(1))."""
    same_applicant_as: UUID | None = None
    """An earlier case of the same applicant, as the desk establishes; needed to renew one, or to refuse a repetition."""

    def paper(self, today: date) -> PaperReceipt:
        """How it came; raises a 400 problem for a day to come, or one that is a slip of the pen."""
        if self.received_on < today - LONGEST_BEFORE_ENTRY:
            raise invalid_request([Fault("body.receivedOn", "too_long_ago", "must be within the last year")])
        return PaperReceipt(not_in_future(self.received_on, today), self.signed, self.same_applicant_as)

    def submission(self) -> Submission:
        """What the command takes; raises a 400 problem when type, municipality and day do not go together."""
        stated = self.stated.facts() if self.stated else StatedFacts()
        require_place(self.exemption_type, self.received_on, self.municipality, stated.day)
        return Submission(
            exemption_type=self.exemption_type,
            applicant=self.applicant.applicant(),
            plate=Plate(self.vehicle.plate, self.vehicle.country),
            stated=stated,
            municipality=self.municipality,
            renews_case_id=self.renews,
            co_applicants=self.others(),
            representative=self.representative.person() if self.representative else None,
        )


class EnterSupplement(Body):
    """What came on paper to complete an application: facts, documents, the signature, or more of these."""

    received_on: LegalDate
    stated: Stated | None = None
    documents: BroughtDocuments = ()
    """What the desk attached of it, for instance a translation, a mandate (Awb 2:1(2), 4:5)."""
    signed: bool = False
    """The signature that was missing (Awb 4:2(1))."""

    @model_validator(mode="after")
    def _brings_something(self) -> Self:
        if not self.signed and not self.documents and self.facts() == StatedFacts():
            raise PydanticCustomError(
                "nothing_stated", "must state something, name a document, or bring the signature"
            )
        return self

    def facts(self) -> StatedFacts:
        """What it states."""
        return self.stated.facts() if self.stated else StatedFacts()


class EnterWithdrawal(Body):
    """A withdrawal that came on paper."""

    received_on: LegalDate


def not_in_future(received_on: date, today: date) -> date:
    """The day of receipt; raises a 400 problem for one that has not come."""
    if received_on > today:
        raise invalid_request([Fault("body.receivedOn", "not_in_future", "must not be later than today")])
    return received_on


def routes(receipt: ReceiptCommands, commands: PaperCommands) -> ServiceRouter:
    """Routes on which the desk enters the post."""
    router = ServiceRouter(AUTHORISATION, tag="paper")

    @router.command("/paper-applications")
    def enter_application(request: Commanding, body: EnterApplication) -> Saved:
        """Enter an application that came on paper; its day of receipt starts the decision term (Awb 4:13)."""
        paper = body.paper(request.act.today)
        return receipt.enter(request.act, request.principal, body.submission(), paper)

    @router.command("/applications/{caseId}/paper-supplements", if_match=True)
    def enter_supplement(request: Commanding, body: EnterSupplement, case_id: CaseId) -> Saved:
        """Enter what came on paper to complete an application, asked or unasked, electronic or not (Awb 4:5)."""
        return commands.supplement(
            request.act,
            request.principal,
            case_id,
            body.facts(),
            documents=body.documents,
            signed=body.signed,
            received_on=not_in_future(body.received_on, request.act.today),
            expected_version=request.expected_version,
        )

    @router.command("/applications/{caseId}/paper-withdrawals", if_match=True)
    def enter_withdrawal(request: Commanding, body: EnterWithdrawal, case_id: CaseId) -> Saved:
        """Enter that an application was withdrawn on paper, before a decision has ended it."""
        return commands.withdraw(
            request.act,
            request.principal,
            case_id,
            received_on=not_in_future(body.received_on, request.act.today),
            expected_version=request.expected_version,
        )

    return router
