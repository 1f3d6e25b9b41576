"""What was asked of direct appeal, and what became of it (rechtstreeks beroep, Awb 7:1a)."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from services.objections.api.reasons import opened
from services.objections.domain.direct_appeal import DirectAppealRefusal
from services.objections.projections.direct_appeals import ToldDirectAppeal
from shared.privacy.opening import Opener
from shared.runtime.api import View


class DirectAppealView(View):
    """Direct appeal on request (rechtstreeks beroep, Awb 7:1a)."""

    asked: bool
    """False of an objection that went to the court after another one alone (Awb 7:1a(6))."""
    decided_on: date | None
    """The day of the answer, or on which it followed another objection; null: to be answered."""
    appeal_id: UUID | None
    """As what the court has it; null: it has not."""
    refused_because: DirectAppealRefusal | None
    reasons: str | None
    """Null when there are none, or the person was erased."""

    @classmethod
    def of(cls, told: ToldDirectAppeal | None, opener: Opener) -> Self | None:
        """From the row of the register."""
        if told is None:
            return None
        return cls(
            asked=told.asked,
            decided_on=told.decided_on,
            appeal_id=told.appeal_id,
            refused_because=told.refused_because,
            reasons=opened(opener, told.reasons),
        )
