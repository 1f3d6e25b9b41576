"""For who registers what the court tells of appeals: objection handlers and the RDW."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import Field

from services.objections.api.named_days import NamedDay
from services.objections.api.reasons import Reasons, Seal, opened, under_the_case
from services.objections.api.scopes import desk_scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.appeals import NO_SUCH_APPEAL, AppealCommands, AppealNotice
from services.objections.domain.appeal import (
    AppealEnding,
    AppealState,
    CourtOutcome,
    CourtRuling,
    InadmissibleAppeal,
    ToDecideAnew,
    Withdrawal,
)
from services.objections.projections.appeal_register import AppealEntry, AppealQueries
from shared.errors import NotThere
from shared.eventlog.log import Saved
from shared.privacy.opening import Opener
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter, View
from shared.runtime.pages import Page, Paging
from shared.runtime.problems import Fault, invalid_request

AppealId = Annotated[UUID, Path(alias="appealId")]
CourtReference = Annotated[str, Field(pattern=r"^[A-Z]{2,5} \d{2}/\d{1,6}( [A-Z0-9]{1,8}){0,2}$")]
"""The court's case number (zaaknummer), which names nobody."""
State = Annotated[AppealState | None, Query()]


class AppealBody(Body):
    """An appeal of which the court told."""

    objection_id: UUID
    lodged_on: LegalDate
    court_reference: CourtReference | None = None

    def notice(self, today: date) -> AppealNotice:
        """In the words of the commands; raises a 400 problem for a day that has not come."""
        refuse(not_in_future("body.lodgedOn", self.lodged_on, today))
        return AppealNotice(self.objection_id, self.lodged_on, self.court_reference)


class ToDecideAnewBody(Body):
    """The court's order to take a new decision on the objection (Awb 8:72(4))."""

    before: NamedDay | None = None
    """The last day that the court gave; none: the term of Awb 7:10 applies again, from the day after the ruling."""

    def order(self) -> ToDecideAnew:
        """In the words of the domain."""
        return ToDecideAnew(self.before)


class AppealEndingBody(Body):
    """How an appeal ended, and on which day."""

    ending: Literal[AppealState.WITHDRAWN, AppealState.INADMISSIBLE, AppealState.RULED]
    ended_on: LegalDate
    ruling: Reasons | None = None
    """What the court ruled on the merits."""
    outcome: CourtOutcome | None = None
    """How it ruled (Awb 8:72); with a ruling, and then required."""
    decide_anew: ToDecideAnewBody | None = None
    """With `annulled` alone, when a new decision on the objection was ordered; without it nobody decides anew."""

    def ended(self, today: date, seal: Seal) -> AppealEnding:
        """In the words of the domain; raises a 400 problem naming every fault."""
        refuse(self._faults(today))
        if self.ruling is not None and self.outcome is not None:
            order = self.decide_anew.order() if self.decide_anew is not None else None
            return CourtRuling(self.ended_on, seal(self.ruling), self.outcome, order)
        if self.ending is AppealState.WITHDRAWN:
            return Withdrawal(self.ended_on)
        return InadmissibleAppeal(self.ended_on)

    def _faults(self, today: date) -> Iterator[Fault]:
        yield from not_in_future("body.endedOn", self.ended_on, today)
        for field, said in (("body.ruling", self.ruling), ("body.outcome", self.outcome)):
            if self.ending is AppealState.RULED and said is None:
                yield Fault(field, "missing", "is required when the court ruled")
            if self.ending is not AppealState.RULED and said is not None:
                yield Fault(field, "ruled_only", "belongs to an appeal that the court ruled on")
        if self.decide_anew is not None and self.outcome is not CourtOutcome.ANNULLED:
            yield Fault("body.decideAnew", "annulled_only", "belongs to a ruling that annulled (Awb 8:72(4))")


class AppealView(View):
    """One appeal."""

    appeal_id: UUID
    version: int
    case_id: UUID
    objection_id: UUID
    lodged_on: date
    court_reference: str | None
    state: AppealState
    ended_on: date | None
    ruling: str | None
    """Null when there is none, or the person was erased."""
    outcome: CourtOutcome | None
    """Null when there is no ruling, or one from before it was recorded."""
    decide_anew: bool
    """Whether a new decision on the objection was ordered (Awb 8:72(4))."""
    decide_before: date | None
    """The last day that the court gave for it; null: it gave no term."""

    @classmethod
    def of(cls, entry: AppealEntry, opener: Opener) -> Self:
        """From the row of the register."""
        return cls(
            appeal_id=entry.appeal_id,
            version=entry.version,
            case_id=entry.case_id,
            objection_id=entry.objection_id,
            lodged_on=entry.lodged_on,
            court_reference=entry.court_reference,
            state=entry.state,
            ended_on=entry.ended_on,
            ruling=opened(opener, entry.ruling),
            outcome=entry.outcome,
            decide_anew=entry.decide_anew,
            decide_before=entry.named_day,
        )


def routes(commands: AppealCommands, queries: AppealQueries, sealer: Sealer, opener: Opener) -> ServiceRouter:
    """Routes of the register of appeals."""
    router = ServiceRouter(AUTHORISATION, tag="appeals")

    @router.command("/appeals")
    def lodge_appeal(request: Commanding, body: AppealBody) -> Saved:
        """Register an appeal (Awb 8:1) against the decision on an objection."""
        notice = body.notice(request.act.today)
        return commands.lodge_appeal(request.act, notice, desk_scope_of(request.principal))

    @router.query("/appeals", response_model=Page[AppealView])
    def appeals(request: Reading, paging: Paging, state: State = None) -> Page[AppealView]:
        """Appeals in the order of registration, a page at a time."""
        found = queries.page(desk_scope_of(request.principal), state, paging.after, paging.rows)
        for entry in found:
            request.shows(entry.case_id)
        return Page[AppealView].of(
            found, paging, lambda entry: AppealView.of(entry, opener), lambda entry: entry.appeal_id
        )

    @router.query("/appeals/{appealId}", response_model=AppealView)
    def appeal(request: Reading, appeal_id: AppealId) -> Response:
        """One appeal."""
        entry = _found(queries.find(desk_scope_of(request.principal), appeal_id))
        request.shows(entry.case_id)
        return request.versioned(AppealView.of(entry, opener), entry.version)

    @router.command("/appeals/{appealId}/endings", if_match=True)
    def end_appeal(request: Commanding, body: AppealEndingBody, appeal_id: AppealId) -> Saved:
        """Register how an appeal ended: withdrawn, inadmissible, or ruled by the court.

        With `decideAnew` the objection is pending again, and a new decision on it is due (Awb 8:72(4)).
        """
        scope = desk_scope_of(request.principal)
        seal = under_the_case(sealer, lambda: commands.case_of(appeal_id, scope))
        ending = body.ended(request.act.today, seal)
        return commands.end_appeal(request.act, appeal_id, scope, request.expected_version, ending)

    return router


def not_in_future(field: str, day: date, today: date) -> Iterator[Fault]:
    """The fault of a day that has not come."""
    if day > today:
        yield Fault(field, "not_in_future", "must not be later than today")


def refuse(faults: Iterator[Fault]) -> None:
    """Raise a 400 problem naming every fault, where there are any."""
    found = list(faults)
    if found:
        raise invalid_request(found)


def _found(entry: AppealEntry | None) -> AppealEntry:
    if entry is None:
        raise NotThere(*NO_SUCH_APPEAL)
    return entry
