"""Terms that somebody got in a case and that were moved to a later day (verschoven), never to an earlier one.

After an outage of the channel (Awb afdeling 2.3), or because the letter that set it came later, on paper.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.structs import replace

from shared.eventlog.aggregate import Event
from shared.law.moved_terms import MovedBecause

if TYPE_CHECKING:
    from services.decisions.domain.case_in_term import CaseInTerm
    from services.decisions.domain.case_with_facts import CaseWithFacts
    from services.decisions.domain.revocable_case import RevocableCase


class CompletionTermMoved(Event):
    """The applicant can complete the application until a later day.

    A decision term that is suspended by the request stays so until that day has passed (Awb 4:15(1)(a)). One that
    ran again, because the earlier day had passed unused, runs on: what was started by its end is not taken away.
    """

    TOPIC = "decisions.CompletionTermMoved"
    request_number: int
    term_last_day: date
    because: MovedBecause
    caused_by: UUID
    rule: str
    moved_on: date

    def apply(self, aggregate: CaseInTerm) -> None:
        latest = aggregate.completion.latest
        if latest is not None:
            moved = replace(latest, term_last_day=self.term_last_day, moved=True)
            requests = (*aggregate.completion.requests[:-1], moved)
            aggregate.completion = replace(aggregate.completion, requests=requests)


class ViewsTermMoved(Event):
    """The applicant can give views on differing facts until a later day (Awb 4:7)."""

    TOPIC = "decisions.ViewsTermMoved"
    previous_last_day: date
    views_until: date
    because: MovedBecause
    caused_by: UUID
    rule: str
    moved_on: date

    def apply(self, aggregate: CaseWithFacts) -> None:
        if aggregate.views is not None:
            aggregate.views = replace(aggregate.views, views_until=self.views_until)


class RevocationViewsTermMoved(Event):
    """The holder can give views on the intention to revoke until a later day (Awb 4:8)."""

    TOPIC = "decisions.RevocationViewsTermMoved"
    previous_last_day: date
    views_until: date
    because: MovedBecause
    caused_by: UUID
    rule: str
    moved_on: date

    def apply(self, aggregate: RevocableCase) -> None:
        if aggregate.intention is not None:
            aggregate.intention = replace(aggregate.intention, views_until=self.views_until)
