"""Decisions services that are killed: a process that forks one for each line it reads, and says how it ended.

Run as `python -m tests.support.mortal_decisions`. A line is `DATA CRASH_AT ACT`, where ACT is `campaign` (run
all campaigns to their end), `careless` (the same with a planted bug), `approve SET`, or `pause SET` or
`resume SET` for the campaign of a set; CRASH_AT is a crash point as LOKET_CRASH_AT names it, or `-`.
The forked process builds the service as `loket` does, so the crash points are wired as they are there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from services.decisions.commands import ReassessmentCommands
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.main import SERVICE
from services.decisions.workers.campaign import CampaignWorker
from shared.eventlog.aggregate import Event
from shared.privacy.vault import open_vault
from shared.runtime.clock import FixedClock
from shared.runtime.crash import VARIABLE, crash_point
from shared.runtime.ids import ClockedIds
from shared.runtime.service import ServiceContext, build_service
from shared.runtime.settings import Settings
from tests.support.cases import REVIEWER
from tests.support.decisions import NOON, Decisions
from tests.support.log_process import ROOT, hear, say

CHUNK = 5


class CarelessWorker(CampaignWorker):
    """A planted bug: the progress of a chunk is stored before its renewals, in an append of its own."""

    def _append(self, events: Sequence[Event], *others: object) -> None:
        renewals = [event for event in events if isinstance(event, DecisionReissued)]
        super()._append([event for event in events if event not in renewals], *others)  # type: ignore[arg-type]  # handed on
        crash_point("careless.between")
        if renewals:
            super()._append(renewals, *others)  # type: ignore[arg-type]  # handed on


def live(data: Path, act: str) -> None:
    """One life of the service on that data folder."""
    settings = Settings(data=data, nats="off")
    clock = FixedClock(NOON)
    vault = open_vault(settings.vault_database(), data / "master.key")
    context = build_service(SERVICE, settings, clock, ClockedIds(clock), vault).context
    match act.split():
        case ["approve", set_id]:
            approve(context, UUID(set_id))
        case ["pause", set_id]:
            keeper(context).pause(UUID(set_id))
        case ["resume", set_id]:
            keeper(context).resume(UUID(set_id))
        case [kind]:
            worker = (CarelessWorker if kind == "careless" else CampaignWorker)(context, CHUNK)
            while worker.step():
                pass


def approve(context: ServiceContext, set_id: UUID) -> None:
    """The reviewer approves the latest preview."""
    service = Decisions(context.engine)
    digest = service.stored_set(set_id).plan_digest
    assert digest is not None
    service.sets._log = context.log  # the log whose steps are crash points
    service.sets.approve(
        service.act(REVIEWER, "reviewer"), set_id=set_id, plan_digest=digest, expected_version=None
    )


def keeper(context: ServiceContext) -> Decisions:
    """Who pauses and resumes, on the log whose steps are crash points."""
    service = Decisions(context.engine)
    service.campaigns_kept = ReassessmentCommands(context.log)
    return service


class Undertaker:
    """The test's end: lets a service live on a folder and tells how it died."""

    def __init__(self) -> None:
        """Start the process; the imports, which take long, happen once."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.mortal_decisions"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def let_live(self, data: Path, crash_at: str = "-", act: str = "campaign") -> int:
        """One life; returns its exit status, negative for a signal."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{data} {crash_at} {act}\n")
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait(10)


@contextmanager
def undertaker() -> Iterator[Undertaker]:
    """Such a process, ended at the end."""
    process = Undertaker()
    try:
        yield process
    finally:
        process.end()


def main() -> None:
    """Fork a life for each line."""
    while line := hear():
        data, crash_at, act = line.split(" ", maxsplit=2)
        child = os.fork()
        if child == 0:
            if crash_at != "-":
                os.environ[VARIABLE] = crash_at
            live(Path(data), act)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main()
