"""Reviewing a refusal in favour without an objection (ambtshalve herziening): one proposes, another decides."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.decisions.api.case_handlers import CaseId, Reasons, sealed
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import ReviewCommands
from services.decisions.domain.case_by_case import GrantTerms
from services.decisions.domain.review_in_favour import Review, ReviewGround
from services.decisions.projections.reviews import StoredReview, proposed_reviews
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter, View
from shared.runtime.dated_pages import DatedPage, DatedPaging, Place
from shared.vocabulary import Outcome


class ProposeReview(Body):
    """Why a refusal does not stand."""

    ground: ReviewGround
    like_case_id: UUID | None = None
    """The like case that was granted; with equal treatment alone."""
    reasons: Reasons


class RejectReview(Body):
    """Why the refusal stands."""

    reasons: Reasons


class ApproveReview(Body):
    """What who grants it after all sets, of a type of which a person does (Awb 4:84)."""

    valid_until: LegalDate | None = None
    """The last day; null: the policy's."""
    conditions: Reasons | None = None
    """Conditions (voorschriften) that go with it; null: none."""


class ReviewLine(View):
    """A proposal that was not decided on yet."""

    case_id: UUID
    ground: ReviewGround
    like_case_id: UUID | None
    proposed_on: date
    proposed_by: str
    advice: Outcome | None
    """What the case came to on that day; null: the facts left a criterion unknown."""

    @classmethod
    def of(cls, stored: StoredReview) -> Self:
        """From the register's row."""
        return cls.model_validate(stored, from_attributes=True)


def routes(commands: ReviewCommands, log: EventLog, sealer: Sealer) -> ServiceRouter:
    """Routes on reviews."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.command("/cases/{caseId}/reviews", if_match=True)
    def propose_review(request: Commanding, case_id: CaseId, body: ProposeReview) -> Saved:
        """Propose to grant after all what was refused, for equal treatment, an error or hardship (Awb 4:84)."""
        return commands.propose(
            request.act,
            case_id=case_id,
            review=Review(body.ground, sealed(sealer, case_id, body.reasons), body.like_case_id),
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/review-rejections", if_match=True)
    def reject_review(request: Commanding, case_id: CaseId, body: RejectReview) -> Saved:
        """Leave the refusal as it is; by another than who proposed the review."""
        return commands.reject(
            request.act,
            case_id=case_id,
            reasons=sealed(sealer, case_id, body.reasons),
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/review-approvals", if_match=True)
    def approve_review(request: Commanding, case_id: CaseId, body: ApproveReview) -> Saved:
        """Revoke the refusal and grant the exemption (Awb 3:41, 3:45); by another than who proposed the review."""
        conditions = sealed(sealer, case_id, body.conditions) if body.conditions else None
        return commands.approve(
            request.act,
            case_id=case_id,
            within=request.principal,
            expected_version=request.expected_version,
            terms=GrantTerms(body.valid_until, conditions),
        )

    @router.query("/reviews", response_model=DatedPage[ReviewLine])
    def list_reviews(request: Reading, paging: DatedPaging) -> DatedPage[ReviewLine]:
        """Proposals that were not decided on yet, the oldest first."""
        with log.read() as connection:
            found = proposed_reviews(connection, request.principal, paging)
        return DatedPage[ReviewLine].of(
            found, paging, ReviewLine.of, lambda one: Place(one.proposed_on, one.case_id)
        )

    return router
