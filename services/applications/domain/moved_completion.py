"""A term to complete: set, and moved to a later day after an outage, or because the request came later, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from services.applications.domain.application_acts import (
    CompletionRequested,
    CompletionTermMoved,
    MissingItem,
)
from services.applications.domain.asked_again import check_asked_in_time
from services.applications.domain.on_paper import check_authorisation_asked, check_signature_missing
from services.applications.domain.received_application import ReceivedApplication
from shared.asked_items import WordsOnItem
from shared.errors import RuleBroken
from shared.law.moved_terms import Move, Outage, TermFor, move_after

SHORTEST_COMPLETION_TERM: Final = timedelta(days=14)
"""Letter 4 leaves an application out after at least two weeks without reaction, so no shorter term is set."""


class ApplicationInTerm(ReceivedApplication):
    """An application that may have to be completed within a term."""

    def request_completion(
        self,
        items: Sequence[MissingItem],
        term_days: int,
        by: str,
        on: date,
        on_items: tuple[WordsOnItem, ...] = (),
    ) -> None:
        """Ask for what is missing, within `term_days` days after today (Awb 4:5(1)).

        Raises RuleBroken while an earlier request is open, for a term under two weeks, a signature that is there, a mandate of nobody, or
        the same once more after the four weeks to leave it out for that (see `asked_again`).
        """
        self._require(CompletionRequested)
        check_signature_missing(items, signed=self.signed)
        check_authorisation_asked(
            items, represented=self.representative is not None, on_paper=self.from_paper is not None
        )
        if self.completion_open:
            raise RuleBroken(
                "completion_already_requested", "the term of the earlier request still runs (Awb 4:5(1))"
            )
        check_asked_in_time(items, self.completion_asked, on)
        term = timedelta(days=term_days)
        if term < SHORTEST_COMPLETION_TERM:
            raise RuleBroken(
                "completion_term_too_short", "a term to complete is two weeks at least (Awb 4:5(1); letter 4)"
            )
        self.trigger_event(
            CompletionRequested,
            request_number=self.completion_requests + 1,
            items=tuple(items),
            requested_on=on,
            term_last_day=on + term,
            requested_by=by,
            on_items=on_items,
        )

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
