"""Interim relief (voorlopige voorziening) as who registers it sees it, and who objected."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.objections.api.reasons import opened
from services.objections.domain.interim_relief import ReliefContent, ReliefLapse, ReliefState
from services.objections.projections.interim_reliefs import ReliefEntry
from shared.privacy.opening import Opener
from shared.runtime.api import View


class ReliefView(View):
    """One request for interim relief, and what was granted."""

    relief_id: UUID
    version: int
    case_id: UUID
    objection_id: UUID
    requested_on: date
    court_reference: str | None
    state: ReliefState
    ruled_on: date | None
    ruling: str | None
    """Null when there is none, or the person was erased."""
    content: ReliefContent | None
    last_day: date | None
    """Of what was granted; null: until it lapses (Awb 8:85)."""
    ended_on: date | None
    """The day on which it was withdrawn or lapsed; to come, where a court named a later one (Awb 8:85(2)(c))."""
    lapsed_because: ReliefLapse | None

    @classmethod
    def of(cls, entry: ReliefEntry, opener: Opener) -> Self:
        """From the row of the register."""
        return cls(
            relief_id=entry.relief_id,
            version=entry.version,
            case_id=entry.case_id,
            objection_id=entry.objection_id,
            requested_on=entry.requested_on,
            court_reference=entry.court_reference,
            state=entry.state,
            ruled_on=entry.ruled_on,
            ruling=opened(opener, entry.ruling),
            content=entry.content,
            last_day=entry.last_day,
            ended_on=entry.ended_on,
            lapsed_because=entry.lapsed_because,
        )
