"""For auditors and reviewers: objections and appeals as the letter to the Chamber counts them."""

from __future__ import annotations

from typing import Self

from services.objections.api.scopes import desk_scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.domain.appeal import AppealState
from services.objections.domain.reporting import ObjectionCategory
from services.objections.projections.objection_monitor import ObjectionCounts, ObjectionMonitor
from shared.runtime.api import Reading, ServiceRouter, View
from shared.vocabulary import ExemptionType


class TypeCount(View):
    """Objections against decisions on one type of exemption."""

    exemption_type: ExemptionType | None
    """Null: no decision was heard of."""
    objections: int


class CategoryCount(View):
    """Objections under one row of the letter."""

    category: ObjectionCategory
    objections: int


class AppealCount(View):
    """Appeals in one state."""

    state: AppealState
    appeals: int


class MonitorView(View):
    """Counts within the scope of who asks; types and categories each add up to `objections`."""

    objections: int
    by_type: list[TypeCount]
    by_category: list[CategoryCount]
    appeals: list[AppealCount]

    @classmethod
    def of(cls, counts: ObjectionCounts) -> Self:
        """With every category and state, also those that count none; types as they occur."""
        types = sorted(counts.by_type.items(), key=lambda pair: pair[0] or "")
        return cls(
            objections=sum(counts.by_category.values()),
            by_type=[TypeCount(exemption_type=kind, objections=number) for kind, number in types],
            by_category=[
                CategoryCount(category=category, objections=counts.by_category.get(category, 0))
                for category in ObjectionCategory
            ],
            appeals=[AppealCount(state=state, appeals=counts.appeals.get(state, 0)) for state in AppealState],
        )


def routes(counting: ObjectionMonitor) -> ServiceRouter:
    """The route of the monitor."""
    router = ServiceRouter(AUTHORISATION, tag="reporters")

    @router.query("/monitor", response_model=MonitorView)
    def monitor(request: Reading) -> MonitorView:
        """Objections by type of exemption and by category (letter 4), and appeals by state."""
        return MonitorView.of(counting.counts(desk_scope_of(request.principal)))

    return router
