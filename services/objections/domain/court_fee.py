"""The court fee (griffierecht) of an appeal: what the court told of it, a fact and no more (Awb 8:41, 8:74, 8:109).

The court levies it and says whether it came in time; the authority pays it back to the appellant where the court
ordered that, or where it met the appellant (Awb 8:41(7), 8:74). Nothing here pays anything.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event

if TYPE_CHECKING:
    from services.objections.domain.appeal import Appeal


class FeeStep(StrEnum):
    """What happened to the fee."""

    LEVIED = "levied"
    """Geheven: it is due."""
    PAID = "paid"
    REPAID = "repaid"
    """Vergoed by the authority."""


class CourtFee(msgspec.Struct, frozen=True):
    """The fee as it stands."""

    euros: int
    levied_on: date
    paid_on: date | None = None
    repaid_on: date | None = None


class CourtFeeLevied(Event):
    """The court levied its fee (Awb 8:41)."""

    TOPIC = "objections.CourtFeeLevied"

    case_id: UUID
    levied_on: date
    euros: int

    def apply(self, aggregate: Appeal) -> None:
        aggregate.fee = CourtFee(self.euros, self.levied_on)


class CourtFeePaid(Event):
    """The appellant paid the fee (Awb 8:41)."""

    TOPIC = "objections.CourtFeePaid"

    case_id: UUID
    paid_on: date

    def apply(self, aggregate: Appeal) -> None:
        aggregate.fee = msgspec.structs.replace(_of(aggregate), paid_on=self.paid_on)


class CourtFeeRepaid(Event):
    """The authority paid the fee back to the appellant (Awb 8:41(7), 8:74)."""

    TOPIC = "objections.CourtFeeRepaid"

    case_id: UUID
    repaid_on: date

    def apply(self, aggregate: Appeal) -> None:
        aggregate.fee = msgspec.structs.replace(_of(aggregate), repaid_on=self.repaid_on)


def check_fee(fee: CourtFee | None, step: FeeStep, on: date) -> None:
    """Awb 8:41, 8:74: levied once, then paid, then paid back. Raises RuleBroken."""
    if step is FeeStep.LEVIED:
        if fee is not None:
            raise RuleBroken("fee_levied", "the fee for this appeal was levied already (Awb 8:41)")
        return
    if fee is None:
        raise RuleBroken("fee_not_levied", "no fee was levied for this appeal (Awb 8:41)")
    if step is FeeStep.PAID and fee.paid_on is not None:
        raise RuleBroken("fee_paid", "the fee was paid already (Awb 8:41)")
    if step is FeeStep.REPAID and (fee.paid_on is None or fee.repaid_on is not None):
        raise RuleBroken("fee_not_to_repay", "only a fee that was paid is paid back, once (Awb 8:74)")
    if on < (fee.paid_on or fee.levied_on):
        raise RuleBroken("fee_day", "what happens to a fee does not happen before it was due (Awb 8:41)")


def _of(appeal: Appeal) -> CourtFee:
    if appeal.fee is None:
        raise ValueError("a fee that was never levied")
    return appeal.fee
