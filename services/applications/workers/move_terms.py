"""The worker that moves terms to complete of which an outage covers the last day (Awb afdeling 2.3)."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Final

from services.applications.commands.outages import TermCommands
from services.applications.projections.channel_outages import OutageReader
from shared.eventlog.log import VersionConflict
from shared.runtime.service import ServiceContext
from shared.runtime.tracing import span

TERMS_PER_STEP: Final = 50


class MoveTermsAfterOutages:
    """What was moved lies behind the outage, so that the table itself says what is left to do."""

    name: Final = "move_terms_after_outages"

    def __init__(self, context: ServiceContext, commands: TermCommands) -> None:
        self._context = context
        self._commands = commands
        self._outages = OutageReader(context.log)

    def step(self) -> bool:
        """Move some terms; False when nothing was left to move."""
        moved = False
        for case_id, outage in self._outages.terms_to_move(TERMS_PER_STEP):
            with span(self.name, self._context.log.name), suppress(VersionConflict):
                # Where somebody acted on the case meanwhile the next step loads it anew.
                act = self._context.act_of(self.name, caused_by=outage.told_by_event)
                moved |= self._commands.move_after_outage(act, case_id, outage.by_days()) is not None
        return moved

    def pending(self) -> int:
        """Terms that are to be moved."""
        return self._outages.count_to_move()

    def next_due(self) -> datetime | None:
        """None: an outage is over when it is recorded."""
        return None
