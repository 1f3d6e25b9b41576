"""For who registers what the court tells of appeals against not deciding: objection handlers and the RDW."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Path, Response
from pydantic import Field

from services.objections.api.appeals import CourtReference, not_in_future, refuse
from services.objections.api.at_court import ToPayBody, ToPayView
from services.objections.api.named_days import NamedDay
from services.objections.api.reasons import Reasons, Seal, opened, under_the_case
from services.objections.api.scopes import desk_scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.late_appeals import NO_SUCH_APPEAL, LateAppealCommands
from services.objections.domain.late_appeal import (
    LateAppealEnding,
    LateAppealNotice,
    LateAppealRuling,
    LateAppealState,
    LateAppealWithdrawal,
)
from services.objections.projections.late_appeals import LateAppealEntry, LateAppealQueries
from shared.errors import NotThere
from shared.eventlog.log import Saved
from shared.law.court_orders import OrderedDecision, ordered_last_day
from shared.privacy.opening import Opener
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter, View
from shared.runtime.clock import Clock
from shared.runtime.pages import Page, Paging
from shared.runtime.problems import Fault

LateAppealId = Annotated[UUID, Path(alias="lateAppealId")]
Euros = Annotated[int, Field(ge=1, le=1_000_000)]


class LateAppealBody(Body):
    """An appeal against not deciding in time, of which the court told."""

    case_id: UUID
    objection_id: UUID | None = None
    """The objection in that case on which nothing was decided; none: on the application."""
    lodged_on: LegalDate
    notice_received_on: LegalDate | None = None
    """Day of receipt of the written notice of default (Awb 6:12(2)(b)); none: not known, or there was none."""
    court_reference: CourtReference | None = None

    def told(self, today: date) -> LateAppealNotice:
        """In the words of the domain; raises a 400 problem for a day that has not come."""
        days = (("body.lodgedOn", self.lodged_on), ("body.noticeReceivedOn", self.notice_received_on))
        refuse(fault for field, day in days if day is not None for fault in not_in_future(field, day, today))
        return LateAppealNotice(self.lodged_on, self.court_reference, self.notice_received_on)


class OrderBody(Body):
    """The order to decide, with the penalty that the ruling names (Awb 8:55d(1), (2))."""

    sent_on: LegalDate
    """The day on which the court sent its ruling, after which the term runs."""
    last_day: NamedDay | None = None
    """Where the court gave another term; none: two weeks (Awb 8:55d(1), (3))."""
    euros_per_day: Euros
    most_euros: Euros

    def order(self) -> OrderedDecision:
        """In the words of the law."""
        last_day = self.last_day or ordered_last_day(self.sent_on)
        return OrderedDecision(self.sent_on, last_day, self.euros_per_day, self.most_euros)


class LateAppealEndingBody(Body):
    """How such an appeal ended, and on which day."""

    ending: Literal[
        LateAppealState.WITHDRAWN,
        LateAppealState.INADMISSIBLE,
        LateAppealState.DISMISSED,
        LateAppealState.UPHELD,
    ]
    ended_on: LegalDate
    ruling: Reasons | None = None
    """What the court ruled; with every ending but a withdrawal, and then required."""
    order: OrderBody | None = None
    """With `upheld` alone, where the court ordered a decision."""
    to_pay: ToPayBody | None = None
    """With a ruling alone: what the authority is to pay, where the court ordered that (Awb 8:74, 8:75)."""

    def ended(self, today: date, seal: Seal) -> LateAppealEnding:
        """In the words of the domain; raises a 400 problem naming every fault."""
        refuse(self._faults(today))
        if self.ruling is None:
            return LateAppealWithdrawal(self.ended_on)
        order = self.order.order() if self.order is not None else None
        to_pay = self.to_pay.ordered() if self.to_pay is not None else None
        return LateAppealRuling(self.ended_on, self.ending, seal(self.ruling), order, to_pay)

    def _faults(self, today: date) -> Iterator[Fault]:
        yield from not_in_future("body.endedOn", self.ended_on, today)
        withdrawn = self.ending is LateAppealState.WITHDRAWN
        if not withdrawn and self.ruling is None:
            yield Fault("body.ruling", "missing", "is required when the court ruled")
        for field, told in (("body.ruling", self.ruling), ("body.toPay", self.to_pay)):
            if withdrawn and told is not None:
                yield Fault(field, "ruled_only", "belongs to an appeal that the court ruled on")
        if self.order is not None:
            yield from not_in_future("body.order.sentOn", self.order.sent_on, today)
            if withdrawn:
                yield Fault("body.order", "ruled_only", "belongs to an appeal that the court ruled on")


class OrderView(View):
    """Until when the court ordered to decide, and what that it is late costs, in whole euros (Awb 8:55d)."""

    sent_on: date
    last_day: date
    euros_per_day: int
    most_euros: int
    euros_due: int
    """As of today, or of the announcement of the decision; it is told, and paid by nobody here."""


class LateAppealView(View):
    """One appeal against not deciding."""

    appeal_id: UUID
    version: int
    case_id: UUID
    objection_id: UUID | None
    """Null: about the application."""
    lodged_on: date
    court_reference: str | None
    notice_received_on: date | None
    open_from: date | None
    """The first day for the appeal (Awb 6:12(2)(b)); null: not known."""
    premature: bool | None
    """Whether it seems to have come too early, which the court judges; null: not known."""
    state: LateAppealState
    ended_on: date | None
    ruling: str | None
    """Null when there is none, or the person was erased."""
    order: OrderView | None
    hearing_on: date | None
    """The day on which the court hears or heard it (zitting, Awb 8:56); null: not told."""
    to_pay: ToPayView | None
    """What the authority is to pay (Awb 8:74, 8:75); null: nothing, or it was not told."""
    late_decision_id: UUID | None
    taken_on: date | None
    """The day of the decision that was taken after all, which the appeal is about too (Awb 6:20(3))."""
    announced_on: date | None
    """The day of the letter about it, which is what a court orders by its day (Awb 8:55d(1)); null: not sent, or of a
    ruling that stands in no decision."""

    @classmethod
    def of(cls, entry: LateAppealEntry, opener: Opener, today: date) -> Self:
        """From the row of the register, as it stands on that legal day."""
        return cls(
            appeal_id=entry.appeal_id,
            version=entry.version,
            case_id=entry.case_id,
            objection_id=entry.objection_id,
            lodged_on=entry.lodged_on,
            court_reference=entry.court_reference,
            notice_received_on=entry.notice_received_on,
            open_from=entry.open_from,
            premature=entry.premature,
            state=entry.state,
            ended_on=entry.ended_on,
            ruling=opened(opener, entry.ruling),
            order=_order(entry, today),
            hearing_on=entry.hearing_on,
            to_pay=ToPayView.of(entry.to_pay),
            late_decision_id=entry.late_decision_id,
            taken_on=entry.taken_on,
            announced_on=entry.announced_on,
        )


def routes(
    commands: LateAppealCommands, queries: LateAppealQueries, clock: Clock, sealer: Sealer, opener: Opener
) -> ServiceRouter:
    """Routes of the register of appeals against not deciding."""
    router = ServiceRouter(AUTHORISATION, tag="appeals")

    @router.command("/late-appeals")
    def lodge_late_appeal(request: Commanding, body: LateAppealBody) -> Saved:
        """Register an appeal against not deciding in time on an application or an objection (Awb 6:12)."""
        told, scope = body.told(request.act.today), desk_scope_of(request.principal)
        return commands.lodge_late_appeal(request.act, body.case_id, body.objection_id, told, scope)

    @router.query("/late-appeals", response_model=Page[LateAppealView])
    def late_appeals(request: Reading, paging: Paging) -> Page[LateAppealView]:
        """These appeals in the order of registration, a page at a time."""
        found = queries.page(desk_scope_of(request.principal), paging.after, paging.rows)
        today = clock.today()
        for entry in found:
            request.shows(entry.case_id)
        return Page[LateAppealView].of(
            found, paging, lambda entry: LateAppealView.of(entry, opener, today), lambda one: one.appeal_id
        )

    @router.query("/late-appeals/{lateAppealId}", response_model=LateAppealView)
    def late_appeal(request: Reading, appeal_id: LateAppealId) -> Response:
        """One of them, with what the court's order costs by now."""
        entry = queries.find(desk_scope_of(request.principal), appeal_id)
        if entry is None:
            raise NotThere(*NO_SUCH_APPEAL)
        request.shows(entry.case_id)
        return request.versioned(LateAppealView.of(entry, opener, clock.today()), entry.version)

    @router.command("/late-appeals/{lateAppealId}/endings", if_match=True)
    def end_late_appeal(request: Commanding, body: LateAppealEndingBody, appeal_id: LateAppealId) -> Saved:
        """Register how it ended; with an order the court names the last day to decide (Awb 8:55d)."""
        scope = desk_scope_of(request.principal)
        seal = under_the_case(sealer, lambda: commands.case_of(appeal_id, scope))
        ending = body.ended(request.act.today, seal)
        return commands.end_late_appeal(request.act, appeal_id, scope, request.expected_version, ending)

    return router


def _order(entry: LateAppealEntry, today: date) -> OrderView | None:
    order = entry.order
    if order is None:
        return None
    return OrderView(
        sent_on=order.sent_on,
        last_day=order.last_day,
        euros_per_day=order.euros_per_day,
        most_euros=order.most_euros,
        euros_due=order.due(entry.carried_out_on, today),
    )
