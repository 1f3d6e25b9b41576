"""Another process on the log of permits: told what to do line by line, for tests of what only two processes show.

Run as `python -m tests.support.log_process URL ROLE`. It says "ready", then answers each line it reads.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from uuid import uuid4

from sqlalchemy import Connection, select

from shared.database import open_engine
from shared.eventlog.append import POSITION, Append, Guard, GuardFailed, RowWrite
from shared.eventlog.inline_rows import check_guard
from shared.eventlog.log import EventLog, VersionConflict
from shared.eventlog.recorder import LogRecorder
from shared.eventlog.records import Head
from tests.support.permits import Permit, PermitStamped, an_act, nth_id, open_log, rules

ROOT = Path(__file__).parents[2]
RULE = {"name": "height"}
SHARED_PERMIT = nth_id(1)


class GuardsReadTooEarly(LogRecorder):
    """A planted bug: the guards are read before the head is held."""

    def _hold_head_then_check(self, connection: Connection, guards: Sequence[Guard]) -> Head:
        for guard in guards:
            check_guard(connection, self.metadata, guard)
        return super()._hold_head_then_check(connection, ())


class BuggyLog(EventLog):
    """A log with the planted bug."""

    def construct_recorder(self) -> LogRecorder:
        """The buggy recorder."""
        good = super().construct_recorder()
        return GuardsReadTooEarly(good.engine, good.metadata, lambda: an_act().at)


class Worker:
    """One process with its log; `say` and `hear` are its lines to and from the test."""

    def __init__(self, url: str, role: str) -> None:
        """Open the log in a role."""
        self.role = role
        self.log = open_log(open_engine(url), on_step=self.step)
        if role == "buggy":
            self.log = BuggyLog(
                "permits", self.log.recorder.engine, self.log.recorder.metadata, lambda: an_act().at
            )
        self.kill_at = ""
        self.hold = False

    def step(self, label: str) -> None:
        """Die or wait at a step of an append, when the role says so."""
        if label == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.hold and label == "append.head_held":
            say("held")
            hear()

    def answer(self, line: str) -> str:
        """Do what a line says; returns what to answer."""
        command, _, argument = line.partition(" ")
        doing: Callable[[str], str] = getattr(self, f"do_{command}")
        return doing(argument)

    def do_append(self, count: str) -> str:
        """Append permits of one to three events, and stamps on a permit that others stamp too."""
        conflicts = 0
        for number in range(int(count)):
            permit = Permit.ask(uuid4())
            for _ in range(number % 3):
                permit.stamp(self.role)
            self.log.save_act(an_act(), permit)
            conflicts += self._stamp_shared()
        return f"conflicts {conflicts}"

    def _stamp_shared(self) -> int:
        permit = self.log.load(Permit, SHARED_PERMIT)
        permit.stamp(self.role)
        try:
            self.log.append_events(permit.pending(), Append([an_act().metadata(None)]))
        except VersionConflict:
            return 1
        return 0

    def do_crash(self, label: str) -> str:
        """Append a permit, a rule and a consumer position, and be killed at a step."""
        self.kill_at = label
        row = RowWrite("rules", "insert", RULE, {"value": 1, "position": POSITION})
        self.log.save_act(an_act(), Permit.ask(SHARED_PERMIT), rows=[row])
        return "survived"

    def do_change(self, value: str) -> str:
        """Change the rule; wait with the head held until told to go on."""
        self.hold = True
        return self.do_set(value)

    def do_set(self, value: str) -> str:
        """Change the rule."""
        row = RowWrite("rules", "upsert", RULE, {"value": int(value), "position": POSITION})
        self._stamp_own(f"rule {value}", Append([an_act().metadata(None)], rows=[row]))
        return "changed"

    def do_decide(self, value: str) -> str:
        """Decide under this value of the rule."""
        guard = Guard("rules", RULE, {"value": int(value)}, code="rule-changed")
        try:
            self._stamp_own(f"decided {value}", Append([an_act().metadata(None)], guards=[guard]))
        except GuardFailed:
            return "refused"
        return "stored"

    def do_decide_often(self, times: str) -> str:
        """Read the rule and decide under it, again and again."""
        outcomes = [self.do_decide(str(self._rule())) for _ in range(int(times))]
        return f"stored {outcomes.count('stored')} refused {outcomes.count('refused')}"

    def do_set_often(self, values: str) -> str:
        """Change the rule again and again."""
        for value in range(1, int(values) + 1):
            self.do_set(str(value))
        return "changed"

    def _rule(self) -> int:
        with self.log.read() as connection:
            value: int = connection.execute(select(rules.c.value)).scalar_one()
        return value

    def _stamp_own(self, remark: str, append: Append) -> None:
        event = PermitStamped(
            originator_id=uuid4(),
            originator_version=2,
            timestamp=PermitStamped.create_timestamp(),
            remark=remark,
        )
        self.log.append_events([event], append)


class LogProcess:
    """The test's end of such a process."""

    def __init__(self, url: str, role: str, module: str = "tests.support.log_process") -> None:
        """Start it; it is there when this returns. Another `module` speaks in the same way."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, url, role],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert self.hear() == "ready"

    def say(self, line: str) -> Self:
        """Send a line without waiting for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        return self

    def hear(self) -> str:
        """The next line it says; empty when it has died."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def end(self) -> int:
        """End it; returns its exit status, negative for a signal."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.close()
            return self._process.wait(10)
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()


@contextmanager
def log_process(url: str, role: str) -> Iterator[LogProcess]:
    """Another process on this log."""
    process = LogProcess(url, role)
    try:
        yield process
    finally:
        process.end()


def say(line: str) -> None:
    """One line to the test."""
    print(line, flush=True)  # noqa: T201 - this is how the process speaks


def hear() -> str:
    """One line from the test; empty when it has gone."""
    return sys.stdin.readline().strip()


def main(url: str, role: str) -> None:
    """Answer line by line until the test has no more."""
    worker = Worker(url, role)
    say("ready")
    while line := hear():
        say(worker.answer(line))


if __name__ == "__main__":
    main(*sys.argv[1:])
