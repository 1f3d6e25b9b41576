"""A replica takes a campaign over from one that was frozen in it: every affected case is renewed exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from services.decisions.main import SERVICE
from services.decisions.workers.campaign import CampaignWorker
from shared.contracts.envelope import FeedPage
from shared.database import Fenced
from shared.eventlog.append import AppendRefused
from shared.eventlog.verify import verify_log
from shared.privacy.vault import Vault, open_vault
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service
from shared.runtime.settings import Settings
from tests.support.cases import a_van, row
from tests.support.decisions import NOON, Decisions, open_decisions
from tests.support.nats import eventually

CASES = 12
CHUNK = 2


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """Shared by the replicas."""
    vault = open_vault(f"sqlite:///{tmp_path}/vault.db", tmp_path / "master.key")
    yield vault
    vault.close()


@pytest.fixture
def service(postgres_url: str) -> Iterator[Decisions]:
    """Refused vans, all of which the next thresholds would let in."""
    service = open_decisions(postgres_url)
    service.a_set_in_force()
    service.run_campaigns()
    service.decided_cases([a_van(1000)] * CASES)
    yield service
    service.close()


def a_replica(url: str, data: Path, vault: Vault) -> RunningService:
    """Not started yet."""
    settings = Settings(
        data=data, nats="off", database_url=url, campaign_chunk=CHUNK, lease_seconds=1, poll_seconds=0.1
    )
    clock = FixedClock(NOON)
    return build_service(SERVICE, settings, clock, ClockedIds(clock), vault, feed_of=lambda _: NothingNew())


class NothingNew:
    """The feed of a sister that has nothing to say."""

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """None."""
        del limit
        return FeedPage("sister", (), after)


class Freezer:
    """Freezes a replica between deciding a chunk and storing it, once it has stored another."""

    def __init__(self, replica: RunningService, service: Decisions) -> None:
        self.frozen, self.thawed, self.refused = Event(), Event(), Event()
        self._replica = replica
        self._service = service
        self._append = CampaignWorker._append

    def append(self, worker: CampaignWorker, *what: object) -> None:
        """In place of the worker's own."""
        if worker._context is not self._replica.context or not self._service.renewals():
            self._append(worker, *what)  # type: ignore[arg-type]  # handed on
            return
        self.frozen.set()
        self.thawed.wait(60)
        try:
            self._append(worker, *what)  # type: ignore[arg-type]  # handed on
        except (Fenced, AppendRefused):
            self.refused.set()
            raise


def test_a_campaign_goes_on_in_another_replica_when_the_one_that_ran_it_freezes(
    service: Decisions, postgres_url: str, tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
):
    """Its chunk is decided and not stored when it freezes; when it wakes up it believes that the lease is its own."""
    first, second = (a_replica(postgres_url, tmp_path, vault) for _ in range(2))
    freezer = Freezer(first, service)
    monkeypatch.setattr(CampaignWorker, "_append", lambda *what: freezer.append(*what))  # noqa: PLW0108 - a function becomes a method, a bound method does not
    first.start()
    service.a_set_in_force([row(900)])
    assert freezer.frozen.wait(20)
    lease = first._moving._keeper._lease
    monkeypatch.setattr(lease, "renew", lambda: True)
    lease._held_until = float("inf")
    second.start()
    eventually(lambda: second._moving.active, 20)
    freezer.thawed.set()
    assert freezer.refused.wait(20)
    eventually(lambda: not second.pending(), 30)
    for replica in (second, first):
        replica.stop()
    assert len(service.renewed_cases()) == len(set(service.renewed_cases())) == CASES
    assert verify_log(service.engine, service.log.recorder.tables).holds
