"""For who registers what the court tells of appeals: objection handlers and the RDW."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import Field

from services.objections.api.appeal_view import AppealView
from services.objections.api.at_court import ToPayBody
from services.objections.api.named_days import NamedDay
from services.objections.api.reasons import Reasons, Seal, under_the_case
from services.objections.api.scopes import desk_scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.appeals import (
    NO_SUCH_APPEAL,
    AppealCommands,
    AppealNotice,
    CourtFeeTold,
    HigherAppealNotice,
)
from services.objections.domain.appeal import AppealEnding, AppealState, InadmissibleAppeal, Withdrawal
from services.objections.domain.appeal_instance import Appellant
from services.objections.domain.court_fee import FeeStep
from services.objections.domain.court_ruling import (
    CourtOutcome,
    CourtRuling,
    ExemptionByCourt,
    ToDecideAnew,
)
from services.objections.projections.appeal_register import AppealEntry, AppealQueries
from shared.errors import NotThere
from shared.eventlog.log import Saved
from shared.law.terms import Channel
from shared.privacy.opening import Opener
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter
from shared.runtime.pages import Page, Paging
from shared.runtime.problems import Fault, invalid_request
from shared.vocabulary import Outcome

AppealId = Annotated[UUID, Path(alias="appealId")]
CourtReference = Annotated[
    str,
    Field(pattern=r"^([A-Z]{2,5} \d{2}/\d{1,6}( [A-Z0-9]{1,8}){0,2}|\d{9}/\d{1,2}/[A-Z]\d{1,2})$"),
]
"""The court's case number (zaaknummer), which names nobody."""
State = Annotated[AppealState | None, Query()]


class AppealBody(Body):
    """An appeal of which the court told."""

    objection_id: UUID
    lodged_on: LegalDate
    """The day on which the court received it (Awb 6:9)."""
    court_reference: CourtReference | None = None
    appellant: Appellant | None = None
    """None: the court did not tell. The authority contests a ruling alone (Awb 8:104)."""
    posted_on: LegalDate | None = None
    """Day of the postmark, where it came by post and the mark can be read (Awb 6:9(2))."""
    channel: Channel | None = None
    """None: not by post, as far as the court told."""

    def notice(self, today: date) -> AppealNotice:
        """In the words of the commands; raises a 400 problem for a day that has not come."""
        refuse(days_of_lodging(self.lodged_on, self.posted_on, today))
        return AppealNotice(
            self.objection_id,
            self.lodged_on,
            self.court_reference,
            self.appellant,
            self.posted_on,
            self.channel,
        )


class HigherAppealBody(Body):
    """A higher appeal of which the Afdeling told."""

    lodged_on: LegalDate
    """The day on which the Afdeling received it (Awb 6:9, 6:24)."""
    court_reference: CourtReference | None = None
    appellant: Appellant | None = None
    """A party, or the authority."""
    posted_on: LegalDate | None = None
    channel: Channel | None = None
    """None: not by post, as far as the Afdeling told."""

    def notice(self, appeal_id: UUID, today: date) -> HigherAppealNotice:
        """In the words of the commands; raises a 400 problem for a day that has not come."""
        refuse(days_of_lodging(self.lodged_on, self.posted_on, today))
        return HigherAppealNotice(
            appeal_id, self.lodged_on, self.court_reference, self.appellant, self.posted_on, self.channel
        )


class CourtFeeBody(Body):
    """What the court told of its fee (griffierecht, Awb 8:41)."""

    step: FeeStep
    on: LegalDate
    euros: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """With `levied` alone, and then required."""

    def told(self, today: date) -> CourtFeeTold:
        """In the words of the commands; raises a 400 problem naming every fault."""
        refuse(self._faults(today))
        return CourtFeeTold(self.step, self.on, self.euros or 0)

    def _faults(self, today: date) -> Iterator[Fault]:
        yield from not_in_future("body.on", self.on, today)
        if (self.step is FeeStep.LEVIED) != (self.euros is not None):
            yield Fault(
                "body.euros", "levied_only", "belongs to a fee that is levied (Awb 8:41), and is needed"
            )


class ToDecideAnewBody(Body):
    """The court's order to take a new decision on the objection (Awb 8:72(4))."""

    before: NamedDay | None = None
    """The last day that the court gave; none: the term of Awb 7:10 applies again, from the day after the ruling."""

    def order(self) -> ToDecideAnew:
        """In the words of the domain."""
        return ToDecideAnew(self.before)


class ExemptionByCourtBody(Body):
    """What the ruling puts in the place of the annulled decision on the exemption (Awb 8:72(3)(b))."""

    outcome: Literal[Outcome.GRANTED, Outcome.REFUSED]
    valid_until: NamedDay | None = None
    """Last day of what it grants; with a grant alone, and then required."""

    def exemption(self) -> ExemptionByCourt:
        """In the words of the domain."""
        return ExemptionByCourt(self.outcome, self.valid_until)


class AppealEndingBody(Body):
    """How an appeal ended, and on which day."""

    ending: Literal[AppealState.WITHDRAWN, AppealState.INADMISSIBLE, AppealState.RULED]
    ended_on: LegalDate
    ruling: Reasons | None = None
    """What the court ruled on the merits."""
    outcome: CourtOutcome | None = None
    """How it ruled (Awb 8:72, 8:113); with a ruling, and then required."""
    decide_anew: ToDecideAnewBody | None = None
    """With `annulled` alone, when a new decision on the objection was ordered; without it nobody decides anew."""
    sent_on: LegalDate | None = None
    """The day on which the court sent its ruling (Awb 8:79), after which the term of higher appeal runs."""
    exemption: ExemptionByCourtBody | None = None
    """With `court_decided` alone, where the ruling itself grants or refuses the exemption."""
    to_pay: ToPayBody | None = None
    """With a ruling alone: what the authority is to pay, where the court ordered that (Awb 8:74, 8:75)."""
    relief_until: NamedDay | None = None
    """With a ruling alone: the later day on which interim relief lapses, where it names one (Awb 8:85(2)(c))."""

    def ended(self, today: date, seal: Seal) -> AppealEnding:
        """In the words of the domain; raises a 400 problem naming every fault."""
        refuse(self._faults(today))
        if self.ruling is not None and self.outcome is not None:
            return CourtRuling(
                self.ended_on,
                seal(self.ruling),
                self.outcome,
                self.decide_anew.order() if self.decide_anew is not None else None,
                self.sent_on,
                self.exemption.exemption() if self.exemption is not None else None,
                self.to_pay.ordered() if self.to_pay is not None else None,
                self.relief_until,
            )
        if self.ending is AppealState.WITHDRAWN:
            return Withdrawal(self.ended_on)
        return InadmissibleAppeal(self.ended_on, self.sent_on)

    def _faults(self, today: date) -> Iterator[Fault]:
        yield from not_in_future("body.endedOn", self.ended_on, today)
        for field, said in (("body.ruling", self.ruling), ("body.outcome", self.outcome)):
            if self.ending is AppealState.RULED and said is None:
                yield Fault(field, "missing", "is required when the court ruled")
            if self.ending is not AppealState.RULED and said is not None:
                yield Fault(field, "ruled_only", "belongs to an appeal that the court ruled on")
        for field, told in (("body.toPay", self.to_pay), ("body.reliefUntil", self.relief_until)):
            if told is not None and self.ending is not AppealState.RULED:
                yield Fault(field, "ruled_only", "belongs to an appeal that the court ruled on")
        if self.decide_anew is not None and self.outcome is not CourtOutcome.ANNULLED:
            yield Fault("body.decideAnew", "annulled_only", "belongs to a ruling that annulled (Awb 8:72(4))")
        yield from self._faults_of_sending(today)
        yield from self._faults_of_exemption()

    def _faults_of_sending(self, today: date) -> Iterator[Fault]:
        if self.sent_on is None:
            return
        yield from not_in_future("body.sentOn", self.sent_on, today)
        if self.ending is AppealState.WITHDRAWN:
            yield Fault("body.sentOn", "ruled_only", "belongs to an appeal that the court ruled on")
        if self.sent_on < self.ended_on:
            yield Fault("body.sentOn", "before_ruling", "must not be before the ruling (Awb 8:79)")

    def _faults_of_exemption(self) -> Iterator[Fault]:
        if self.exemption is None:
            return
        if self.outcome is not CourtOutcome.COURT_DECIDED:
            yield Fault(
                "body.exemption", "court_decided_only", "belongs to a ruling that decided (Awb 8:72(3))"
            )
        if (self.exemption.outcome is Outcome.GRANTED) != (self.exemption.valid_until is not None):
            yield Fault(
                "body.exemption.validUntil",
                "granted_only",
                "belongs to what is granted (Awb 8:72(3)), and is needed",
            )


def routes(commands: AppealCommands, queries: AppealQueries, sealer: Sealer, opener: Opener) -> ServiceRouter:
    """Routes of the register of appeals."""
    router = ServiceRouter(AUTHORISATION, tag="appeals")

    @router.command("/appeals")
    def lodge_appeal(request: Commanding, body: AppealBody) -> Saved:
        """Register an appeal (Awb 8:1) against the decision on an objection."""
        notice = body.notice(request.act.today)
        return commands.lodge_appeal(request.act, notice, desk_scope_of(request.principal))

    @router.command("/appeals/{appealId}/higher-appeals")
    def lodge_higher_appeal(request: Commanding, body: HigherAppealBody, appeal_id: AppealId) -> Saved:
        """Register a higher appeal (Awb 8:104) against the ruling on that appeal; it is an appeal of its own."""
        notice = body.notice(appeal_id, request.act.today)
        return commands.lodge_higher_appeal(request.act, notice, desk_scope_of(request.principal))

    @router.command("/appeals/{appealId}/court-fees", if_match=True)
    def note_court_fee(request: Commanding, body: CourtFeeBody, appeal_id: AppealId) -> Saved:
        """Register that the fee was levied, paid or paid back (Awb 8:41, 8:74)."""
        told = body.told(request.act.today)
        scope = desk_scope_of(request.principal)
        return commands.note_fee(request.act, appeal_id, scope, request.expected_version, told)

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


def days_of_lodging(lodged_on: date, posted_on: date | None, today: date) -> Iterator[Fault]:
    """The faults of the days of an appeal: it is posted before it is received, and both have come."""
    yield from not_in_future("body.lodgedOn", lodged_on, today)
    if posted_on is not None and posted_on > lodged_on:
        yield Fault("body.postedOn", "after_receipt", "must not be later than the receipt (Awb 6:9(2))")


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
