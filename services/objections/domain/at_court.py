"""What the court tells of an appeal besides its ruling: the hearing (zitting), and what the authority is to pay.

Both are facts and no more: nothing here invites anybody to the court, and nothing here pays. How a costs order is
counted (Besluit proceskosten bestuursrecht) the court says; the amount is what it ordered.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event

if TYPE_CHECKING:
    from services.objections.domain.appeal import Appeal
    from services.objections.domain.late_appeal import LateAppeal


class OrderedToPay(msgspec.Struct, frozen=True):
    """What a ruling orders the authority to pay to the appellant, in whole euros."""

    fee_euros: int = 0
    """The court fee (griffierecht) that was paid, given back (Awb 8:74)."""
    costs_euros: int = 0
    """The costs of the appeal, and of the objection (proceskosten, Awb 8:75)."""


class CourtHearingNoted(Event):
    """The court told on which day it hears the appeal, or heard it (zitting, Awb 8:56); a later one takes its place."""

    TOPIC = "objections.CourtHearingNoted"

    case_id: UUID
    hearing_on: date

    def apply(self, aggregate: Appeal | LateAppeal) -> None:
        aggregate.hearing_on = self.hearing_on


def check_hearing(hearing_on: date, lodged_on: date) -> None:
    """An appeal is heard after it was lodged (Awb 8:56). Raises RuleBroken."""
    if hearing_on < lodged_on:
        raise RuleBroken("heard_before_lodged", "an appeal is not heard before it was lodged (Awb 8:56)")
