"""The worker that sends what was drawn up, oldest first, and again what a mail server did not take or bounced."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from services.notifications.commands import LetterCommands
from services.notifications.projections.letters_to_send import LettersToSend
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.refusals import VaultRefusal
from shared.runtime.crash import crash_point
from shared.runtime.tracing import span

_log = logging.getLogger("loket.notifications")

LETTERS_PER_STEP: Final = 20

ActOf = Callable[[str, RecordedEvent], Act]
"""The act of a worker, caused by a recorded event."""


class LetterSending:
    """Sends some waiting letters at a step; one that the vault refuses to open is parked for a person."""

    name: Final = "letter_sending"

    def __init__(
        self,
        log: EventLog,
        commands: LetterCommands,
        to_send: LettersToSend,
        act_of: ActOf,
        now: Callable[[], datetime],
    ) -> None:
        self._log = log
        self._commands = commands
        self._to_send = to_send
        self._act_of = act_of
        self._now = now

    def step(self) -> bool:
        """Send the letters that have waited longest, each by itself; False when none waits."""
        waiting = self._to_send.oldest(LETTERS_PER_STEP, self._now())
        for letter_id in waiting:
            self._send(letter_id)
        return bool(waiting)

    def _send(self, letter_id: UUID) -> None:
        cause = self._log.stream(letter_id)[-1]
        with span("send letter", self._log.name, cause.metadata.traceparent):
            self._send_or_park(letter_id, self._act_of(self.name, cause))

    def _send_or_park(self, letter_id: UUID, act: Act) -> None:
        try:
            self._commands.send_letter(act, letter_id)
            crash_point("letter.sent")
        except VaultRefusal as refusal:
            reason = type(refusal).__name__
            _log.error("letter %s is parked: %s", letter_id, reason)
            self._log.save_act(act, rows=[self._to_send.parking_of(letter_id, reason)])

    def pending(self) -> int:
        """Letters that can be sent now."""
        return self._to_send.waiting(self._now())

    def next_due(self) -> datetime | None:
        """The earliest of the next attempts that lie ahead."""
        return self._to_send.next_attempt(self._now())
