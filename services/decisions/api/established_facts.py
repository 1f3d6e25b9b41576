"""For case handlers: establishing facts, and hearing the applicant on those that differ from what they supplied."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic.alias_generators import to_snake

from services.decisions.api.case_handlers import VIEWS_GUIDANCE, CaseId, Reasons, sealed
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import EstablishedFactsCommands
from services.decisions.domain.established_facts import Establishment, FactBasis
from services.decisions.domain.hearing import ViewsManner
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter
from shared.runtime.stated_body import Stated

FactName = Annotated[str, Field(pattern=r"^[a-z][A-Za-z]{1,60}$")]


class EstablishFacts(Body):
    """What the desk establishes otherwise than the applicant stated it, or beside it, and on what that rests."""

    facts: Stated
    """Only what is established now."""
    basis: FactBasis
    document: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """The attached document, by its name (an HMAC); null: another, or none."""
    reasons: Reasons

    @model_validator(mode="after")
    def _a_document_is_a_basis_of_its_own(self) -> Self:
        if self.document is not None and self.basis is not FactBasis.DOCUMENT:
            raise ValueError("a document is named where it is the basis")
        return self


class WithdrawEstablishedFacts(Body):
    """What the desk no longer holds on to, so that what the applicant states counts again."""

    facts: Annotated[tuple[FactName, ...], Field(min_length=1, max_length=30)]
    """Names of established facts, as `establishedFacts` of the case shows them."""
    reasons: Reasons


class AskViews(Body):
    """Until when the applicant can give views, and what differs."""

    views_until: LegalDate
    """Last day for views; the shortest term is a SYNTHETIC fourteen days."""
    explanation: Reasons
    """What differs from what the applicant supplied, and why that matters."""


class NoteViewsOnFacts(Body):
    """What the applicant says of it."""

    manner: ViewsManner
    received_on: LegalDate | None = None
    """Null: today."""
    views: Annotated[str, Field(min_length=1, max_length=10_000, description=VIEWS_GUIDANCE)]


def routes(commands: EstablishedFactsCommands, sealer: Sealer) -> ServiceRouter:
    """Routes on which facts are established, and views asked and noted."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")
    _establish(router, commands, sealer)
    _hear(router, commands, sealer)
    return router


def _establish(router: ServiceRouter, commands: EstablishedFactsCommands, sealer: Sealer) -> None:
    @router.command("/cases/{caseId}/established-facts", if_match=True)
    def establish_facts(request: Commanding, case_id: CaseId, body: EstablishFacts) -> Saved:
        """Establish facts in the place of what the applicant stated, or did not state (Awb 3:2)."""
        return commands.establish(
            request.act,
            case_id=case_id,
            establishment=Establishment(
                body.facts.facts(), body.basis, sealed(sealer, case_id, body.reasons), body.document
            ),
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/established-facts-withdrawals", if_match=True)
    def withdraw_established_facts(
        request: Commanding, case_id: CaseId, body: WithdrawEstablishedFacts
    ) -> Saved:
        """Let what the applicant states count again."""
        return commands.withdraw(
            request.act,
            case_id=case_id,
            names=[to_snake(name) for name in body.facts],
            reasons=sealed(sealer, case_id, body.reasons),
            within=request.principal,
            expected_version=request.expected_version,
        )


def _hear(router: ServiceRouter, commands: EstablishedFactsCommands, sealer: Sealer) -> None:
    @router.command("/cases/{caseId}/views-requests", if_match=True)
    def ask_views(request: Commanding, case_id: CaseId, body: AskViews) -> Saved:
        """Let the applicant give views on facts that differ from what they supplied (Awb 4:7)."""
        return commands.ask_views(
            request.act,
            case_id=case_id,
            views_until=body.views_until,
            explanation=sealed(sealer, case_id, body.explanation),
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/views", if_match=True)
    def note_views_on_facts(request: Commanding, case_id: CaseId, body: NoteViewsOnFacts) -> Saved:
        """Record what the applicant says of them, in writing or orally (Awb 4:9)."""
        return commands.note_views(
            request.act,
            case_id=case_id,
            views=sealed(sealer, case_id, body.views),
            manner=body.manner,
            received_on=body.received_on,
            within=request.principal,
            expected_version=request.expected_version,
        )
