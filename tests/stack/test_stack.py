"""`make stack-test`: the main job through the proxy, on PostgreSQL and three message servers, of which one is killed.

So is the replica of decisions that works, in the middle of a campaign; the other one takes it over.

Not a part of `make test`: it takes many minutes.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from services.embedded import SERVICES
from shared.runtime.bus import Bus
from tests.stack.house import TWICE, House
from tests.stack.proxy import Proxy
from tests.support import compose
from tests.support.loket_process import ROOT
from tests.support.message_cluster import message_cluster
from tests.support.stack_database import stack_database

pytestmark = [
    pytest.mark.timeout(3600, func_only=False),
    pytest.mark.skipif(not compose.has_openssl(), reason="secrets are made with openssl"),
]

SIZE = 200
LOGS = {each.name for each in SERVICES if each.has_log}
REISSUED = "decisions.DecisionReissued"
TAKEN_OVER_WITHIN = 10.0
"""Seconds after a kill."""
SOMEBODY_WHO_HEARS = {
    "applications": "decisions",
    "decisions": "objections",
    "objections": "decisions",
    "notifications": "objections",
}
"""By log: a service that may read its stream."""
COMPLETED = "decisions.ReassessmentCompleted"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Everything runs, migrated, with a proxy in front."""
    folder = tmp_path_factory.mktemp("stack")
    secrets = compose.make_secrets(folder / "secrets")
    (folder / "nats").mkdir()
    with stack_database(secrets) as database, message_cluster(folder / "nats", secrets, 3) as cluster:
        house = House(folder, database, cluster)
        house.prepare()
        house.migrate()
        with Proxy(house.proxy_port, house.ports, house.data):
            try:
                house.serve()
                yield house
            finally:
                house.stop()


@dataclass
class Killer:
    """Kills who leads the stream of decisions and who works on them, in the middle of a campaign that reissues."""

    house: House
    decisions: Engine
    killed: int | None = None
    replica_killed: int | None = None
    taken_over_after: float | None = None
    reissued_then: int = 0
    completed_then: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def lurk(self) -> None:
        """Wait for the first renewals, and strike."""
        while not self.over.is_set():
            reissued = count(self.decisions, REISSUED)
            if reissued:
                self._strike(reissued)
                return
            time.sleep(0.02)

    def _strike(self, reissued: int) -> None:
        self.replica_killed = self.house.at_work(TWICE)
        assert self.replica_killed is not None
        self.house.kill(TWICE, self.replica_killed)
        began = time.monotonic()
        self.reissued_then, self.completed_then = reissued, count(self.decisions, COMPLETED)
        cluster = self.house.cluster
        self.killed = cluster.leader_of("decisions")
        cluster.kill(self.killed)
        while self.house.at_work(TWICE) is None and not self.over.is_set():
            time.sleep(0.1)
        self.taken_over_after = time.monotonic() - began


def count(engine: Engine, topic: str) -> int:
    """How many events of a kind the log holds."""
    with engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM events WHERE topic = :topic"), {"topic": topic})
        return int(found.scalar_one())


@pytest.fixture
def decisions(house: House) -> Iterator[Engine]:
    """The log of decisions."""
    engine = create_engine(house.database.login("decisions", "decisions"))
    yield engine
    engine.dispose()


def test_the_main_job_outlives_a_message_server_and_a_replica(house: House, decisions: Engine) -> None:
    """Played to its end and held against its plan, each renewal once; then every chain and every table."""
    killer = Killer(house, decisions)
    lurking = threading.Thread(target=killer.lurk, daemon=True)
    lurking.start()
    try:
        _play(house)
    finally:
        killer.over.set()
        lurking.join(60)
    assert killer.killed is not None
    assert killer.reissued_then < count(decisions, REISSUED)
    assert killer.completed_then < count(decisions, COMPLETED)
    assert killer.taken_over_after is not None
    assert killer.taken_over_after < TAKEN_OVER_WITHIN
    assert house.all_run()
    said = house.run(["verify"], house.verifier())
    assert said.count("intact") == len(LOGS), said


def test_streams_hold_every_message_once(house: House) -> None:
    """On the two servers that are left: no message lost up to the end of each log, none doubled, all in order."""
    for log in LOGS:
        bus = house.cluster.bus(SOMEBODY_WHO_HEARS[log], replicas=3)
        ids, positions = _stream(bus, log)
        bus.close()
        assert len(ids) == len(set(ids))
        assert positions == sorted(positions)
        assert positions[-1] == _last_published(house, log)


def test_each_service_ends_in_order(house: House) -> None:
    """Told to stop, it drains and ends by itself."""
    house.stop()
    assert {process.returncode for process in house.processes.values()} == {0}


def _play(house: House) -> None:
    """`loket demo`, which fails when anything differs from its plan."""
    with (house.folder / "demo.log").open("wb") as log:
        done = subprocess.run(
            [sys.executable, "-m", "services.cli", "demo", f"--size={SIZE}", "--wait=120"],
            cwd=ROOT,
            env=house.outside(),
            stdout=log,
            stderr=log,
            check=False,
            timeout=2400,
        )
    said = Path(log.name).read_text("utf-8")
    assert done.returncode == 0, said[-4000:]


def _last_published(house: House, log: str) -> int:
    """Position of the last event of a log that others hear of."""
    (definition,) = (each for each in SERVICES if each.name == log)
    topics = [one.event.TOPIC for one in definition.folds.publications]
    engine = create_engine(house.database.login(log, log))
    query = text("SELECT max(position) FROM events WHERE topic = ANY(:topics)")
    with engine.connect() as connection:
        last = connection.execute(query, {"topics": topics}).scalar_one()
    engine.dispose()
    return int(last)


def _stream(bus: Bus, log: str) -> tuple[list[str], list[int]]:
    """Ids and positions of all its messages; each says which position came before it."""
    state = bus.ensure_stream(log)
    subscription = bus.subscribe(log, 1)
    ids: list[str] = []
    positions: list[int] = []
    while len(ids) < state.last_sequence:
        for message in subscription.fetch(500, 5):
            ids.append(message.headers["Nats-Msg-Id"])
            previous, position = (
                int(message.headers["Loket-Previous"]),
                int(message.headers["Loket-Position"]),
            )
            assert previous == (positions[-1] if positions else 0)
            positions.append(position)
    subscription.close()
    return ids, positions
