"""What is sent in about the costs of an objection (Awb 7:15)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from services.objections.api.reasons import MOST_CHARACTERS, Reasons, Seal
from shared.law.terms import Channel
from shared.rulings import CostsRuling
from shared.runtime.api import Body, LegalDate
from shared.runtime.problems import Fault, invalid_request

MOST_EUROS: Final = 1_000_000
"""More than any costs: a slip of the pen."""


class CostsClaimBody(Body):
    """Which costs are claimed. Objectors claim electronically and today; the desk enters what came by post."""

    claim: Annotated[
        str,
        Field(min_length=1, max_length=MOST_CHARACTERS, description="As the objector wrote; kept sealed."),
    ]
    received_on: LegalDate | None = None
    """Day of receipt of what came by post."""

    def received(self, today: date, *, by_desk: bool) -> tuple[date, Channel]:
        """On which day and how; raises a 400 problem."""
        if not by_desk and self.received_on is not None:
            raise invalid_request(
                [Fault("body.receivedOn", "not_yours_to_say", "is the day on which this is sent")]
            )
        if by_desk and self.received_on is None:
            raise invalid_request([Fault("body.receivedOn", "missing", "is required for what came by post")])
        return self.received_on or today, Channel.POST if by_desk else Channel.ELECTRONIC


class CostsBody(Body):
    """What is decided on the costs: an amount, or why there is none."""

    euros: Annotated[int, Field(ge=1, le=MOST_EUROS)] | None = None
    """What is granted, in whole euros, by the Besluit proceskosten bestuursrecht; named, not computed."""
    refused_because: Reasons | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.euros is None) == (self.refused_because is None):
            raise ValueError("costs are granted with an amount, or refused with reasons (Awb 7:15)")
        return self

    def ruling(self, seal: Seal) -> CostsRuling:
        """In the words of the domain."""
        reasons = seal(self.refused_because) if self.refused_because is not None else None
        return CostsRuling(self.euros or 0, reasons)
