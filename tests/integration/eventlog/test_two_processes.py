"""What two processes on one log must never do to each other."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from threading import Event, Thread
from typing import Self

import pytest
from sqlalchemy import Engine, text

from shared.database import open_engine
from shared.eventlog.log import EventLog
from shared.eventlog.verify import verify_log
from tests.support.databases import waits_for_a_lock
from tests.support.log_process import SHARED_PERMIT, LogProcess, log_process
from tests.support.permits import Permit, PermitStamped, an_act, create_tables, open_log, tables

ROUNDS = 60
APPENDS = 120

STEPS = (
    "append.rows_written",
    "append.head_held",
    "append.inserted",
    "append.before_commit",
    "append.after_commit",
)


@pytest.fixture
def postgres_log(postgres_url: str) -> Iterator[EventLog]:
    """A log on PostgreSQL: only there do two appends run at once."""
    engine = open_engine(postgres_url)
    create_tables(engine)
    yield open_log(engine)
    engine.dispose()


class Tail:
    """A reader that follows the log while others append, and keeps the positions it saw."""

    def __init__(self, log: EventLog) -> None:
        """A reader of this log."""
        self.positions: list[int] = []
        self._log = log
        self._enough = Event()
        self._thread = Thread(target=self._follow)

    def __enter__(self) -> Self:
        """Begin to read."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Read to the end."""
        self._enough.set()
        self._thread.join()
        self._read()

    def _follow(self) -> None:
        while not self._enough.is_set():
            self._read()

    def _read(self) -> None:
        last = self.positions[-1] if self.positions else 0
        self.positions += [recorded.position for recorded in self._log.events_after(last)]


def test_two_processes_append_without_gaps_and_a_reader_misses_nothing(log: EventLog, database_url: str):
    """Positions in order of commit, streams contiguous, the chain intact; reading by position sees everything."""
    log.save_act(an_act(), Permit.ask(SHARED_PERMIT))
    with Tail(log) as tail, log_process(database_url, "one") as one, log_process(database_url, "two") as two:
        for process in (one, two):
            process.say(f"append {APPENDS}")
        conflicts = [int(process.hear().removeprefix("conflicts ")) for process in (one, two)]

    written = 1 + 2 * (APPENDS * 2) + 2 * APPENDS - sum(conflicts)
    assert tail.positions == list(range(1, written + 1))
    assert verify_log(log.recorder.engine, tables).holds


def decide_while_the_rule_changes(
    engine: Engine, changer: LogProcess, decider: LogProcess, value: int
) -> str:
    """The outcome of a decision under `value`, begun while an append that changes it holds the head."""
    changer.say(f"change {value + 1}")
    assert changer.hear() == "held"
    decider.say(f"decide {value}")
    waits_for_a_lock(engine)
    changer.say("go on")
    assert changer.hear() == "changed"
    return decider.hear()


def test_a_decision_under_a_rule_that_is_being_changed_is_refused_every_time(
    postgres_log: EventLog, postgres_url: str
):
    """The guard is read after the head is held, so the change that got there first is seen."""
    engine = postgres_log.recorder.engine
    with log_process(postgres_url, "changer") as changer, log_process(postgres_url, "decider") as decider:
        changer.say("set 0").hear()
        outcomes = [decide_while_the_rule_changes(engine, changer, decider, value) for value in range(ROUNDS)]

    assert outcomes == ["refused"] * ROUNDS
    assert postgres_log.head() == ROUNDS + 1


def test_a_guard_read_before_the_head_would_let_a_stale_decision_through(
    postgres_log: EventLog, postgres_url: str
):
    """The planted bug: the same rounds find it, so the test above can fail."""
    engine = postgres_log.recorder.engine
    with log_process(postgres_url, "changer") as changer, log_process(postgres_url, "buggy") as decider:
        changer.say("set 0").hear()
        assert decide_while_the_rule_changes(engine, changer, decider, 0) == "stored"


def stale_decisions(log: EventLog) -> list[int]:
    """Positions of decisions under another value than the one that was in force there."""
    stale = []
    in_force = ""
    for recorded in log.events_after(0, limit=100_000):
        assert isinstance(recorded.event, PermitStamped)
        what, _, value = (recorded.event.remark or "").partition(" ")
        if what == "rule":
            in_force = value
        elif value != in_force:
            stale.append(recorded.position)
    return stale


def test_no_decision_ever_follows_the_change_of_its_rule(log: EventLog, database_url: str):
    """Two processes as fast as they can: in the log, each decision stands under the rule it was taken under."""
    with log_process(database_url, "changer") as changer, log_process(database_url, "decider") as decider:
        changer.say("set 0").hear()
        changer.say(f"set_often {ROUNDS * 2}")
        decider.say(f"decide_often {ROUNDS * 2}")
        assert changer.hear() == "changed"
        _, stored, _, refused = decider.hear().split()

    assert stale_decisions(log) == []
    assert int(stored) + int(refused) == ROUNDS * 2
    assert int(stored) > 0


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_append_is_whole_or_not_there(log: EventLog, database_url: str, step: str):
    """SIGKILL at each step: before the commit nothing is stored, after it everything; and life goes on."""
    process = LogProcess(database_url, "victim")
    process.say(f"crash {step}")

    assert process.hear() == ""
    assert process.end() == -signal.SIGKILL
    committed = step == "append.after_commit"
    assert log.head() == (1 if committed else 0)
    with log.read() as connection:
        rows = [
            connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
            for name in ("permits", "rules")
        ]
    assert rows == ([1, 1] if committed else [0, 0])
    log.save_act(an_act(), Permit.ask(an_act().command_id))
    assert verify_log(log.recorder.engine, tables).holds
