"""What the court tells of an appeal besides its ruling, as it comes in and is shown: hearing, fee and costs."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field

from services.objections.domain.at_court import OrderedToPay
from shared.runtime.api import Body, View

Euros = Annotated[int, Field(ge=0, le=100_000)]


class ToPayBody(Body):
    """What a ruling orders the authority to pay to the appellant, in whole euros."""

    fee_euros: Euros = 0
    """The court fee (griffierecht), given back (Awb 8:74)."""
    costs_euros: Euros = 0
    """The costs of the appeal, and of the objection (Awb 8:75)."""

    def ordered(self) -> OrderedToPay:
        """In the words of the domain."""
        return OrderedToPay(self.fee_euros, self.costs_euros)


class ToPayView(View):
    """What the authority is to pay to the appellant, in whole euros; told, and paid by nobody here."""

    fee_euros: int
    costs_euros: int

    @classmethod
    def of(cls, to_pay: OrderedToPay | None) -> Self | None:
        """From the row of the register."""
        if to_pay is None:
            return None
        return cls(fee_euros=to_pay.fee_euros, costs_euros=to_pay.costs_euros)
