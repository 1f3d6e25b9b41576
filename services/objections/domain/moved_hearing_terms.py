"""Terms around the hearing that are moved to a later day, after an outage or by a letter on paper.

Two of them: the one in which the objector says whether they want to be heard (Awb 7:3(d)), and the one in which an
invited party is heard (Awb 7:2). Who has more time is not silent before that passed: no ruling comes earlier, and no
hearing is left out for want of a reaction.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.structs import replace

from shared.eventlog.aggregate import Event
from shared.law.moved_terms import MovedBecause
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection


class HearingWishTermMoved(Event):
    """The objector can say until a later day whether they want to be heard (Awb 7:3(d), afdeling 2.3)."""

    TOPIC = "objections.HearingWishTermMoved"

    case_id: UUID
    previous_last_day: date
    answer_until: date
    because: MovedBecause
    caused_by: UUID
    """The outage, or the letter."""
    rule: str
    """By which it was moved."""
    moved_on: date

    def apply(self, aggregate: Objection) -> None:
        aggregate.hearing_wish = replace(aggregate.hearing_wish, answer_until=self.answer_until)


class PartyTermMoved(Event):
    """An invited party can say until a later day what they think of the objection (Awb 7:2, afdeling 2.3)."""

    TOPIC = "objections.PartyTermMoved"

    case_id: UUID
    number: int
    person: Sealed | None
    """Name and address, for the letter; None: the holder, whom the case is about."""
    previous_last_day: date
    views_until: date
    because: MovedBecause
    caused_by: UUID
    """The outage, or the letter."""
    rule: str
    """By which it was moved."""
    moved_on: date

    def apply(self, aggregate: Objection) -> None:
        aggregate.parties = tuple(
            replace(party, views_until=self.views_until) if party.number == self.number else party
            for party in aggregate.parties
        )
