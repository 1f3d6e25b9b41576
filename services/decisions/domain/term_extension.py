"""Extending the decision term (verlengen, Awb 4:14(3)): who is told in time gets a new reasonable term.

No statute sets a term for these exemptions, so that 4:14(3) applies and not 4:14(1). Telling it while the term is
suspended is possible: a suspended term has not ended.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from msgspec.structs import replace

from services.decisions.domain.running_term import RunningTerm
from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event
from shared.law.terms import Extension
from shared.privacy.sealed import Sealed

if TYPE_CHECKING:
    from services.decisions.domain.case_in_term import CaseInTerm

LONGEST: Final = timedelta(days=365)
"""SYNTHETIC: from the day of the notice; what is longer is no reasonable term (Awb 4:14(3))."""


EXTENDING_IS_HANDLING: Final = True
"""SYNTHETIC: whether who extends the term has begun to handle the application, for the category of a withdrawal.

Letter 4 counts a withdrawal otherwise once handling had started, and no source says what starts it. The desk looked at
this application, and told its applicant why it takes longer.
"""


class DecisionTermExtended(Event):
    """The applicant is told, before the term ends, of a new reasonable term (beslistermijn verlengd, Awb 4:14(3))."""

    TOPIC = "decisions.DecisionTermExtended"
    extended_on: date
    extended_by: str
    previous_last_day: date
    last_day: date
    """The day that is named; the Algemene termijnenwet does not move it."""
    sealed_reasons: Sealed

    def apply(self, aggregate: CaseInTerm) -> None:
        if aggregate.extension is not None:
            aggregate.earlier_extensions = (*aggregate.earlier_extensions, aggregate.extension)
        aggregate.extension = self.extension
        aggregate.last_day = self.last_day
        aggregate.handled = aggregate.handled or EXTENDING_IS_HANDLING

    @property
    def extension(self) -> Extension:
        """What it means for the term."""
        return Extension(self.extended_on, self.last_day)


class ExtensionToldTooLate(Event):
    """The letter about an extension left after the term had ended: it extends nothing (te laat meegedeeld, Awb 4:14(3)).

    The term is again what it was without it, so that it has ended.
    """

    TOPIC = "decisions.ExtensionToldTooLate"
    extended_by_event: UUID
    """The extension that does not hold."""
    named_last_day: date
    """The day that it named."""
    told_on: date
    """The day on which its letter was sent."""
    remaining: Extension | None
    """The extension that still holds: told in time, or recorded in time and yet to be told; None: there is none."""
    last_day: date
    """The last day as it is without it."""
    provisional: bool

    def apply(self, aggregate: CaseInTerm) -> None:
        others = [one for one in aggregate.earlier_extensions if one.last_day != self.named_last_day]
        kept = others[: others.index(self.remaining)] if self.remaining in others else others
        aggregate.earlier_extensions = tuple(kept) if self.remaining else ()
        aggregate.extension = self.remaining
        aggregate.last_day = self.last_day


def term_without(
    told: Extension, earlier: tuple[Extension, ...], term: RunningTerm, told_on: date
) -> RunningTerm | None:
    """The term once that extension turns out to be told on that day; None: it was in time, or does not stand.

    What extended the term later, when it had ended without this one, extends nothing either (Awb 4:14(3)). What did so
    while it ran stands, until its own letter is heard of.
    """
    known = (*earlier, term.extension)
    if told not in known:
        return None
    place = known.index(told)
    without = replace(term, extension=known[place - 1] if place else None)
    if not without.has_ended_by(told_on):
        return None
    later = next(iter(known[place + 1 :]), None)
    return term if later is not None and not without.has_ended_by(later.notified_on) else without


def check_extension(term: RunningTerm, new_last_day: date, today: date) -> None:
    """Raise RuleBroken, with the code of the rule, where the term may not be extended to that day (Awb 4:14(3))."""
    if term.has_ended_by(today):
        raise RuleBroken("term_has_ended", "a term that has ended cannot be extended (Awb 4:14(3))")
    if new_last_day <= term.not_before(today):
        raise RuleBroken("not_a_later_day", "the new term must end later than the present one (Awb 4:14(3))")
    if new_last_day > today + LONGEST:
        raise RuleBroken("term_too_long", "more than a year is no reasonable term (Awb 4:14(3))")
