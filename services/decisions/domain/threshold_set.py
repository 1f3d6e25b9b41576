"""A threshold set: proposed with its cause, previewed, approved by another person, in force.

A set is complete and immutable; a change is a new set. Source: the fourth bimonthly letter to the
Chamber, 29 September 2025 (thresholds adjusted as a result of objections).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

import msgspec

from services.decisions.domain.row_changes import RowChanges, RowPlace, changes_of, check_removals
from services.decisions.domain.threshold_proposal import Cause, Proposal
from services.decisions.domain.thresholds import ThresholdRow
from shared.errors import NotInThisState, NotYours, RuleBroken
from shared.eventlog.aggregate import Aggregate, Event, FoundingEvent
from shared.vocabulary import ExemptionType, VehicleCategory


class ThresholdSetState(StrEnum):
    """How far a set has come."""

    PROPOSED = "proposed"
    REJECTED = "rejected"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    """Another set entered into force in its place; read off that act, and no act of its own."""


class CategoryCounts(msgspec.Struct, frozen=True):
    """What a reassessment would mean for the vehicles of one category, by case."""

    category: VehicleCategory
    gains: int
    """Refused, and granted under the set."""
    losses: int
    """Granted and running, and refused under the set; nothing is taken away."""


class PreviewCounts(msgspec.Struct, frozen=True):
    """What a reassessment under the set would do, by case."""

    reissue: int
    unchanged: int
    for_a_person: int
    would_now_be_refused: int
    pending: int
    superseded: int = 0
    not_a_decision: int = 0
    by_standing: dict[str, int] = {}
    """By row of the campaign's table (`Standing`); rows without a case are left out."""
    by_category: tuple[CategoryCounts, ...] = ()


@dataclass(frozen=True, slots=True)
class ThresholdsInForce:
    """The thresholds that decide today, as the inline table `threshold_in_force` gives them."""

    threshold_set_id: UUID
    rows: tuple[ThresholdRow, ...]


class ThresholdSetProposed(FoundingEvent):
    """A complete new set was proposed, valid from that day or from its approval, if that is later."""

    TOPIC = "decisions.ThresholdSetProposed"
    exemption_type: ExemptionType
    rows: tuple[ThresholdRow, ...]
    valid_from: date
    cause: Cause
    proposed_by: str
    synthetic: bool
    max_drift: int | None = None
    """Above so many cases otherwise than approved, the reassessment starts paused; None: never."""
    removes: tuple[RowPlace, ...] = ()
    """Rows in force that fall away, as the proposer confirmed."""

    def apply(self, aggregate: ThresholdSet) -> None:
        aggregate.max_drift = self.max_drift
        aggregate.removes = self.removes
        aggregate.exemption_type = self.exemption_type
        aggregate.rows = self.rows
        aggregate.valid_from = self.valid_from
        aggregate.cause = self.cause
        aggregate.proposed_by = self.proposed_by


class ThresholdSetPreviewed(Event):
    """All recorded cases were evaluated under the set at a log position; the digest names the plan."""

    TOPIC = "decisions.ThresholdSetPreviewed"
    at_position: int
    as_of: date
    policy_version: str
    replaces_set_id: UUID | None
    plan_digest: str
    counts: PreviewCounts
    earliest_decide_before: date | None = None
    """The first of the terms in which objections with a finding must be decided on (Awb 7:10)."""
    changes: RowChanges | None = None
    """Against the set that was in force; None: not recorded, as with previews from before it was."""

    def apply(self, aggregate: ThresholdSet) -> None:
        aggregate.preview = self


class ThresholdSetRejected(Event):
    """A reviewer rejected the proposal (afgewezen); an objection that caused it has to be ruled on."""

    TOPIC = "decisions.ThresholdSetRejected"
    rejected_by: str
    rejected_on: date
    reasons: str
    """In neutral terms: about the thresholds, never about a person."""
    objection_id: UUID | None
    """The objection with the finding that caused the proposal."""

    def apply(self, aggregate: ThresholdSet) -> None:
        aggregate.state = ThresholdSetState.REJECTED


class ThresholdSetApproved(Event):
    """A reviewer with national scope approved the plan that the digest names."""

    TOPIC = "decisions.ThresholdSetApproved"
    plan_digest: str
    approved_by: str

    def apply(self, aggregate: ThresholdSet) -> None:
        aggregate.state = ThresholdSetState.APPROVED
        aggregate.approved_by = self.approved_by


class ThresholdSetEnteredIntoForce(Event):
    """From here on no decision may rest on the set that it replaces."""

    TOPIC = "decisions.ThresholdSetEnteredIntoForce"
    exemption_type: ExemptionType
    rows: tuple[ThresholdRow, ...]
    on: date
    replaces_set_id: UUID | None

    def apply(self, aggregate: ThresholdSet) -> None:
        aggregate.state = ThresholdSetState.IN_FORCE


class ThresholdSet(Aggregate):
    """One version of the thresholds, from proposal to force."""

    TOPIC = "decisions.ThresholdSet"

    exemption_type: ExemptionType | None = None
    rows: tuple[ThresholdRow, ...] = ()
    valid_from: date | None = None
    cause: Cause | None = None
    proposed_by: str | None = None
    max_drift: int | None = None
    removes: tuple[RowPlace, ...] = ()
    preview: ThresholdSetPreviewed | None = None
    approved_by: str | None = None
    state: ThresholdSetState = ThresholdSetState.PROPOSED

    @classmethod
    def propose(
        cls,
        proposal: Proposal,
        *,
        set_id: UUID,
        exemption_type: ExemptionType,
        in_force: Sequence[ThresholdRow],
        proposed_by: str,
        today: date,
    ) -> Self:
        """Propose a complete set; rows of the set in force that it lacks are confirmed in its removals.

        Raises RuleBroken `valid_from_in_the_past`, `threshold_stated_twice`, `threshold_removal_unconfirmed`,
        `threshold_not_removed`.
        """
        if proposal.valid_from < today:
            raise RuleBroken("valid_from_in_the_past", "a threshold set is valid from today or later")
        places = [RowPlace.of(row) for row in proposal.rows]
        if len(places) != len(set(places)):
            raise RuleBroken("threshold_stated_twice", "a category, parameter and body has one threshold")
        check_removals(changes_of(in_force, proposal.rows), proposal.removes)
        return cls.found(
            ThresholdSetProposed,
            id=set_id,
            exemption_type=exemption_type,
            rows=tuple(sorted(proposal.rows, key=lambda row: (row.category, row.parameter, row.body or ""))),
            valid_from=proposal.valid_from,
            cause=proposal.cause,
            proposed_by=proposed_by,
            synthetic=True,
            max_drift=proposal.max_drift,
            removes=tuple(proposal.removes),
        )

    def record_preview(
        self,
        *,
        at_position: int,
        as_of: date,
        policy_version: str,
        replaces_set_id: UUID | None,
        plan_digest: str,
        counts: PreviewCounts,
        earliest_decide_before: date | None = None,
        in_force: Sequence[ThresholdRow] = (),
    ) -> None:
        """Record what a person saw before approving, also of the rows in force.

        Raises RuleBroken as `propose` does when a set that entered since has rows which would fall away.
        """
        self._must_be(ThresholdSetState.PROPOSED)
        changes = changes_of(in_force, self.rows)
        check_removals(changes, self.removes)
        self.trigger_event(
            ThresholdSetPreviewed,
            at_position=at_position,
            as_of=as_of,
            policy_version=policy_version,
            replaces_set_id=replaces_set_id,
            plan_digest=plan_digest,
            counts=counts,
            earliest_decide_before=earliest_decide_before,
            changes=changes,
        )

    def reject(self, *, reasons: str, rejected_by: str, rejected_on: date) -> None:
        """Reject the proposal, with reasons. Raises NotInThisState once it was approved or rejected."""
        self._must_be(ThresholdSetState.PROPOSED)
        self.trigger_event(
            ThresholdSetRejected,
            rejected_by=rejected_by,
            rejected_on=rejected_on,
            reasons=reasons,
            objection_id=self.cause.objection_id if self.cause else None,
        )

    def require_proposed(self) -> None:
        """Raises NotInThisState once it was approved or rejected."""
        self._must_be(ThresholdSetState.PROPOSED)

    def require_approver(self, by: str) -> None:
        """Raises NotYours `approver_barred` for the proposer and for who recorded the finding; as `require_proposed`."""
        self.require_proposed()
        if by in {self.proposed_by, self.cause.found_by if self.cause else None}:
            raise NotYours("approver_barred", "the proposer and the finder of the cause may not approve")

    def approve(
        self, *, plan_digest: str, approved_by: str, set_in_force: UUID | None, policy_version: str
    ) -> None:
        """Approve the previewed plan.

        Raises NotYours for the proposer and for who recorded the finding; RuleBroken when there is
        no such preview, or the set in force or the policy changed since.
        """
        self.require_approver(approved_by)
        if self.preview is None or self.preview.plan_digest != plan_digest:
            raise RuleBroken("plan_not_previewed", "the latest preview has another plan digest")
        if self.preview.replaces_set_id != set_in_force or self.preview.policy_version != policy_version:
            raise RuleBroken("preview_outdated", "the set in force or the policy changed since the preview")
        self.trigger_event(ThresholdSetApproved, plan_digest=plan_digest, approved_by=approved_by)

    def enter_into_force(self, *, on: date, replaces_set_id: UUID | None) -> None:
        """Make the approved set decide from now on. Raises RuleBroken `not_valid_yet` before its day."""
        self._must_be(ThresholdSetState.APPROVED)
        if self.valid_from is None or on < self.valid_from:
            raise RuleBroken("not_valid_yet", "the set is not valid yet on that day")
        self.trigger_event(
            ThresholdSetEnteredIntoForce,
            exemption_type=self.exemption_type,
            rows=self.rows,
            on=on,
            replaces_set_id=replaces_set_id,
        )

    def _must_be(self, state: ThresholdSetState) -> None:
        if self.state is not state:
            raise NotInThisState(
                f"threshold_set_{self.state}", f"the threshold set is {self.state}, not {state}"
            )


TRANSITIONS: dict[type[Event], tuple[frozenset[ThresholdSetState], ThresholdSetState]] = {
    ThresholdSetPreviewed: (frozenset({ThresholdSetState.PROPOSED}), ThresholdSetState.PROPOSED),
    ThresholdSetRejected: (frozenset({ThresholdSetState.PROPOSED}), ThresholdSetState.REJECTED),
    ThresholdSetApproved: (frozenset({ThresholdSetState.PROPOSED}), ThresholdSetState.APPROVED),
    ThresholdSetEnteredIntoForce: (frozenset({ThresholdSetState.APPROVED}), ThresholdSetState.IN_FORCE),
}
"""Which act takes a set from which state to which; the state diagram is made from this."""
