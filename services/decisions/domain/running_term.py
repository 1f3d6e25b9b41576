"""What the last day of the decision term follows from, and whether the term has ended (Awb 4:13 to 4:15)."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from shared.law.calendar import Deadline
from shared.law.terms import Extension, Suspension, decision_term


class RunningTerm(msgspec.Struct, frozen=True):
    """The decision term as it stands."""

    received_on: date
    ended: tuple[Suspension, ...] = ()
    """The suspensions that have ended."""
    suspended_since: tuple[date, ...] = ()
    """The first days of the suspensions that go on."""
    extension: Extension | None = None

    def last_day(self) -> Deadline:
        """The last day, leaving out of account what suspends it now."""
        return decision_term(self.received_on, self.ended, self.extension)

    def after(self, ended: Suspension) -> Deadline:
        """The last day once that suspension has ended too."""
        return decision_term(self.received_on, (*self.ended, ended), self.extension)

    def not_before(self, day: date) -> date:
        """The last day if everything that suspends it now ended after `day`: it cannot come earlier."""
        running = (Suspension(first_day, day + timedelta(days=1)) for first_day in self.suspended_since)
        return decision_term(self.received_on, (*self.ended, *running), self.extension).last_day

    def has_ended_by(self, day: date) -> bool:
        """Whether the term had passed before `day`; one that is suspended has not."""
        return self.not_before(day) < day
