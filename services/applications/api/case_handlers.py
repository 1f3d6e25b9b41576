"""For case handlers: the list of applications, and what the desk does with one."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from services.applications.api.case_view import CaseLine, reach_of
from services.applications.api.submission import MunicipalityCode
from services.applications.authorisation import AUTHORISATION
from services.applications.commands.desk import DeskCommands
from services.applications.commands.receipt import Conversion, ReceiptCommands
from services.applications.domain.application_acts import (
    OF_WHAT_WAS_HANDED_IN,
    ApplicationState,
    MissingItem,
)
from services.applications.projections.cases import CaseReader
from shared.asked_items import WordsOnItem
from shared.eventlog.log import Saved
from shared.privacy.sealed import SealedKind
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter, WholeNumber
from shared.runtime.pages import Page, Paging
from shared.vocabulary import ExemptionType

State = Annotated[ApplicationState | None, Query()]
CaseId = Annotated[UUID, Path(alias="caseId")]

GUIDANCE = (
    "For the letter, in Dutch: what exactly is missing, or why what came cannot be used. Kept sealed, under a key of "
    "the case, and shown in the letter alone; name nobody who need not be named."
)
"""What is said of the words that the desk adds to an item."""


def _each_once(items: list[MissingItem]) -> list[MissingItem]:
    if len(set(items)) != len(items):
        raise PydanticCustomError("each_once", "must name each item once")
    return items


class ItemExplained(Body):
    """What exactly is missing of one of the items."""

    item: MissingItem
    words: Annotated[str, Field(min_length=3, max_length=500, description=GUIDANCE)]


class RequestCompletion(Body):
    """What is missing, and within how many days it must come (Awb 4:5(1))."""

    items: Annotated[
        list[MissingItem],
        Field(min_length=1, max_length=len(MissingItem), json_schema_extra={"uniqueItems": True}),
        AfterValidator(_each_once),
    ]
    term_days: Annotated[WholeNumber, Field(ge=14, le=84)] = 14
    """Days after today; two weeks at least. The longest is SYNTHETIC."""
    explanations: list[ItemExplained] = Field(
        default_factory=list, max_length=len(MissingItem), validate_default=True
    )
    """What exactly is missing, for the items where that helps, and of which pieces a translation or a summary is
    asked (Awb 4:5(2), (3)); each once. Bounded so that a letter stays one."""

    @field_validator("explanations")
    @classmethod
    def _of_what_is_asked(cls, explained: list[ItemExplained], others: ValidationInfo) -> list[ItemExplained]:
        named = [each.item for each in explained]
        if len(set(named)) != len(named) or not set(named) <= set(others.data.get("items", named)):
            raise PydanticCustomError("of_what_is_asked", "must explain items that are asked, each once")
        if not OF_WHAT_WAS_HANDED_IN & set(others.data.get("items", ())) <= set(named):
            raise PydanticCustomError(
                "of_which_pieces", "must say of which pieces a translation or summary is asked"
            )
        return explained

    def sealed(self, sealer: Sealer, case_id: UUID) -> tuple[WordsOnItem, ...]:
        """The explanations under a new key of the case."""
        if not self.explanations:
            return ()
        key_id = sealer.new_key(case_id)
        return tuple(
            WordsOnItem(each.item.value, sealer.seal(key_id, SealedKind.REASONS, each.words.encode()))
            for each in self.explanations
        )


class ConvertApplication(Body):
    """Into which better-fitting exemption, and when the applicant agreed."""

    to_type: ExemptionType
    municipality: MunicipalityCode | None = None
    """For a local type."""
    consent_given_on: LegalDate | None = None

    def conversion(self) -> Conversion:
        """What the command takes."""
        return Conversion(self.to_type, self.municipality, self.consent_given_on)


def routes(
    commands: DeskCommands, receipt: ReceiptCommands, cases: CaseReader, sealer: Sealer
) -> ServiceRouter:
    """Routes of the desk."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.query("/applications", response_model=Page[CaseLine])
    def applications(request: Reading, paging: Paging, state: State = None) -> Page[CaseLine]:
        """Applications within the own scope, in the order of receipt, a page at a time."""
        found = cases.page(reach_of(request.principal), state, paging.after, paging.rows)
        return Page[CaseLine].of(found, paging, CaseLine.of, lambda case: case.case_id)

    @router.command("/applications/{caseId}/handling", if_match=True)
    def start_handling(request: Commanding, case_id: CaseId) -> Saved:
        """Take an application in hand; from here on a withdrawal is counted among the refusals."""
        return commands.start_handling(request.act, request.principal, case_id, request.expected_version)

    @router.command("/applications/{caseId}/completion-requests", if_match=True)
    def request_completion(request: Commanding, body: RequestCompletion, case_id: CaseId) -> Saved:
        """Ask the applicant for what is missing; the decision term is suspended from tomorrow (Awb 4:15)."""
        return commands.request_completion(
            request.act,
            request.principal,
            case_id,
            body.items,
            body.term_days,
            request.expected_version,
            body.sealed(sealer, case_id),
        )

    @router.command("/applications/{caseId}/vehicle-facts-refreshes", if_match=True)
    def refresh_vehicle_facts(request: Commanding, case_id: CaseId) -> Saved:
        """Have the vehicle register asked once more, also after the decision."""
        return commands.request_vehicle_facts_refresh(
            request.act, request.principal, case_id, request.expected_version
        )

    @router.command("/applications/{caseId}/conversions", if_match=True)
    def convert_application(request: Commanding, body: ConvertApplication, case_id: CaseId) -> Saved:
        """Let it go on as an application for a better-fitting exemption; answers with the new case."""
        return receipt.convert(
            request.act, request.principal, case_id, body.conversion(), request.expected_version
        )

    return router
