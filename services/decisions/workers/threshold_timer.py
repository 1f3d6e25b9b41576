"""Brings approved threshold sets into force on their day, also when that passed while all was down."""

from __future__ import annotations

from datetime import UTC, datetime, time

from services.decisions.commands import ThresholdSetCommands
from services.decisions.projections.threshold_sets import StoredSet, approved_sets
from shared.runtime.service import ServiceContext
from shared.runtime.tracing import span
from shared.vocabulary import LEGAL_TIME_ZONE


class ThresholdTimer:
    """A durable timer: its state is the table of approved sets, its clock the business clock."""

    name = "threshold_timer"

    def __init__(self, context: ServiceContext, commands: ThresholdSetCommands) -> None:
        self._context = context
        self._commands = commands

    def step(self) -> bool:
        """Bring the earliest due set into force; False when none is due."""
        due = self._due()
        if not due:
            return False
        with span("bring thresholds into force", self._context.name):
            act = self._context.act_of(self.name, caused_by=due[0].approval_event_id)
            self._commands.bring_into_force(act, set_id=due[0].threshold_set_id)
        return True

    def pending(self) -> int:
        """Sets whose day has come."""
        return len(self._due())

    def next_due(self) -> datetime | None:
        """Midnight, legal time, of the first day on which an approved set becomes valid."""
        today = self._context.clock.today()
        later = [stored.valid_from for stored in self._approved() if stored.valid_from > today]
        return datetime.combine(min(later), time(), LEGAL_TIME_ZONE).astimezone(UTC) if later else None

    def _due(self) -> list[StoredSet]:
        today = self._context.clock.today()
        return [stored for stored in self._approved() if stored.valid_from <= today]

    def _approved(self) -> list[StoredSet]:
        with self._context.log.read() as connection:
            return approved_sets(connection)
