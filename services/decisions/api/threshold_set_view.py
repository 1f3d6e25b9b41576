"""Threshold sets, findings and plans as their readers see them."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.decisions.domain.disposition import Disposition, Standing
from services.decisions.domain.threshold_set import CauseKind, Finding, ThresholdSetState
from services.decisions.domain.thresholds import Parameter
from services.decisions.projections.replay import PlanAtPosition
from services.decisions.projections.threshold_sets import StoredSet
from shared.runtime.access import Role
from shared.runtime.api import View
from shared.vocabulary import VehicleCategory

PROPOSERS = (Role.CASE_HANDLER, Role.REVIEWER, Role.OBJECTION_HANDLER)
READERS = (*PROPOSERS, Role.AUDITOR)


class ThresholdView(View):
    """One threshold of a set."""

    category: VehicleCategory
    parameter: Parameter
    value: int
    body: str | None


class CauseView(View):
    """What led to the proposal."""

    kind: CauseKind
    objection_id: UUID | None
    case_id: UUID | None


class CategoryView(View):
    """What the reassessment would mean for one vehicle category; nothing is taken away for a loss."""

    category: VehicleCategory
    gains: int
    losses: int


class CountsView(View):
    """What the reassessment would do, by case."""

    reissue: int
    unchanged: int
    for_a_person: int
    would_now_be_refused: int
    pending: int
    superseded: int
    not_a_decision: int
    by_standing: dict[Standing, int]
    """By row of the campaign's table."""
    by_category: list[CategoryView]
    """Vehicle categories that gain or lose."""


class ThresholdSetView(View):
    """A threshold set with its cause and latest preview. Every value is SYNTHETIC."""

    threshold_set_id: UUID
    state: ThresholdSetState
    valid_from: date
    thresholds: list[ThresholdView]
    cause: CauseView
    proposed_by: str
    approved_by: str | None
    plan_digest: str | None
    preview: CountsView | None
    earliest_decide_before: date | None
    """At the preview: the first day by which an objection with a finding must be decided on (Awb 7:10)."""
    max_drift: int | None
    rejected_by: str | None
    rejection_reasons: str | None
    synthetic: bool = True

    @classmethod
    def of(cls, stored: StoredSet) -> Self:
        """From the table's row."""
        return cls(
            threshold_set_id=stored.threshold_set_id,
            state=stored.state,
            valid_from=stored.valid_from,
            thresholds=[ThresholdView.model_validate(row, from_attributes=True) for row in stored.rows],
            cause=CauseView.model_validate(stored.cause, from_attributes=True),
            proposed_by=stored.proposed_by,
            approved_by=stored.approved_by,
            plan_digest=stored.plan_digest,
            preview=CountsView.model_validate(stored.counts, from_attributes=True) if stored.counts else None,
            earliest_decide_before=stored.earliest_decide_before,
            max_drift=stored.max_drift,
            rejected_by=stored.rejected_by,
            rejection_reasons=stored.rejection_reasons,
        )


class FindingView(View):
    """A threshold consequence that an objection handler found, on which a set may be proposed."""

    objection_id: UUID
    case_id: UUID
    found_by: str
    vehicle_category: str
    parameter: str
    decide_before: date | None

    @classmethod
    def of(cls, stored: Finding) -> Self:
        """From the table's row."""
        return cls.model_validate(stored, from_attributes=True)


class PlannedCaseView(View):
    """What the plan says of one case."""

    case_id: UUID
    disposition: Disposition
    standing: Standing
    """The row of the campaign's table."""
    category: VehicleCategory | None


class PlanView(View):
    """A plan, recomputed from the log at the position it was made."""

    at_position: int
    plan_digest: str
    cases: list[PlannedCaseView]

    @classmethod
    def of(cls, plan: PlanAtPosition) -> Self:
        """From the recomputed plan."""
        cases = [PlannedCaseView.model_validate(case, from_attributes=True) for case in plan.cases]
        return cls(at_position=plan.at_position, plan_digest=plan.digest, cases=cases)
