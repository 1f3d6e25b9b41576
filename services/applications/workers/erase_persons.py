"""The worker that carries out erasures: destroys the keys first, and records it when it is done.

Destroying a key twice changes nothing, so a kill in between only means doing it again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Final

from services.applications.commands.erasure import ErasureCommands
from services.applications.projections.erasures import ErasuresReader
from shared.eventlog.log import VersionConflict
from shared.privacy.erasing import Eraser
from shared.runtime.crash import crash_point
from shared.runtime.service import ServiceContext
from shared.runtime.tracing import span

ERASURES_PER_STEP: Final = 20


class ErasePersons:
    """Destroys the keys of a case whose erasure was ordered; what fails is raised, and tried again."""

    name: Final = "erase_persons"

    def __init__(self, context: ServiceContext, eraser: Eraser, commands: ErasureCommands) -> None:
        self._context = context
        self._eraser = eraser
        self._commands = commands
        self._ordered = ErasuresReader(context.log)

    def step(self) -> bool:
        """Carry out some erasures; False when nothing was left to do."""
        done = False
        for erasure in self._ordered.oldest(ERASURES_PER_STEP):
            with span(self.name, self._context.log.name), suppress(VersionConflict):
                # Where somebody acted on the case meanwhile the next step confirms it.
                destroyed = self._eraser.erase_case(erasure.case_id, everybody=erasure.everybody)
                crash_point("erasure.keys_destroyed")
                act = self._context.act_of(self.name, caused_by=erasure.order_event_id)
                confirmed = self._commands.confirm_erasure(
                    act, erasure.case_id, destroyed, everybody=erasure.everybody
                )
                done |= confirmed is not None
        return done

    def pending(self) -> int:
        """Erasures that were ordered and are not confirmed."""
        return self._ordered.count()

    def next_due(self) -> datetime | None:
        """None: an erasure waits for nothing."""
        return None
