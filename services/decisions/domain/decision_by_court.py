"""A court decides on the exemption itself: its ruling takes the place of the decision (Awb 8:72(3)(b), 8:113(1)).

Choices where the sources are silent:

- The court sends its ruling to the parties (Awb 8:79), and that is its announcement: no letter of the desk announces
  it, and no remedy at the desk lies against it. Where the day of sending was not told, what was granted counts from the
  day of the ruling, and what was refused from the day on which it was heard of: the holder's gain, both.
- A campaign leaves it alone, as every refusal on another ground than the conditions.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from services.decisions.domain.case_file import CaseState, DecisionGrounds, Holder
from shared.eventlog.aggregate import Event
from shared.vocabulary import CriterionResult, ExemptionType, Finding, Outcome, RefusalGround, Remedy

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase

COURT: Final = "court"
"""Stands in the place of the person who decided."""


class DecidedByCourt(msgspec.Struct, frozen=True):
    """What a ruling says of the exemption, as it is heard."""

    appeal_id: UUID
    ruled_on: date
    outcome: Outcome
    valid_until: date | None = None
    """Last day of what it grants."""
    sent_on: date | None = None

    def announced_on(self, today: date) -> date:
        """The day from which it has effect."""
        return self.sent_on or (self.ruled_on if self.outcome is Outcome.GRANTED else today)


class ExemptionGrantedByCourt(Event):
    """A court granted the exemption (zelf in de zaak voorzien, Awb 8:72(3)(b))."""

    TOPIC = "decisions.ExemptionGrantedByCourt"
    decision_id: UUID
    replaces_decision_id: UUID
    appeal_id: UUID
    decided_on: date
    """The day of the ruling."""
    decided_by: str
    exemption_type: ExemptionType
    grounds: DecisionGrounds
    valid_until: date
    announced_on: date
    """The day on which the court sent its ruling (Awb 8:79), or from which it counts."""
    remedy: Remedy
    holder: Holder
    valid_from: datetime | None = None
    """Start of a day exemption; None: from announcement."""
    valid_to: datetime | None = None
    """End of a day exemption; None: the end of `valid_until`."""

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.GRANTED
        aggregate.review = None
        aggregate.valid_until = self.valid_until
        aggregate.intention = None
        aggregate.revoked_from = None
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)
        aggregate.decided = self.grounds


class ExemptionRefusedByCourt(Event):
    """A court refused the exemption, which it takes away where it was granted (Awb 8:72(3)(b))."""

    TOPIC = "decisions.ExemptionRefusedByCourt"
    decision_id: UUID
    replaces_decision_id: UUID
    appeal_id: UUID
    decided_on: date
    """The day of the ruling."""
    decided_by: str
    exemption_type: ExemptionType
    grounds: DecisionGrounds
    announced_on: date
    """The day on which the court sent its ruling (Awb 8:79), or from which it counts."""
    takes_away: bool
    """Whether an exemption stood."""
    remedy: Remedy
    holder: Holder
    ground: RefusalGround = RefusalGround.OTHER

    def apply(self, aggregate: DecisionCase) -> None:
        aggregate.state = CaseState.REFUSED
        aggregate.review = None
        aggregate.valid_until = None
        aggregate.intention = None
        aggregate.revoked_from = None
        aggregate.decision_id = self.decision_id
        aggregate.decisions_taken = (*aggregate.decisions_taken, self.decision_id)
        aggregate.decided = self.grounds


ByCourt = ExemptionGrantedByCourt | ExemptionRefusedByCourt


def court_criterion(outcome: Outcome) -> CriterionResult:
    """What the decision rests on: the ruling, which says why."""
    finding = Finding.MET if outcome is Outcome.GRANTED else Finding.UNMET
    return CriterionResult(
        "court_decided", finding, "De reden staat in de uitspraak.", "Awb, artikel 8:72, derde lid"
    )
