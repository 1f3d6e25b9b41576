"""For auditors and reviewers: how many applications ended how, in the categories of the letters to the Chamber."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Self

from fastapi import Query

from services.decisions.authorisation import AUTHORISATION
from services.decisions.domain.reporting import (
    REPORTING_RULE,
    ReportingCategory,
    ReportingOutcome,
    ReportingScope,
    Tally,
    tally,
    whole_percent,
)
from services.decisions.projections.replay import Replay
from services.decisions.projections.reporting_register import Period, counted, is_within
from shared.eventlog.log import EventLog
from shared.runtime.api import Instant, LegalDate, Reading, ServiceRouter, View
from shared.vocabulary import ExemptionType

NOT_COUNTED = (
    "day exemptions that were not granted",
    "objections and appeals (see the monitor of objections)",
    "passages, warning letters and fines (kept by municipalities)",
)

FirstDay = Annotated[LegalDate | None, Query(alias="from", description="First day of receipt that counts.")]
LastDay = Annotated[LegalDate | None, Query(alias="to", description="Last day of receipt that counts.")]
KnownAt = Annotated[
    Instant | None,
    Query(alias="knownAt", description="As recorded by then: the same instant gives the same answer."),
]


class CategoryCount(View):
    """How many cases ended so, and their share in whole percent of the outcome."""

    category: ReportingCategory
    number: int
    share_of_outcome: int | None


class OutcomeCount(View):
    """How many cases have that outcome, and their share in whole percent of all."""

    outcome: ReportingOutcome
    number: int
    share: int | None
    categories: list[CategoryCount]

    @classmethod
    def of(cls, outcome: ReportingOutcome, found: Counter[ReportingCategory]) -> Self:
        """From the cases of one kind by category."""
        kinds = [category for category in ReportingCategory if category.outcome is outcome]
        number = sum(found[category] for category in kinds)
        return cls(
            outcome=outcome,
            number=number,
            share=whole_percent(number, found.total()),
            categories=[
                CategoryCount(
                    category=category,
                    number=found[category],
                    share_of_outcome=whole_percent(found[category], number),
                )
                for category in kinds
            ],
        )


class TypeCount(View):
    """The cases of one type of exemption."""

    exemption_type: ExemptionType
    total: int
    outcomes: list[OutcomeCount]


class ScopeCount(View):
    """The cases of one kind: national, local, or for a day."""

    scope: ReportingScope
    total: int
    outcomes: list[OutcomeCount]
    by_type: list[TypeCount]

    @classmethod
    def of(cls, scope: ReportingScope, found: Tally) -> Self:
        """From everything that was counted."""
        own = Counter({key: number for key, number in found.items() if key.scope is scope})
        types = [kind for kind in ExemptionType if any(key.exemption_type is kind for key in own)]
        return cls(
            scope=scope,
            total=own.total(),
            outcomes=_outcomes(own),
            by_type=[_of_type(kind, own) for kind in types],
        )


class MonitorView(View):
    """The monitor; `scopes` leaves out what the reader has no scope for."""

    received_from: date | None
    received_to: date | None
    known_at: datetime | None
    scopes: list[ScopeCount]
    not_counted: list[str]
    synthetic: list[str]
    """Parameters of the count that no public source states."""


def routes(log: EventLog, replay: Replay) -> ServiceRouter:
    """The monitor's route."""
    router = ServiceRouter(AUTHORISATION, tag="monitor")

    @router.query("/monitor", response_model=MonitorView)
    def monitor(
        request: Reading, first_day: FirstDay = None, last_day: LastDay = None, known_at: KnownAt = None
    ) -> MonitorView:
        """Applications received in a period, by scope, type and reporting category."""
        request.known_by(known_at)
        period = Period(first_day, last_day)
        if known_at is None:
            with log.read() as connection:
                found = counted(connection, request.principal, period)
        else:
            cases = (case for case in replay.reported_at(known_at) if period.holds(case.received_on))
            found = tally(case for case in cases if is_within(request.principal, case))
        return _view(found, period, known_at, national=request.principal.national)

    return router


def _view(found: Tally, period: Period, known_at: datetime | None, *, national: bool) -> MonitorView:
    scopes: Iterable[ReportingScope] = ReportingScope
    if not national:
        scopes = (ReportingScope.LOCAL, ReportingScope.DAY)
    return MonitorView(
        received_from=period.first_day,
        received_to=period.last_day,
        known_at=known_at,
        scopes=[ScopeCount.of(scope, found) for scope in scopes],
        not_counted=list(NOT_COUNTED),
        synthetic=list(REPORTING_RULE.synthetic),
    )


def _of_type(kind: ExemptionType, found: Tally) -> TypeCount:
    own = Counter({key: number for key, number in found.items() if key.exemption_type is kind})
    return TypeCount(exemption_type=kind, total=own.total(), outcomes=_outcomes(own))


def _outcomes(found: Tally) -> list[OutcomeCount]:
    by_category: Counter[ReportingCategory] = Counter()
    for key, number in found.items():
        by_category[key.category] += number
    return [OutcomeCount.of(outcome, by_category) for outcome in ReportingOutcome]
