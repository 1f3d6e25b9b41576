"""What the decisions service publishes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from shared.contracts.envelope import TYPE_PREFIX, Contract
from shared.privacy.sealed import Sealed
from shared.vocabulary import CriterionResult, ExemptionType, Outcome, Remedy

__all__ = ["CriterionResult", "DecisionTaken", "Remedy"]


class DecisionTaken(Contract, frozen=True):
    """A decision on the merits: granted, refused, or renewed by a reassessment.

    It has effect from its announcement (Awb 3:40, 3:41), not from `decided_on`.
    """

    TYPE = TYPE_PREFIX + "decision-taken.v1"

    decision_id: UUID
    case_id: UUID
    exemption_type: ExemptionType
    outcome: Outcome
    decided_on: date
    decided_by: str
    """Pseudonymous id of the decider; the same person never decides on the objection (Awb 10:3)."""
    criteria: tuple[CriterionResult, ...]
    policy_version: str
    threshold_set_id: UUID
    remedy: Remedy
    applicant: Sealed
    plate: Sealed
    valid_until: date | None = None
    """Last day of a granted exemption."""
    replaces_decision_id: UUID | None = None
    """Set on a renewed decision (hernieuwde beschikking): the decision that it revokes and replaces."""
    reassessment_id: UUID | None = None
    decides_objection_id: UUID | None = None
    """Set when this decision is also the decision on that objection (Awb 7:11)."""
    applicant_subject: str | None = None
    """Pseudonymous token subject that owns the case, as its application said."""
