"""A term to complete that is moved to a later day: after an outage, or because the request came later, on paper."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.applications.domain.application_acts import CompletionTermMoved
from services.applications.domain.received_application import ReceivedApplication
from shared.law.moved_terms import Move, Outage, TermFor, move_after


class ApplicationInTerm(ReceivedApplication):
    """An application that may have to be completed within a term."""

    def move_after_outage(self, outage: Outage, on: date) -> None:
        """Move the term of which the outage covers the last day (Awb afdeling 2.3); nothing when none is."""
        last_day = self.completion_last_day
        move = move_after(outage, last_day, TermFor.SUPPLEMENT) if last_day else None
        if move is not None:
            self._move(move, on)

    def move_to_paper(self, move: Move, *, requested_by_event: UUID, on: date) -> None:
        """Move the term of that request, whose letter went out on paper later; nothing for an earlier request."""
        if self.completion_requested_by == requested_by_event:
            self._move(move, on)

    def _move(self, move: Move, on: date) -> None:
        """To a later day alone, and while the applicant has not reacted. Raises NotInThisState when it has ended."""
        self._require(CompletionTermMoved)
        last_day, waits = self.completion_last_day, self.completion_open or self.completion_lapsed
        if last_day is None or not waits or move.last_day <= last_day:
            return
        self.trigger_event(
            CompletionTermMoved,
            request_number=self.completion_requests,
            items=self.completion_items,
            previous_last_day=last_day,
            term_last_day=move.last_day,
            because=move.because,
            caused_by=move.caused_by,
            rule=move.rule,
            moved_on=on,
        )
