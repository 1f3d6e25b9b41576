"""The timer of terms to repair an objection: notes each that passed unused, also while all was down (Awb 6:6)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final

from services.objections.commands.proceedings import ProceedingsCommands
from services.objections.projections.repair_terms import RepairTermsReader
from shared.eventlog.log import VersionConflict
from shared.runtime.service import ServiceContext
from shared.vocabulary import LEGAL_TIME_ZONE

TERMS_PER_STEP: Final = 50


class LapseRepairTerms:
    """A durable timer: its state is a table, its clock the business clock."""

    name: Final = "lapse_repair_terms"

    def __init__(self, context: ServiceContext, commands: ProceedingsCommands) -> None:
        self._context = context
        self._commands = commands
        self._terms = RepairTermsReader(context.log)

    def step(self) -> bool:
        """Note some terms that passed; False when nothing was left to note."""
        passed = self._terms.passed(self._context.clock.today(), TERMS_PER_STEP)
        noted = False
        for term in passed:
            act = self._context.act_of(self.name, caused_by=term.request_event_id)
            try:
                noted |= self._commands.lapse_repair_term(act, term.objection_id) is not None
            except VersionConflict:
                continue  # somebody acted on the objection meanwhile: the next step loads it anew
        return noted

    def pending(self) -> int:
        """Terms that have passed."""
        return self._terms.count_passed(self._context.clock.today())

    def next_due(self) -> datetime | None:
        """Midnight, legal time, after the earliest last day."""
        last_day = self._terms.next_last_day(self._context.clock.today())
        if last_day is None:
            return None
        return datetime.combine(last_day + timedelta(days=1), time(), LEGAL_TIME_ZONE).astimezone(UTC)
