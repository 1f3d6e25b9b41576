"""The worker that asks the vehicle register about every application, as often as it takes.

A silent register delays an application and never refuses or loses it. Waiting is in wall time and in
memory: after a restart every waiting case is simply asked about again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.applications.commands.consequences import ConsequenceCommands
from services.applications.projections.facts_wanted import FactsWantedReader, WantedFacts
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, VersionConflict
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.opening import Opener
from shared.privacy.refusals import Erased
from shared.rdw.vehicle_register import RegisterSilent, VehicleRegister
from shared.runtime.crash import crash_point

logger = logging.getLogger(__name__)

AT_ONCE: Final = 4
"""Requests that may be under way together."""
CASES_PER_STEP: Final = 16
WORKLIST: Final = 500
"""How many of the longest waiting cases are looked at."""
FIRST_DELAY_SECONDS: Final = 0.5
LONGEST_DELAY_SECONDS: Final = 60.0
PATIENCE: Final = 5
"""Failed attempts after which a case no longer holds up a step of the business clock."""


Asked = tuple[UUID, int]
"""A case, and its version at which its facts were asked for: the same case may be asked about again."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often the register was silent about a case, and when to ask again (monotonic seconds)."""

    failed: int
    not_before: float


class FetchVehicleFacts:
    """Opens the plate, asks the register, records the answer: for each case whose facts are wanted."""

    name: Final = "fetch_vehicle_facts"

    def __init__(
        self,
        log: EventLog,
        register: VehicleRegister,
        opener: Opener,
        commands: ConsequenceCommands,
        act_of: Callable[[str, RecordedEvent | None], Act],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log = log
        self._wanted = FactsWantedReader(log)
        self._register = register
        self._opener = opener
        self._commands = commands
        self._act_of = act_of
        self._monotonic = monotonic
        self._attempts: dict[UUID, Attempts] = {}
        self._settled: set[Asked] = set()  # recorded, but the projection has not followed yet

    def step(self) -> bool:
        """Ask about some cases; False when there is none to ask about now."""
        due = self._due()[:CASES_PER_STEP]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in pool.map(self._fetch, due):
                pass
        return bool(due)

    def pending(self) -> int:
        """Cases that wait for an answer, without those about which the register stays silent."""
        return sum(self._failed(wanted.case_id) < PATIENCE for wanted in self._unsettled())

    def next_due(self) -> datetime | None:
        """None: nothing here waits for the business clock."""
        return None

    def _unsettled(self) -> list[WantedFacts]:
        return [wanted for wanted in self._wanted.oldest(WORKLIST) if _asked(wanted) not in self._settled]

    def _due(self) -> list[WantedFacts]:
        waiting = self._wanted.oldest(WORKLIST)
        self._settled &= {_asked(wanted) for wanted in waiting}
        now = self._monotonic()
        return [wanted for wanted in waiting if self._is_due(wanted, now)]

    def _is_due(self, wanted: WantedFacts, now: float) -> bool:
        attempts = self._attempts.get(wanted.case_id)
        return _asked(wanted) not in self._settled and (attempts is None or attempts.not_before <= now)

    def _fetch(self, wanted: WantedFacts) -> None:
        try:
            answer = self._register.ask(self._opener.plate(wanted.plate))
            crash_point("vehicle_facts.fetched")
            cause = self._log.stream(wanted.case_id)[wanted.asked_version - 1]
            self._commands.record_vehicle_facts(self._act_of(self.name, cause), wanted.case_id, answer)
        except RegisterSilent as silence:
            self._ask_later(wanted.case_id, silence)
        except VersionConflict:
            return  # somebody else acted on the case meanwhile: the next step asks and loads anew
        except Erased:
            self._settled.add(_asked(wanted))  # nothing can be asked about an erased person's plate
        else:
            self._settled.add(_asked(wanted))
            self._attempts.pop(wanted.case_id, None)

    def _ask_later(self, case_id: UUID, silence: RegisterSilent) -> None:
        failed = self._failed(case_id) + 1
        delay = min(FIRST_DELAY_SECONDS * 2 ** min(failed - 1, 10), LONGEST_DELAY_SECONDS)
        wait = max(delay, min(silence.retry_after or 0.0, LONGEST_DELAY_SECONDS))
        self._attempts[case_id] = Attempts(failed, self._monotonic() + wait)
        level = logging.WARNING if failed >= PATIENCE else logging.INFO
        logger.log(
            level,
            "register silent about case %s (%s), time %d: again in %.1f s",
            case_id,
            silence,
            failed,
            wait,
        )

    def _failed(self, case_id: UUID) -> int:
        attempts = self._attempts.get(case_id)
        return 0 if attempts is None else attempts.failed


def _asked(wanted: WantedFacts) -> Asked:
    return wanted.case_id, wanted.asked_version
