"""The lease of a service's workers, on both databases: who has it, who may take it, and what fences off the rest."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import TimeoutError as NoneLeft

from shared.database import Fenced, fenced, open_beside, open_engine, reading, writing
from shared.privacy.vault import open_vault
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.lease import WorkerLease
from shared.runtime.lease_keeper import LeaseKeeper
from shared.runtime.migrations import upgrade
from shared.runtime.service import build_service
from shared.runtime.settings import Settings
from tests.support.loket_process import ROOT
from tests.support.nats import eventually
from tests.support.notice_board import service as notice_board
from tests.support.served import NOON
from tests.support.toy_log import MIGRATIONS, metadata

TABLE = metadata.tables["worker_lease"]
SECONDS = 6.0
TAKES_IT = """
import sys
from shared.database import open_engine
from shared.runtime.lease import WorkerLease
from tests.support.toy_log import metadata
assert WorkerLease(open_engine(sys.argv[1]), metadata.tables["worker_lease"], 600).take()
print("taken", flush=True)
sys.stdin.read()
"""


@dataclass
class Replicas:
    """Replicas of one service, and the time that passes for them."""

    url: str
    seconds: float = 1_000.0
    engines: list[Engine] = field(default_factory=list)

    def another(self) -> WorkerLease:
        """One with connections of its own."""
        self.engines.append(open_engine(self.url))
        return WorkerLease(
            self.engines[-1],
            TABLE,
            SECONDS,
            now=lambda _: round(self.seconds * 1_000_000),
            monotonic=lambda: self.seconds,
        )


@pytest.fixture
def replicas(database_url: str) -> Iterator[Replicas]:
    """None yet."""
    upgrade(database_url, MIGRATIONS)
    made = Replicas(database_url)
    yield made
    for engine in made.engines:
        engine.dispose()


def test_of_two_replicas_one_works(replicas: Replicas):
    """The first to come; the other stands by."""
    first, second = replicas.another(), replicas.another()
    assert (first.take(), second.take()) == (True, False)
    assert (first.held, second.held) == (True, False)
    assert first.state().holder == first.holder


def test_a_rush_of_requests_leaves_the_lease_its_connection(database_url: str):
    """All that the service may take are in use: it is taken, renewed and given back all the same."""
    upgrade(database_url, MIGRATIONS)
    engine = open_engine(database_url, 1)
    lease = WorkerLease(engine, TABLE, SECONDS, own=open_beside(engine, 1))
    with reading(engine) as busy:
        assert (lease.take(), lease.renew()) == (True, True)
        busy.execute(select(TABLE.c.epoch)).scalar_one()
    fence = lease.fence
    assert fence is not None
    with fenced(fence), writing(engine):
        pass
    lease.release()
    lease.close()
    engine.dispose()


def test_the_lease_of_a_service_has_a_connection_that_its_requests_do_not_get(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """As services are put together: with all others in use it takes the lease, at once."""
    settings = Settings(data=tmp_path, nats="off", database_connections=3)
    clock, vault = FixedClock(NOON), open_vault(settings.vault_database(), tmp_path / "master.key")
    board = build_service(notice_board.SERVICE, settings, clock, ClockedIds(clock), vault)
    keeper, engine = board._moving._keeper, board.context.engine
    monkeypatch.setattr(engine.pool, "_timeout", 0.1)
    with reading(engine), reading(engine):
        with pytest.raises(NoneLeft), reading(engine):
            pass
        keeper.start()
        assert keeper.held
    keeper.stop()
    board.stop()
    vault.close()


def test_a_lease_that_is_renewed_is_not_taken(replicas: Replicas):
    """However long it is held."""
    first, second = replicas.another(), replicas.another()
    assert first.take()
    for _ in range(5):
        replicas.seconds += SECONDS - 1
        assert first.renew()
        assert not second.take()
    assert first.held
    assert first.state().epoch == 1


def test_a_silent_holder_stops_before_another_begins(replicas: Replicas):
    """By its own time it counts from before it asked, so that it is never the later of the two."""
    first, second = replicas.another(), replicas.another()
    assert first.take()
    replicas.seconds += SECONDS
    assert not first.held
    assert second.take()
    assert second.state().epoch == 2


def test_a_holder_that_comes_back_finds_its_lease_taken(replicas: Replicas):
    """It stands by, and takes it again only when the other is silent."""
    first, second = replicas.another(), replicas.another()
    assert first.take()
    replicas.seconds += SECONDS
    assert second.take()
    assert (first.renew(), first.held, first.take()) == (False, False, False)


def test_a_holder_that_comes_back_late_goes_on_when_nobody_took_it(replicas: Replicas):
    """Under the same epoch: nobody else has worked."""
    first = replicas.another()
    assert first.take()
    replicas.seconds += 10 * SECONDS
    assert first.renew()
    assert first.held
    assert first.state().epoch == 1


def test_a_released_lease_is_taken_at_once(replicas: Replicas):
    """Who stops in order keeps nobody waiting."""
    first, second = replicas.another(), replicas.another()
    assert first.take()
    first.release()
    assert not first.held
    assert second.take()


def test_who_lost_the_lease_does_not_release_it(replicas: Replicas):
    """It is another's."""
    first, second = replicas.another(), replicas.another()
    assert first.take()
    replicas.seconds += SECONDS
    assert second.take()
    first.release()
    assert second.state().holder == second.holder
    assert second.renew()


def test_a_worker_whose_lease_was_taken_over_stores_nothing(replicas: Replicas):
    """A process that was frozen in a step, and does not know what time it is."""
    first, second = replicas.another(), replicas.another()
    assert first.take()
    fence = first.fence
    assert fence is not None
    replicas.seconds += SECONDS
    assert second.take()
    with pytest.raises(Fenced), fenced(fence):
        a_write(fence.engine)
    assert second.state().holder == second.holder


def test_a_worker_that_holds_the_lease_stores_what_it_does(replicas: Replicas):
    """And what no worker does is not held to any fence."""
    first = replicas.another()
    assert first.take()
    fence = first.fence
    assert fence is not None
    with fenced(fence):
        a_write(fence.engine)
    assert first.state().expires_at == 7
    a_write(replicas.engines[0])


def test_a_transaction_of_a_worker_holds_up_no_renewal(postgres_url: str):
    """On PostgreSQL, where both can be under way at once: it holds off takeovers alone."""
    upgrade(postgres_url, MIGRATIONS)
    replicas = Replicas(postgres_url)
    first = replicas.another()
    assert first.take()
    fence = first.fence
    assert fence is not None
    with fence.engine.begin() as connection:
        fence.check(connection)
        assert first.renew()
    replicas.engines[0].dispose()


def test_a_killed_holder_is_not_waited_for(replicas: Replicas):
    """Where it can be seen that its process ended, its time need not run out: here it has ten minutes."""
    second = replicas.another()
    with holder_elsewhere(replicas.url) as process:
        assert not second.take()
        process.kill()
        process.wait()
        assert second.take()


def holder_elsewhere(url: str) -> subprocess.Popen[str]:
    """A process that has taken the lease and holds it."""
    command = [sys.executable, "-c", TAKES_IT, url]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "taken\n"
    return process


def a_write(engine: Engine) -> None:
    """Any."""
    with writing(engine) as connection:
        connection.execute(update(TABLE).values(expires_at=7))


class StartledLease:
    """A lease of which the first looks go wrong in a way that nobody foresaw."""

    seconds = 0.03
    fence = None
    held = False
    looks = 0

    def renew(self) -> bool:
        """Twice not."""
        self.looks += 1
        if self.looks < 3:
            raise RuntimeError("what nobody foresaw")
        return self.held

    def take(self) -> bool:
        """Free."""
        self.held = True
        return True

    def release(self) -> None:
        """Given back."""
        self.held = False

    def close(self) -> None:
        """It has no connections."""


def test_whatever_goes_wrong_a_replica_goes_on_looking():
    """Otherwise it would stand by for ever, and nobody would see why."""
    lease = StartledLease()
    keeper = LeaseKeeper("board", cast("WorkerLease", lease), lambda: None)
    keeper.start()
    eventually(lambda: lease.held)
    keeper.stop()
    assert not lease.held
