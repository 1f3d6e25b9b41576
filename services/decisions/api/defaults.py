"""For applicants and the desk: notices of default, and the penalty for a decision that comes too late."""

from __future__ import annotations

from typing import Annotated, Final, Self
from uuid import UUID

from fastapi import Response
from pydantic import Field, model_validator

from services.decisions.api.case_clock_view import DefaultView
from services.decisions.api.case_handlers import READERS, CaseId, Reasons, sealed
from services.decisions.api.default_view import LateLine, NoticesView, NoticeView
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import DefaultCommands
from services.decisions.domain.case_clock import clock_of
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.default_clock import DefaultSoFar
from services.decisions.domain.notice_of_default import NothingDue
from services.decisions.projections.announcements import history_of
from services.decisions.projections.default_register import notices_of, unfixed_defaults
from shared.eventlog.log import AggregateNotFound, EventLog, Saved
from shared.law.terms import Channel
from shared.privacy.sealing import Sealer
from shared.runtime.access import Principal, Role
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter
from shared.runtime.clock import Clock
from shared.runtime.dated_pages import DatedPage, DatedPaging, Place
from shared.vocabulary import NothingDueGround

MOST_EUROS: Final = 1_000_000
"""More than any penalty: a slip of the pen."""


class NoticeOfDefault(Body):
    """A written notice that the decision is late (Awb 4:17(3))."""

    received_on: LegalDate | None = None
    """Null: today, which is the only day on which an applicant can send one here."""
    channel: Channel = Channel.ELECTRONIC


class FixPenalty(Body):
    """The amount is computed; only that none is due is said here, with its ground and reasons (Awb 4:17(6))."""

    ground: NothingDueGround | None = None
    reasons: Reasons | None = None

    @model_validator(mode="after")
    def _a_ground_has_its_reasons(self) -> Self:
        if (self.ground is None) != (self.reasons is None):
            raise ValueError("that nothing is due has a ground and reasons, and nothing else has")
        return self


class PayPenalty(Body):
    """That the penalty was paid, all of it at once."""

    amount_euros: Annotated[int, Field(ge=1, le=MOST_EUROS)]
    """All that is due of it, in whole euros."""
    paid_on: LegalDate


class RecoverPenalty(Body):
    """That what was paid of a penalty is asked back, because it was not due."""

    amount_euros: Annotated[int, Field(ge=1, le=MOST_EUROS)]
    """Of what was paid, in whole euros."""
    reasons: Reasons
    """Why it was not due."""


def routes(commands: DefaultCommands, log: EventLog, clock: Clock, sealer: Sealer) -> ServiceRouter:
    """Routes on decisions that come too late."""
    router = ServiceRouter(AUTHORISATION, tag="late decisions")
    _notices(router, commands, log, clock)

    @router.command("/cases/{caseId}/penalty-decisions", if_match=True)
    def fix_penalty(request: Commanding, case_id: CaseId, body: FixPenalty) -> Saved:
        """Decide what penalty is due, once no day can be added to it (Awb 4:18)."""
        nothing_due = None
        if body.ground is not None and body.reasons is not None:
            nothing_due = NothingDue(body.ground, sealed(sealer, case_id, body.reasons))
        return commands.fix_penalty(
            request.act,
            case_id=case_id,
            nothing_due=nothing_due,
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/penalty-payments", if_match=True)
    def pay_penalty(request: Commanding, case_id: CaseId, body: PayPenalty) -> Saved:
        """Record that all that is due of the penalty was paid (Awb 4:87(1))."""
        return commands.pay_penalty(
            request.act,
            case_id=case_id,
            amount_euros=body.amount_euros,
            paid_on=body.paid_on,
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.command("/cases/{caseId}/penalty-recoveries", if_match=True)
    def recover_penalty(request: Commanding, case_id: CaseId, body: RecoverPenalty) -> Saved:
        """Ask back what was paid of a penalty and not due, within five years (Awb 4:20); open to objection."""
        return commands.recover_penalty(
            request.act,
            case_id=case_id,
            amount_euros=body.amount_euros,
            reasons=sealed(sealer, case_id, body.reasons),
            within=request.principal,
            expected_version=request.expected_version,
        )

    @router.query("/late-decisions", response_model=DatedPage[LateLine])
    def list_late_decisions(request: Reading, paging: DatedPaging) -> DatedPage[LateLine]:
        """Cases in which a late decision may cost a penalty that was not fixed yet, the soonest day to fix it first."""
        today = clock.today()
        with log.read() as connection:
            late = unfixed_defaults(connection, request.principal)
        found = [
            LateLine.of(one, default, today) for one in late if (default := _default_in(log, one.case_id))
        ]
        return DatedPage[LateLine].of(paging.among(found, _place_of), paging, lambda line: line, _place_of)

    return router


def _place_of(line: LateLine) -> Place:
    return Place(line.default.fix_by, line.case_id)


def _default_in(log: EventLog, case_id: UUID) -> DefaultSoFar | None:
    return clock_of((one.event.event_id, one.event) for one in history_of(log, case_id)).default


def _notices(router: ServiceRouter, commands: DefaultCommands, log: EventLog, clock: Clock) -> None:
    path = "/cases/{caseId}/notices-of-default"

    @router.command(path)
    def give_notice_of_default(request: Commanding, case_id: CaseId, body: NoticeOfDefault) -> Saved:
        """Say in writing that the decision is late; one that comes before the term has ended has no effect."""
        return commands.note_notice(
            request.act,
            case_id=case_id,
            received_on=body.received_on or request.act.today,
            channel=body.channel,
            by=request.principal,
        )

    @router.query(path, response_model=NoticesView)
    def notices_of_default(request: Reading, case_id: CaseId) -> Response:
        """Every notice of default in a case with what follows from it, for its applicant too (Awb 4:17)."""
        case = log.load(DecisionCase, case_id)
        if not may_read(request.principal, case):
            raise AggregateNotFound(f"DecisionCase {case_id}")
        with log.read() as connection:
            notices = [NoticeView.of(stored) for stored in notices_of(connection, case_id)]
        default = _default_in(log, case_id)
        shown = DefaultView.of(default, clock.today()) if default else None
        return request.versioned(NoticesView(case_id=case_id, notices=notices, default=shown), case.version)


def may_read(who: Principal, case: DecisionCase) -> bool:
    """The applicant reads what is of the own case, the desk what is within its scope."""
    own = who.has(Role.APPLICANT) and case.is_of(who.subject)
    return own or (who.has(*READERS) and who.deals_with(case.municipality))
