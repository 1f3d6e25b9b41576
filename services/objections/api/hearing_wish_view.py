"""Whether the objector wants to be heard, as readers of an objection see it."""

from __future__ import annotations

from datetime import date
from typing import Self

from services.objections.api.reasons import opened
from services.objections.projections.hearing_wishes import ToldWish
from shared.privacy.opening import Opener
from shared.runtime.api import View


class WishView(View):
    """Whether the objector wants to be heard, as far as was asked and said."""

    asked_on: date | None
    answer_until: date | None
    answered_on: date | None
    wanted: bool | None
    words: str | None
    """Null when the person was erased, and where nothing was said."""

    @classmethod
    def of(cls, told: ToldWish | None, opener: Opener) -> Self | None:
        """From the row of the register."""
        if told is None:
            return None
        return cls(
            asked_on=told.asked_on,
            answer_until=told.answer_until,
            answered_on=told.answered_on,
            wanted=told.wanted,
            words=opened(opener, told.words),
        )
