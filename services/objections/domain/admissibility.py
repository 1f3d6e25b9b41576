"""When an objection arrived, whether that was in time, and why an objection may be inadmissible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.objections.domain.contested_decision import ContestedDecision
from shared.law.terms import Channel, received_in_time


class InadmissibilityGround(StrEnum):
    """Why an objection is not looked at on its merits (niet-ontvankelijk)."""

    LATE = "late"
    """After its term, and not excusably so (Awb 6:9, 6:11): a person's judgement, never automatic."""
    NO_INTEREST = "no_interest"
    """No interest in a ruling, or not of the objector (Awb 1:2, 6:19)."""
    NOT_INTERESTED = "not_interested"
    """Who objects is no interested party (geen belanghebbende, Awb 1:2, 7:1): never the applicant."""
    PREMATURE = "premature"
    """Before the decision was taken, and nobody could think that it was (Awb 6:10(1)): a person's judgement."""
    NOT_REPAIRED = "not_repaired"
    """A defect was not repaired within the term that was set for it (Awb 6:6)."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The arrival of an objection: by which channel and on which legal days."""

    channel: Channel
    received_on: date
    posted_on: date | None = None
    """Day of the postmark, where it came by post and the mark can be read."""
    received_elsewhere_on: date | None = None
    """Day of receipt by a body that was not competent and forwarded it (doorzending, Awb 6:15); None: it came here."""
    posted_in_time: bool | None = None
    """What a person judged of post without a legible postmark (Awb 6:9(2)); None: nobody has."""
    elsewhere_disregarded: bool = False
    """Whether the day of the first body does not count, as a person judged (Awb 6:15(3))."""

    @property
    def counts_on(self) -> date:
        """The day of receipt that decides whether it was in time: that of the first body (Awb 6:15(3))."""
        elsewhere = None if self.elsewhere_disregarded else self.received_elsewhere_on
        return elsewhere or self.received_on


def within_term(receipt: Receipt, contested: ContestedDecision | None) -> bool | None:
    """Whether the objection came in time (Awb 6:9, 6:15(3)).

    None while the end of the term is not known, or a person is yet to judge when it was posted: that is never late by
    itself. An objection from before the announcement is premature, which does not harm it once the decision was
    taken (Awb 6:10): it counts as in time.
    """
    if posting_to_be_judged(receipt, contested):
        return receipt.posted_in_time
    return _by_the_days(receipt, contested)


def posting_to_be_judged(receipt: Receipt, contested: ContestedDecision | None) -> bool:
    """Whether it came by post in the week after the term, without a postmark that can be read (Awb 6:9(2))."""
    known = contested is not None and contested.remedy_last_day is not None
    return known and _by_the_days(receipt, contested) is None


def _by_the_days(receipt: Receipt, contested: ContestedDecision | None) -> bool | None:
    if contested is None or contested.remedy_last_day is None:
        return None
    return received_in_time(contested.remedy_last_day, receipt.channel, receipt.counts_on, receipt.posted_on)
