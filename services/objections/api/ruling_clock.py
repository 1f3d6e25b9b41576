"""For objectors and the desk: which day is the last one to decide on the objection, and why."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from fastapi import Response

from services.objections.api.objection_handlers import ObjectionId
from services.objections.api.scopes import scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.objections import ContestedCases
from services.objections.commands.reached import NO_SUCH_OBJECTION
from services.objections.domain.repair import RepairEnding
from services.objections.domain.ruling_clock import RulingClock
from services.objections.domain.ruling_clock_entries import RulingEntry, RulingStep
from services.objections.projections.objection_register import ObjectionEntry, ObjectionQueries
from shared.errors import NotThere
from shared.runtime.api import Reading, ServiceRouter, View
from shared.runtime.clock import Clock


class RulingEntryView(View):
    """One date of the term to decide, with the article and the act that made it."""

    step: RulingStep
    on: date
    rule: str
    """Articles of the Algemene wet bestuursrecht (Awb) and the Algemene termijnenwet (Atw)."""
    event_id: UUID | None
    """The act, as the timeline of audit names it; null: the announcement of the contested decision."""
    because: RepairEnding | None
    counted_to: date | None
    """The last day before it was moved from a free day to the next ordinary one."""
    last_day: date | None
    provisional: bool | None
    """True when a decree may still move the last day."""
    in_time: bool | None
    amount_euros: int | None

    @classmethod
    def of(cls, entry: RulingEntry) -> Self:
        """From the fold of the objection's events."""
        return cls.model_validate(entry, from_attributes=True)


class RulingClockView(View):
    """The term to decide on an objection as it stands, and how it came about."""

    objection_id: UUID
    version: int
    last_day: date | None
    """Last day to decide (Awb 7:10); while the term is suspended, as it was before; null while not known."""
    last_day_provisional: bool | None
    suspended_from: date | None
    ended_on: date | None
    """The day of the ruling or the withdrawal; null: a decision is due."""
    days_left: int | None
    """Until the last day, negative when it has passed; null while the term does not run, or none is known."""
    entries: list[RulingEntryView]
    """Oldest first."""

    @classmethod
    def of(cls, entry: ObjectionEntry, clock: RulingClock, today: date) -> Self:
        """As it stands on that legal day."""
        return cls(
            objection_id=entry.objection_id,
            version=entry.version,
            last_day=clock.term.last_day if clock.term else None,
            last_day_provisional=clock.term.provisional if clock.term else None,
            suspended_from=clock.suspended_from,
            ended_on=clock.ended_on,
            days_left=clock.days_left(today),
            entries=[RulingEntryView.of(entry) for entry in clock.entries],
        )


def routes(queries: ObjectionQueries, cases: ContestedCases, clock: Clock) -> ServiceRouter:
    """The route of the clock."""
    router = ServiceRouter(AUTHORISATION, tag="proceedings")

    @router.query("/objections/{objectionId}/clock", response_model=RulingClockView)
    def objection_clock(request: Reading, objection_id: ObjectionId) -> Response:
        """Every date of the term to decide with the act and the rule that made it (Awb 4:17, 6:6, 7:10, 7:13)."""
        entry = queries.find(scope_of(request.principal), objection_id)
        if entry is None:
            raise NotThere(*NO_SUCH_OBJECTION)
        request.shows(entry.case_id)
        told = queries.clock(entry, cases.find(entry.decision_id))
        return request.versioned(RulingClockView.of(entry, told, clock.today()), entry.version)

    return router
