"""Others than the objector who were invited to be heard, as readers of an objection see them."""

from __future__ import annotations

from datetime import date
from typing import Self

from services.objections.api.persons import PersonView
from services.objections.api.reasons import opened
from services.objections.projections.invited_parties import ToldParty
from shared.privacy.opening import Opener
from shared.runtime.api import View


class PartyView(View):
    """Another than the objector who was invited to be heard; only handlers see what was said."""

    number: int
    is_holder: bool
    person: PersonView | None
    """Null: the holder, or not for who reads, or erased."""
    invited_on: date
    views_until: date
    heard_on: date | None
    record: str | None

    @classmethod
    def of(cls, told: ToldParty, opener: Opener, *, handler: bool) -> Self:
        """From the row of the register."""
        return cls(
            number=told.number,
            is_holder=told.person is None,
            person=PersonView.of(told.person, opener) if handler else None,
            invited_on=told.invited_on,
            views_until=told.views_until,
            heard_on=told.heard_on,
            record=opened(opener, told.record) if handler else None,
        )
