"""The worker that asks the vehicle register about every application, as often as it takes.

Cases are asked about together, and each answer is recorded on its own. A silent register delays an
application and never refuses or loses it: it is asked about again, in ever smaller company, for silence may
be about one vehicle of many. Waiting is in wall time and in memory: after a restart every waiting case is
simply asked about again.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import Final
from uuid import UUID

from services.applications.commands.consequences import ConsequenceCommands
from services.applications.projections.facts_wanted import FactsWantedReader, WantedFacts
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, VersionConflict
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.opening import Opener
from shared.privacy.refusals import Erased, VaultRefusal
from shared.rdw.register_record import RegisterAnswer
from shared.rdw.vehicle_register import RegisterSilent, VehicleRegister
from shared.runtime.crash import crash_point
from shared.runtime.tracing import span
from shared.vocabulary import Plate

logger = logging.getLogger(__name__)

AT_ONCE: Final = 4
"""Questions that may be under way together."""
CASES_PER_STEP: Final = 50
"""All of them are one question, unless there was silence about some."""
QUESTIONS_PER_STEP: Final = 16
"""So that a step ends, however long the register lets each wait; the other cases come in the next one."""
SPLIT_BY: Final = 4
"""Into how many questions the cases of one go that met silence: fifty are alone after three silences."""
WORKLIST: Final = 500
"""How many of the longest waiting cases are looked at."""
FIRST_DELAY_SECONDS: Final = 0.5
LONGEST_DELAY_SECONDS: Final = 60.0
PATIENCE: Final = 5
"""Failed attempts after which a case no longer holds up a step of the business clock."""


Asked = tuple[UUID, int]
"""A case, and its version at which its facts were asked for: the same case may be asked about again."""

Question = Sequence[tuple[WantedFacts, Plate]]
"""Cases that the register is asked about together."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often the register was silent about a case, and how to ask again."""

    failed: int
    not_before: float
    """Monotonic seconds."""
    company: int
    """With how many cases, itself among them, it may be asked about."""


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
        opened, refusals = self._open(due)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            questions = islice(self._questions(opened), QUESTIONS_PER_STEP)
            answered = chain.from_iterable(pool.map(self._ask, questions))
            recordings = [
                pool.submit(copy_context().run, self._record, wanted, answer) for wanted, answer in answered
            ]
        for recording in recordings:
            recording.result()  # raises what went wrong, but only once every case has had its turn
        if refusals:
            raise refusals[0]
        return bool(due)

    def pending(self) -> int:
        """Cases that wait for an answer, without those about which the register stays silent."""
        return sum(self._failed(wanted.case_id) < PATIENCE for wanted in self._unsettled())

    def silent_about(self) -> int:
        """Cases about which the register stays silent: they are asked about again, ever more seldom."""
        return sum(self._failed(wanted.case_id) >= PATIENCE for wanted in self._unsettled())

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

    def _open(self, due: Sequence[WantedFacts]) -> tuple[Question, list[VaultRefusal]]:
        """The cases with their plates, and why the vault opened some not at all."""
        opened: list[tuple[WantedFacts, Plate]] = []
        refusals: list[VaultRefusal] = []
        for wanted in due:
            try:
                opened.append((wanted, self._opener.plate(wanted.plate)))
            except Erased:
                self._settled.add(_asked(wanted))  # nothing can be asked about an erased person's plate
            except VaultRefusal as refusal:
                refusals.append(refusal)
        return opened, refusals

    def _questions(self, opened: Question) -> Iterator[Question]:
        """Each case in the company that it may have, of its country: a foreign one waits for no Dutch answer."""
        companions: dict[tuple[str, int], list[tuple[WantedFacts, Plate]]] = defaultdict(list)
        for wanted, plate in opened:
            companions[plate.country, self._company(wanted.case_id)].append((wanted, plate))
        for (_, company), cases in companions.items():
            for start in range(0, len(cases), company):
                yield cases[start : start + company]

    def _ask(self, question: Question) -> list[tuple[WantedFacts, RegisterAnswer]]:
        """The answer for each case, also where several are about one vehicle; none when there is silence."""
        try:
            answers = self._register.ask_all(plate for _, plate in question)
        except RegisterSilent as silence:
            self._ask_later(question, silence)
            return []
        return [(wanted, answers[plate]) for wanted, plate in question]

    def _record(self, wanted: WantedFacts, answer: RegisterAnswer) -> None:
        crash_point("vehicle_facts.fetched")
        cause = self._log.stream(wanted.case_id)[wanted.asked_version - 1]
        try:
            with span("record vehicle facts", self._log.name, cause.metadata.traceparent):
                self._commands.record_vehicle_facts(self._act_of(self.name, cause), wanted.case_id, answer)
        except VersionConflict:
            return  # somebody else acted on the case meanwhile: the next step asks and loads anew
        except Erased:
            pass  # the person was erased meanwhile: nothing more can be sealed for them
        self._settled.add(_asked(wanted))
        self._attempts.pop(wanted.case_id, None)

    def _ask_later(self, question: Question, silence: RegisterSilent) -> None:
        now, company = self._monotonic(), max(1, len(question) // SPLIT_BY)
        for wanted, _ in question:
            self._wait(wanted.case_id, silence, now, company)

    def _wait(self, case_id: UUID, silence: RegisterSilent, now: float, company: int) -> None:
        failed = self._failed(case_id) + 1
        delay = min(FIRST_DELAY_SECONDS * 2 ** min(failed - 1, 10), LONGEST_DELAY_SECONDS)
        wait = max(delay, min(silence.retry_after or 0.0, LONGEST_DELAY_SECONDS))
        self._attempts[case_id] = Attempts(failed, now + wait, company)
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

    def _company(self, case_id: UUID) -> int:
        attempts = self._attempts.get(case_id)
        return CASES_PER_STEP if attempts is None else attempts.company


def _asked(wanted: WantedFacts) -> Asked:
    return wanted.case_id, wanted.asked_version
