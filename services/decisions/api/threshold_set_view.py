"""Threshold sets, findings and plans as their readers see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self
from uuid import UUID

from services.decisions.domain.disposition import Disposition, Standing
from services.decisions.domain.row_changes import RowChanges, changes_of
from services.decisions.domain.threshold_proposal import CauseKind, Finding
from services.decisions.domain.threshold_set import ThresholdSetState
from services.decisions.domain.thresholds import Parameter, ThresholdRow
from services.decisions.projections.replay import PlanAtPosition
from services.decisions.projections.threshold_sets import StoredSet
from shared.runtime.api import View
from shared.vocabulary import VehicleCategory

TO_COME = (ThresholdSetState.PROPOSED, ThresholdSetState.APPROVED)
"""A set that may still take the place of the one in force."""


class ThresholdView(View):
    """One threshold of a set."""

    category: VehicleCategory
    parameter: Parameter
    value: int
    body: str | None

    @classmethod
    def of(cls, row: ThresholdRow) -> Self:
        """From a row of the set."""
        return cls(category=row.category, parameter=row.parameter, value=row.value, body=row.body)


class ChangedThresholdView(ThresholdView):
    """A threshold with another value, and what it was."""

    was: int


class RowChangesView(View):
    """What the set adds to, changes of and removes from the set in force."""

    added: list[ThresholdView]
    changed: list[ChangedThresholdView]
    removed: list[ThresholdView]

    @classmethod
    def of(cls, changes: RowChanges) -> Self:
        """From the rows."""
        return cls(
            added=[ThresholdView.of(row) for row in changes.added],
            changed=[
                ChangedThresholdView(**ThresholdView.of(changed.row).model_dump(), was=changed.was)
                for changed in changes.changed
            ],
            removed=[ThresholdView.of(row) for row in changes.removed],
        )


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
    changes: RowChangesView | None
    """While it is proposed or approved: against the set in force now; afterwards as at the latest preview."""
    replaced_by: UUID | None
    """The set that entered into force in its place."""
    replaced_on: date | None
    claimed_by: str | None = None
    """Which reviewer has it in hand, by pseudonymous id; null: nobody."""
    synthetic: bool = True

    @classmethod
    def of(cls, stored: StoredSet, in_force: Sequence[ThresholdRow], claimed_by: str | None = None) -> Self:
        """From the table's row, the rows in force now, and who has it in hand."""
        changes = changes_of(in_force, stored.rows) if stored.state in TO_COME else stored.changes
        return cls(
            threshold_set_id=stored.threshold_set_id,
            state=stored.state,
            valid_from=stored.valid_from,
            thresholds=[ThresholdView.of(row) for row in stored.rows],
            cause=CauseView.model_validate(stored.cause, from_attributes=True),
            proposed_by=stored.proposed_by,
            approved_by=stored.approved_by,
            plan_digest=stored.plan_digest,
            preview=CountsView.model_validate(stored.counts, from_attributes=True) if stored.counts else None,
            earliest_decide_before=stored.earliest_decide_before,
            max_drift=stored.max_drift,
            rejected_by=stored.rejected_by,
            rejection_reasons=stored.rejection_reasons,
            changes=RowChangesView.of(changes) if changes else None,
            replaced_by=stored.replaced_by,
            replaced_on=stored.replaced_on,
            claimed_by=claimed_by,
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
