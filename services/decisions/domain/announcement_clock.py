"""When decisions were announced, as the clock of a case tells it, and whether in time (Awb 3:40, 3:41, 4:5(4), 4:13).

That an announcement came too late is told, and no more: what follows from it no source says for 4:5(4), and for the
decision term is the penalty alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import msgspec

from services.decisions.domain.announcement import DecisionAnnounced, DecisionAnnouncedOnPaper
from services.decisions.domain.clock_entries import ClockEntry, ClockStep
from shared.eventlog.aggregate import Event

Announced = DecisionAnnounced | DecisionAnnouncedOnPaper


class AnnounceBy(msgspec.Struct, frozen=True):
    """By when a decision is to be announced."""

    last_day: date
    rule: str


class AnnouncementClock:
    """What has been heard of the announcement of decisions so far."""

    def __init__(self) -> None:
        self._due: dict[UUID, AnnounceBy] = {}
        self._announced: dict[UUID, date] = {}

    def expect(self, decision_id: UUID, due: AnnounceBy) -> None:
        """A decision was taken that is to be announced by a day."""
        self._due[decision_id] = due

    @property
    def first(self) -> date | None:
        """The first day on which a decision was announced, other than on a penalty; None: none was."""
        return min(self._announced.values(), default=None)

    def hear(self, event: Event, event_id: UUID) -> Iterator[ClockEntry]:
        """The letter about a decision was sent, or sent once more; nothing of another event."""
        if isinstance(event, Announced):
            yield self._announce(event, event_id)

    def _announce(self, event: Announced, event_id: UUID) -> ClockEntry:
        if event.of_penalty:
            return ClockEntry(ClockStep.PENALTY_ANNOUNCED, event.announced_on, "Awb 3:41(1)", event_id)
        self._announced[event.decision_id] = event.announced_on
        again = isinstance(event, DecisionAnnouncedOnPaper)
        step = ClockStep.ANNOUNCED_ON_PAPER if again else ClockStep.ANNOUNCED
        due = self._due.get(event.decision_id)
        rules = ["Awb 3:40", "Awb 3:41(1)", *([due.rule] if due else [])]
        return ClockEntry(
            step,
            event.announced_on,
            "; ".join(rules),
            event_id,
            last_day=due.last_day if due else None,
            in_time=event.announced_on <= due.last_day if due else None,
        )
