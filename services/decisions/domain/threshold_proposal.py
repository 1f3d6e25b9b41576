"""The proposal of a threshold set: its rows, from when, and what caused it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from services.decisions.domain.row_changes import RowPlace
from services.decisions.domain.thresholds import ThresholdRow


class CauseKind(StrEnum):
    """Why the thresholds change."""

    OBJECTION = "objection"
    PERIODIC = "periodic"
    """The half-yearly update (from 1 January 2026), or the first set."""


class Cause(msgspec.Struct, frozen=True):
    """What led to the proposal; for an objection: which, in which case, found by whom."""

    kind: CauseKind
    objection_id: UUID | None = None
    case_id: UUID | None = None
    found_by: str | None = None


class Finding(msgspec.Struct, frozen=True):
    """A threshold consequence that an objection handler found, on which a set may be proposed."""

    objection_id: UUID
    case_id: UUID
    found_by: str
    vehicle_category: str
    parameter: str
    decide_before: date | None
    """Last day of the term for the decision on that objection (Awb 7:10), where it is known."""
    event_id: UUID
    """The event with which the finding was noted here."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A complete new set as it is proposed."""

    rows: Sequence[ThresholdRow]
    valid_from: date
    cause: Cause
    max_drift: int | None = None
    """Above so many cases otherwise than approved, the reassessment starts paused; None: never."""
    removes: Sequence[RowPlace] = ()
    """Rows in force that are meant to fall away."""
