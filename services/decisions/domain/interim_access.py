"""Access for the time being: the judge of interim relief gave it, or took it (voorlopige voorziening, Awb 8:81, 8:85).

The case does not change by it: what was decided stands, and is still contested. Choices where the sources are silent:

- "As if an exemption were granted" lasts until the day that the judge named, or as long as the exemption would be
  valid. Suspending a revocation gives access until the revoked exemption would have ended. Suspending a refusal gives
  nothing: there is nothing that then holds.
- Suspending a grant, at the request of another party, takes its access away from the day after the ruling until the day
  that the judge named, or on which it lapses: as long as that grant is the decision of the case, or was revoked from a
  later day. Where several suspend it, it gives access again once none of them holds any more.
- A suspension that names a decision in whose place that grant came suspends nothing here: whether the grant stays in
  force a person asks the court.
- The day on which what gave access lapses still counts: its holder cannot have known before. On the day on which a
  suspension lapses there is access again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from services.decisions.domain.case_file import Holder
from shared.eventlog.aggregate import Event
from shared.vocabulary import ExemptionType

if TYPE_CHECKING:
    from services.decisions.domain.case_in_court import CaseInCourt


class ReliefContent(StrEnum):
    """What the judge granted."""

    SUSPENDED = "suspended"
    """Schorsing of the contested decision."""
    AS_IF_GRANTED = "as_if_granted"
    """To be treated as if an exemption were granted."""


class InterimRelief(msgspec.Struct, frozen=True):
    """What is heard of it."""

    relief_id: UUID
    ruled_on: date
    content: ReliefContent
    last_day: date | None = None
    """The day that the judge named; None: until it lapses (Awb 8:85)."""
    decision_id: UUID | None = None
    """The contested decision; None: it was not told."""

    def bounded(self, last_day: date) -> date:
        """The day until which it gives access, of something that would end by itself."""
        return min(self.last_day or last_day, last_day)


class Suspension(msgspec.Struct, frozen=True):
    """One suspension of a grant."""

    decision_id: UUID
    """The decision that granted."""
    suspended_from: date
    last_day: date | None = None
    """The day that the judge named; None: until it lapses (Awb 8:85)."""

    def holds(self, decision_id: UUID, on: date) -> bool:
        """Whether it suspends that grant on that day, or will."""
        return self.decision_id == decision_id and (self.last_day is None or self.last_day >= on)


def last_day_of(suspensions: Iterable[Suspension]) -> date | None:
    """The last day without access, of suspensions that hold together; None: until they lapse (Awb 8:85)."""
    days = [one.last_day for one in suspensions]
    named = [day for day in days if day is not None]
    return max(named) if named and len(named) == len(days) else None


class InterimAccessGiven(Event):
    """Access was given for the time being, by the judge of interim relief (Awb 8:81)."""

    TOPIC = "decisions.InterimAccessGiven"
    relief_id: UUID
    given_on: date
    valid_until: date
    content: ReliefContent
    exemption_type: ExemptionType
    holder: Holder
    municipality: str | None
    """CBS code of a local case; None: national."""

    def apply(self, aggregate: CaseInCourt) -> None:
        aggregate.interim = (*aggregate.interim, self.relief_id)


class InterimAccessEnded(Event):
    """What the judge of interim relief gave has lapsed (vervallen, Awb 8:85, 8:87)."""

    TOPIC = "decisions.InterimAccessEnded"
    relief_id: UUID
    lapsed_on: date
    ends_from: date
    """First day without access."""

    def apply(self, aggregate: CaseInCourt) -> None:
        aggregate.interim = tuple(one for one in aggregate.interim if one != self.relief_id)


class GrantSuspended(Event):
    """The judge suspended the grant: it gives no access for the time being (schorsing, Awb 8:81)."""

    TOPIC = "decisions.GrantSuspended"
    relief_id: UUID
    decision_id: UUID
    ruled_on: date
    suspended_from: date
    """First day without access."""
    suspended_until: date | None
    """The day that the judge named; None: until it lapses (Awb 8:85)."""
    beside: tuple[Suspension, ...] = ()
    """What suspends the same grant then too."""

    @property
    def together(self) -> tuple[Suspension, ...]:
        """All that suspends it."""
        return (self._told, *self.beside)

    @property
    def _told(self) -> Suspension:
        return Suspension(self.decision_id, self.suspended_from, self.suspended_until)

    def apply(self, aggregate: CaseInCourt) -> None:
        aggregate.suspended = {**aggregate.suspended, self.relief_id: self._told}


class GrantSuspensionEnded(Event):
    """The suspension of the grant has lapsed (schorsing vervallen, Awb 8:85, 8:87)."""

    TOPIC = "decisions.GrantSuspensionEnded"
    relief_id: UUID
    decision_id: UUID
    lapsed_on: date
    resumes_on: date | None
    """First day with access again; None: another decision took its place meanwhile, or what else suspends it names none."""
    beside: tuple[Suspension, ...] = ()
    """What suspends the same grant still."""

    def apply(self, aggregate: CaseInCourt) -> None:
        aggregate.suspended = {
            relief: told for relief, told in aggregate.suspended.items() if relief != self.relief_id
        }


class SuspensionWithoutEffect(Event):
    """The judge suspended another decision than the grant that now gives access (schorsing zonder gevolg, Awb 8:81)."""

    TOPIC = "decisions.SuspensionWithoutEffect"
    relief_id: UUID
    ruled_on: date
    named_decision_id: UUID | None
    """The decision that was named; None: none was."""
    grant_id: UUID
    """The grant, which goes on giving access until a person acts."""

    def apply(self, aggregate: CaseInCourt) -> None:
        aggregate.suspended_nothing = (*aggregate.suspended_nothing, self.relief_id)


def first_day_without(lapsed_on: date) -> date:
    """The day after it lapsed."""
    return lapsed_on + timedelta(days=1)
