"""A supplement on paper that is entered after something else was noted: it counts from its receipt (Awb 4:15(1)(a)).

The suspension by the request ends on the day on which the supplement was received, whatever was noted of it before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from services.decisions.domain.decision_term import CompletionRequest, ResumedBecause
from shared.eventlog.aggregate import Event
from shared.law.terms import Suspension

if TYPE_CHECKING:
    from services.decisions.domain.case_in_term import CaseInTerm


class DecisionTermResumedEarlier(Event):
    """The decision term ran again from an earlier day than was noted: the supplement had come by then."""

    TOPIC = "decisions.DecisionTermResumedEarlier"
    request_number: int
    suspended_from: date
    noted_as_resumed_on: date
    resumed_on: date
    """The day of receipt: the first one that is not suspended by that request."""
    last_day: date
    provisional: bool
    still_suspended_from: date | None
    """First day of what suspends the term now; None: the term runs."""

    def apply(self, aggregate: CaseInTerm) -> None:
        noted = Suspension(self.suspended_from, self.noted_as_resumed_on)
        true = Suspension(self.suspended_from, self.resumed_on)
        aggregate.suspensions = in_place_of(noted, true, aggregate.suspensions)
        aggregate.completion = replace(
            aggregate.completion,
            requests=tuple(
                replace(each, ended=ResumedBecause.SUPPLEMENTED, suspended=true)
                if each.request_number == self.request_number
                else each
                for each in aggregate.completion.requests
            ),
        )
        aggregate.last_day = self.last_day


def shortened(answered: CompletionRequest | None, received_on: date) -> tuple[Suspension, Suspension] | None:
    """What was noted as suspended by the request that the supplement answers, and what was; None: that was right."""
    noted = answered.suspended if answered else None
    if noted is None or noted.end <= received_on:
        return None
    return noted, Suspension(noted.first_day, received_on)


def in_place_of(
    noted: Suspension, true: Suspension, suspensions: Iterable[Suspension]
) -> tuple[Suspension, ...]:
    """The suspensions with one of those that are noted so replaced."""
    kept = list(suspensions)
    kept[kept.index(noted)] = true
    return tuple(kept)
