"""What the decisions service publishes."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from shared.contracts.envelope import TYPE_PREFIX, Contract
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, Finding, Outcome


class Remedy(StrEnum):
    """What somebody who disagrees can do about a decision (rechtsmiddel)."""

    OBJECTION = "objection"
    """Bezwaar: six weeks from the day after announcement (Awb 6:7, 6:8)."""
    COVERED_BY_PENDING_OBJECTION = "covered_by_pending_objection"
    """The pending objection is by law also directed at this decision (Awb 6:19)."""
    APPEAL = "appeal"
    """Beroep at the district court: the decision on an objection (Awb 8:1)."""


class CriterionResult(msgspec.Struct, frozen=True, rename="camel"):
    """One criterion as assessed, with its reason as the letter states it (Dutch)."""

    criterion: str
    finding: Finding
    reason: str
    source: str
    """The article or public document that the criterion rests on."""


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
