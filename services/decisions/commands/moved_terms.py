"""Terms that somebody got in a case, moved to a later day: what applications and notifications tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from services.decisions.domain.decision_case import DecisionCase
from shared.eventlog.act import Act
from shared.eventlog.aggregate import Event
from shared.eventlog.append import Append
from shared.eventlog.log import EventLog, Saved
from shared.law.moved_terms import Move, Outage


class TermsForViews(Protocol):
    """Knows until when somebody can give views."""

    def ending_between(self, first_day: date, final_day: date) -> Sequence[UUID]:
        """The cases of which the last day for views is one of these."""


class MovedTermCommands:
    """Commands that move terms; None: nothing is to be moved."""

    def __init__(self, log: EventLog, terms: TermsForViews) -> None:
        self._log = log
        self._terms = terms

    def move_completion_term(self, act: Act, case_id: UUID, request_number: int, move: Move) -> Saved:
        """Let the applicant complete the application until a later day, as applications told."""
        case = self._log.load(DecisionCase, case_id)
        case.move_completion_term(request_number=request_number, move=move, moved_on=act.today)
        return self._log.save_act(act, case, case_id=case_id)

    def move_views_after(self, act: Act, outage: Outage) -> Saved | None:
        """Move every term for views of which the outage covers the last day (Awb afdeling 2.3): one append."""
        events: list[Event] = []
        for case_id in self._terms.ending_between(outage.first_day, outage.final_day):
            case = self._log.load(DecisionCase, case_id)
            case.move_views_after(outage, act.today)
            events += case.pending()
        if not events:
            return None
        metadata = [act.metadata(event.originator_id) for event in events]
        rows = self._log.inline_rows(events, metadata, act.at)
        position = self._log.append_events(
            events, Append(metadata=metadata, rows=rows, consumed=act.consumed)
        )
        return Saved(outage.outage_id, 0, position, act.consumed)

    def move_views_to_paper(self, act: Act, case_id: UUID, told_by: UUID, move: Move) -> Saved | None:
        """Move the term for views that a letter named, which went out again on paper (Awb 4:7, 4:8)."""
        case = self._log.load(DecisionCase, case_id)
        case.move_views_to_paper(move, told_by=told_by, moved_on=act.today)
        return self._log.save_act(act, case, case_id=case_id) if case.pending() else None
