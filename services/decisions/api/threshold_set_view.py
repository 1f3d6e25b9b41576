"""Threshold sets, findings and plans as their readers see them."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.decisions.domain.reassessment import Disposition
from services.decisions.domain.threshold_set import CauseKind, Finding, ThresholdSetState
from services.decisions.domain.thresholds import Parameter
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


class CountsView(View):
    """What the reassessment would do, by case."""

    reissue: int
    unchanged: int
    for_a_person: int
    would_now_be_refused: int
    pending: int


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
        )


class ThresholdSetPage(View):
    """A page of threshold sets."""

    items: list[ThresholdSetView]
    next: UUID | None


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


class FindingPage(View):
    """A page of findings."""

    items: list[FindingView]
    next: UUID | None


class PlannedCaseView(View):
    """What the plan says of one case."""

    case_id: UUID
    disposition: Disposition


class PlanView(View):
    """The plan of the latest preview, recomputed from the log at the position it was made."""

    at_position: int
    plan_digest: str
    cases: list[PlannedCaseView]
