"""When an objection arrived, and whether that was in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.objections.domain.contested_decision import ContestedDecision
from shared.law.terms import Channel, received_in_time, ruling_term


@dataclass(frozen=True, slots=True)
class Receipt:
    """The arrival of an objection: by which channel and on which legal days."""

    channel: Channel
    received_on: date
    posted_on: date | None = None
    """Day of the postmark, where it came by post and the mark can be read."""


def within_term(receipt: Receipt, contested: ContestedDecision | None) -> bool | None:
    """Whether the objection came in time (Awb 6:9); None while the end of the term is not known.

    An objection from before the announcement is premature, which does not harm it once the decision
    was taken (Awb 6:10): it counts as in time.
    """
    if contested is None or contested.remedy_last_day is None:
        return None
    return received_in_time(
        contested.remedy_last_day, receipt.channel, receipt.received_on, receipt.posted_on
    )


def decide_before(contested: ContestedDecision | None) -> date | None:
    """Last day to decide on the objection (Awb 7:10(1)); None while the end of its term is not known."""
    if contested is None or contested.remedy_last_day is None:
        return None
    return ruling_term(contested.remedy_last_day).last_day
