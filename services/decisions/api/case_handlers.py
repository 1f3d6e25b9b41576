"""For case handlers: the cases, their assessment and the decision."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import Field, model_validator

from services.decisions.api.case_view import CaseLine, CaseView
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import DecisionCommands
from services.decisions.domain.case_by_case import GrantTerms
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.hearing import NotHeard
from services.decisions.projections.announcements import announced_in
from services.decisions.projections.case_register import case, cases_after, decisions_of, leaving_out_of
from services.decisions.projections.default_register import notices_of, penalty_of
from services.decisions.projections.fact_finding import StoredFinding, finding_in
from services.decisions.projections.reconsiderations import reconsiderations_of
from services.decisions.projections.revocation_register import intention_in
from services.decisions.projections.third_parties import third_parties_in
from shared.asked_items import WordsOnItem
from shared.errors import NotThere
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import Sealed, SealedKind
from shared.privacy.sealing import Sealer
from shared.runtime.access import Role
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter
from shared.runtime.pages import Page, Paging
from shared.vocabulary import LeftOutReason, NotHeardGround, Outcome, RefusalGround

READERS = (Role.CASE_HANDLER, Role.REVIEWER, Role.OBJECTION_HANDLER, Role.AUDITOR)
CaseId = Annotated[UUID, Path(alias="caseId")]


GUIDANCE = (
    "For the letter (Awb 3:46), in Dutch: about the rule and the facts. Kept sealed, under a key of the case, and "
    "shown in the letter alone; name nobody who need not be named."
)
"""What is said of the reasons that the desk writes itself."""


VIEWS_GUIDANCE = (
    "What they say, in Dutch. Kept sealed, under a key of the case, and opened for who weighs it (Awb 3:2, 3:46); "
    "name nobody who need not be named."
)
"""What is said of views (zienswijzen)."""


Reasons = Annotated[str, Field(min_length=10, max_length=2000, description=GUIDANCE)]


class NotHeardBefore(Body):
    """Why the applicant is not heard before the refusal (Awb 4:7(2), 4:11)."""

    because: NotHeardGround
    reasons: Reasons

    def sealed(self, sealer: Sealer, case_id: UUID) -> NotHeard:
        """As the domain takes it."""
        return NotHeard(self.because, sealed(sealer, case_id, self.reasons))


class TakeDecision(Body):
    """The decision that the assessment advises, or a refusal on another ground with its reasons."""

    outcome: Literal[Outcome.GRANTED, Outcome.REFUSED]
    ground: Literal[RefusalGround.CONDITIONS_NOT_MET, RefusalGround.OTHER] = RefusalGround.CONDITIONS_NOT_MET
    reasons: Reasons | None = None
    """Of a refusal on another ground."""
    rests_on_differing_facts: bool = False
    """Whether a refusal on another ground rests on facts otherwise than the applicant supplied them (Awb 4:7)."""
    not_heard: NotHeardBefore | None = None
    """Of a refusal on such facts; null: the applicant could give views, or it rests on none."""
    valid_until: LegalDate | None = None
    """Of a grant of a type of which who decides sets the last day; null: the policy's."""
    conditions: Reasons | None = None
    """Of such a grant: conditions (voorschriften) that go with it; null: none."""

    @model_validator(mode="after")
    def _reasons_go_with_the_other_ground(self) -> Self:
        if self.ground is RefusalGround.OTHER and self.outcome is not Outcome.REFUSED:
            raise ValueError("only a refusal has a ground")
        if (self.ground is RefusalGround.OTHER) != (self.reasons is not None):
            raise ValueError("reasons go with a refusal on another ground, and with nothing else")
        return self

    @model_validator(mode="after")
    def _only_a_grant_has_terms(self) -> Self:
        if self.outcome is not Outcome.GRANTED and (self.valid_until or self.conditions):
            raise ValueError("validUntil and conditions go with a grant, and with nothing else (Awb 4:84)")
        return self

    @model_validator(mode="after")
    def _only_a_refusal_asks_a_hearing(self) -> Self:
        if self.not_heard is not None and self.outcome is not Outcome.REFUSED:
            raise ValueError("notHeard goes with a refusal, and with nothing else (Awb 4:7)")
        if self.rests_on_differing_facts and self.ground is not RefusalGround.OTHER:
            raise ValueError(
                "of a refusal as the assessment advises, the assessment says what facts it rests on"
            )
        return self


class RefuseByReference(Body):
    """Which earlier refusal is referred to, and why nothing new is stated."""

    earlier_case_id: UUID
    reasons: Reasons


class StillMissing(Body):
    """Why what came does not suffice or is wrong, for one of the items that were asked."""

    item: Annotated[str, Field(pattern="^[a-z_]{1,40}$")]
    reasons: Annotated[str, Field(min_length=10, max_length=1000, description=GUIDANCE)]


class LeaveOut(Body):
    """Why the application is not dealt with."""

    reason: LeftOutReason
    items: list[StillMissing] = Field(default_factory=list, max_length=20)
    """Of a supplement that does not suffice (`insufficient`): each item of the last request that is still missing.

    Of `wrong_data`, where they can be named: those of it that are wrong.
    """

    def sealed(self, sealer: Sealer, case_id: UUID) -> tuple[WordsOnItem, ...]:
        """The items as the domain takes them, under one key."""
        if not self.items:
            return ()
        key_id = sealer.new_key(case_id)
        return tuple(
            WordsOnItem(each.item, sealer.seal(key_id, SealedKind.REASONS, each.reasons.encode()))
            for each in self.items
        )


def sealed(sealer: Sealer, case_id: UUID, reasons: str, *, of_another: bool = False) -> Sealed:
    """The reasons under a new key of the case, or what another than its applicant says."""
    key_id = sealer.new_key(case_id, of_another=of_another)
    return sealer.seal(key_id, SealedKind.REASONS, reasons.encode())


def routes(commands: DecisionCommands, log: EventLog, sealer: Sealer) -> ServiceRouter:
    """Routes of the desk: what it reads, and what it decides."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")
    _read(router, log)
    _decide(router, commands, sealer)
    return router


def _read(router: ServiceRouter, log: EventLog) -> None:
    @router.query("/cases", response_model=Page[CaseLine])
    def cases(
        request: Reading, paging: Paging, state: Annotated[CaseState | None, Query()] = None
    ) -> Page[CaseLine]:
        """Cases in order of receipt, a page at a time."""
        with log.read() as connection:
            found = cases_after(connection, request.principal, paging.after, paging.rows, state)
        return Page[CaseLine].of(found, paging, CaseLine.of, lambda stored: stored.case_id)

    @router.query("/cases/{caseId}", response_model=CaseView)
    def one_case(request: Reading, case_id: CaseId) -> Response:
        """One case with its facts, assessment and decisions."""
        with log.read() as connection:
            stored = case(connection, request.principal, case_id)
            decisions = decisions_of(connection, request.principal, case_id)
            left_out = leaving_out_of(connection, request.principal, case_id)
            notices, penalty = notices_of(connection, case_id), penalty_of(connection, case_id)
            found = finding_in(connection, case_id) or StoredFinding(case_id)
            intention = intention_in(connection, case_id)
            reconsidered = reconsiderations_of(connection, case_id)
            announced = announced_in(connection, case_id)
            others = third_parties_in(connection, case_id)
        if stored is None:
            raise NotThere("case_not_found", "there is no such case")
        whole = CaseView.whole(
            stored, decisions, left_out, notices, penalty, found, intention, reconsidered
        ).with_third_parties(others)
        return request.versioned(whole.with_announcements(announced), stored.version)


def _decide(router: ServiceRouter, commands: DecisionCommands, sealer: Sealer) -> None:
    @router.command("/cases/{caseId}/assessments", if_match=True)
    def assess(request: Commanding, case_id: CaseId) -> Saved:
        """Answer every criterion under the thresholds in force."""
        return commands.assess(
            request.act,
            case_id=case_id,
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/decisions", if_match=True)
    def decide(request: Commanding, case_id: CaseId, body: TakeDecision) -> Saved:
        """Grant or refuse, as the assessment advises; or refuse on another ground, with reasons."""
        not_heard = body.not_heard.sealed(sealer, case_id) if body.not_heard else None
        if body.reasons is not None:
            return commands.refuse_on_other_ground(
                request.act,
                case_id=case_id,
                reasons=sealed(sealer, case_id, body.reasons),
                rests_on_differing_facts=body.rests_on_differing_facts,
                not_heard=not_heard,
                within=request.principal,
                expected_version=request.expected_version,
            )
        return commands.decide(
            request.act,
            case_id=case_id,
            outcome=body.outcome,
            not_heard=not_heard,
            terms=GrantTerms(
                body.valid_until, sealed(sealer, case_id, body.conditions) if body.conditions else None
            ),
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/refusals-by-reference", if_match=True)
    def refuse_by_reference(request: Commanding, case_id: CaseId, body: RefuseByReference) -> Saved:
        """Refuse a repeated application without new facts by reference to the earlier refusal (Awb 4:6(2))."""
        return commands.refuse_as_repeated(
            request.act,
            case_id=case_id,
            earlier_case_id=body.earlier_case_id,
            reasons=sealed(sealer, case_id, body.reasons),
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/leavings-out-of-consideration", if_match=True)
    def leave_out(request: Commanding, case_id: CaseId, body: LeaveOut) -> Saved:
        """Decide not to deal with the application (Awb 4:5)."""
        return commands.leave_out_of_consideration(
            request.act,
            case_id=case_id,
            reason=body.reason,
            on_items=body.sealed(sealer, case_id),
            within=request.principal,
            expected_version=request.expected_version,
        )
