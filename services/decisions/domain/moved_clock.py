"""The clock of terms that were moved: to which day, and by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from services.decisions.domain.clock_entries import ClockEntry, ClockStep
from services.decisions.domain.moved_terms import (
    CompletionTermMoved,
    RevocationViewsTermMoved,
    ViewsTermMoved,
)
from services.decisions.domain.third_parties import ThirdPartyViewsTermMoved
from shared.law.moved_terms import MovedBecause

Moved = CompletionTermMoved | ViewsTermMoved | RevocationViewsTermMoved | ThirdPartyViewsTermMoved
"""Every move of a term that somebody got."""

ARTICLES: Final[Mapping[MovedBecause, str]] = {
    MovedBecause.OUTAGE: "Awb afdeling 2.3",
    MovedBecause.SENT_ON_PAPER: "Awb 3:2",
}
"""On which a move rests: terms are adjusted after outages; a term that came late is given in full, with care."""


def moved(event: Moved, event_id: UUID) -> ClockEntry:
    """The last day on which the applicant can complete the application, or somebody can give views, now."""
    completing = isinstance(event, CompletionTermMoved)
    return ClockEntry(
        ClockStep.COMPLETION_TERM_MOVED if completing else ClockStep.VIEWS_TERM_MOVED,
        event.moved_on,
        f"{ARTICLES[event.because]}; {event.rule}",
        event_id,
        because=event.because.value,
        last_day=event.term_last_day if isinstance(event, CompletionTermMoved) else event.views_until,
    )
