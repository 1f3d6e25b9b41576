"""For who registers what the court tells of interim relief: objection handlers and the RDW."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query, Response

from services.objections.api.appeals import CourtReference, not_in_future, refuse
from services.objections.api.named_days import NamedDay
from services.objections.api.reasons import Reasons, Seal, under_the_case
from services.objections.api.relief_view import ReliefView
from services.objections.api.scopes import desk_scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.interim_relief import (
    NO_SUCH_RELIEF,
    InterimReliefCommands,
    ReliefRequest,
)
from services.objections.domain.interim_relief import (
    Granting,
    Lapsing,
    Refusing,
    ReliefContent,
    ReliefLapse,
    ReliefOutcome,
    ReliefState,
    Withdrawing,
)
from services.objections.projections.interim_reliefs import ReliefEntry, ReliefQueries
from shared.errors import NotThere
from shared.eventlog.log import Saved
from shared.privacy.opening import Opener
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter
from shared.runtime.pages import Page, Paging
from shared.runtime.problems import Fault

ReliefId = Annotated[UUID, Path(alias="interimReliefId")]
OfObjection = Annotated[UUID | None, Query(alias="objectionId")]
RULED = frozenset({ReliefState.GRANTED, ReliefState.REFUSED})


class ReliefRequestBody(Body):
    """A request for interim relief (Awb 8:81) of which the court told."""

    objection_id: UUID
    """The objection that runs, or on which the decision is appealed."""
    requested_on: LegalDate
    court_reference: CourtReference | None = None

    def told(self, today: date) -> ReliefRequest:
        """In the words of the commands; raises a 400 problem for a day that has not come."""
        refuse(not_in_future("body.requestedOn", self.requested_on, today))
        return ReliefRequest(self.objection_id, self.requested_on, self.court_reference)


class ReliefOutcomeBody(Body):
    """What became of a request, or of what was granted, and on which day."""

    outcome: Literal[ReliefState.GRANTED, ReliefState.REFUSED, ReliefState.WITHDRAWN, ReliefState.LAPSED]
    on: LegalDate
    ruling: Reasons | None = None
    """What the judge ruled; with `granted` and `refused`, and then required."""
    content: ReliefContent | None = None
    """What was granted; with `granted` alone, and then required."""
    last_day: NamedDay | None = None
    """With `granted` alone, where the judge named one (Awb 8:85(1))."""
    because: ReliefLapse | None = None
    """With `lapsed` alone, and then required (Awb 8:85, 8:87)."""

    def noted(self, today: date, seal: Seal) -> ReliefOutcome:
        """In the words of the domain; raises a 400 problem naming every fault."""
        refuse(self._faults(today))
        if self.because is not None:
            return Lapsing(self.on, self.because)
        if self.ruling is None:
            return Withdrawing(self.on)
        if self.content is None:
            return Refusing(self.on, seal(self.ruling))
        return Granting(self.on, seal(self.ruling), self.content, self.last_day)

    def _faults(self, today: date) -> Iterator[Fault]:
        yield from not_in_future("body.on", self.on, today)
        granted = self.outcome is ReliefState.GRANTED
        belongs = (
            ("body.ruling", self.ruling, self.outcome in RULED),
            ("body.content", self.content, granted),
            ("body.because", self.because, self.outcome is ReliefState.LAPSED),
        )
        for field, said, wanted in belongs:
            if wanted and said is None:
                yield Fault(field, "missing", f"is required when the outcome is {self.outcome}")
            if not wanted and said is not None:
                yield Fault(field, "other_outcome", "belongs to another outcome")
        if self.last_day is not None and not granted:
            yield Fault("body.lastDay", "other_outcome", "belongs to another outcome")


def routes(
    commands: InterimReliefCommands, queries: ReliefQueries, sealer: Sealer, opener: Opener
) -> ServiceRouter:
    """Routes of the register of interim relief."""
    router = ServiceRouter(AUTHORISATION, tag="interim relief")

    @router.command("/interim-reliefs")
    def request_interim_relief(request: Commanding, body: ReliefRequestBody) -> Saved:
        """Register a request for interim relief (voorlopige voorziening, Awb 8:81)."""
        told = body.told(request.act.today)
        return commands.request_relief(request.act, told, desk_scope_of(request.principal))

    @router.query("/interim-reliefs", response_model=Page[ReliefView])
    def interim_reliefs(
        request: Reading, paging: Paging, objection_id: OfObjection = None
    ) -> Page[ReliefView]:
        """Requests in the order of registration, a page at a time; those on one objection where it is named."""
        scope = desk_scope_of(request.principal)
        found = queries.page(scope, objection_id, paging.after, paging.rows)
        for entry in found:
            request.shows(entry.case_id)
        return Page[ReliefView].of(
            found, paging, lambda entry: ReliefView.of(entry, opener), lambda entry: entry.relief_id
        )

    @router.query("/interim-reliefs/{interimReliefId}", response_model=ReliefView)
    def interim_relief(request: Reading, relief_id: ReliefId) -> Response:
        """One request."""
        entry = _found(queries.find(desk_scope_of(request.principal), relief_id))
        request.shows(entry.case_id)
        return request.versioned(ReliefView.of(entry, opener), entry.version)

    @router.command("/interim-reliefs/{interimReliefId}/outcomes", if_match=True)
    def note_relief_outcome(request: Commanding, body: ReliefOutcomeBody, relief_id: ReliefId) -> Saved:
        """Register what became of it: granted, refused, withdrawn, or lapsed after it was granted.

        What is granted as access reaches the register of access, and ends there when it lapses (Awb 8:85).
        """
        scope = desk_scope_of(request.principal)
        seal = under_the_case(sealer, lambda: commands.case_of(relief_id, scope))
        outcome = body.noted(request.act.today, seal)
        return commands.note_outcome(request.act, relief_id, scope, request.expected_version, outcome)

    return router


def _found(entry: ReliefEntry | None) -> ReliefEntry:
    if entry is None:
        raise NotThere(*NO_SUCH_RELIEF)
    return entry
