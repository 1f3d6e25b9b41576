"""Two replicas of one service on one database: both serve HTTP, one works, and the other takes over."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from shared.privacy.vault import Vault, open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.projections import FollowingRunner
from shared.runtime.service import RunningService, build_service, front_door
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from shared.runtime.workers import Poison
from tests.support import permits, reading_room
from tests.support.messages import Producer, StampList
from tests.support.nats import eventually
from tests.support.notice_board import service as notice_board
from tests.support.served import NOON


@dataclass
class Replica:
    """A notice board and the reading room that lists its notes, in connections of their own."""

    http: TestClient
    settings: Settings
    services: tuple[RunningService, RunningService]

    def pin(self) -> httpx.Response:
        """A note on the board."""
        headers = {**self._bearer(), "Idempotency-Key": str(uuid4())}
        answer: httpx.Response = self.http.post(
            "/board/v1/notes", json={"text": "Bring cake"}, headers=headers
        )
        return answer

    def get(self, path: str, role: Role, wait_for: int) -> httpx.Response:
        """A GET that waits until a position of the board shows."""
        headers = {**self._bearer(role), "Loket-Wait-For": f"board={wait_for}"}
        answer: httpx.Response = self.http.get(path, headers=headers)
        return answer

    def listed(self, wait_for: int) -> httpx.Response:
        """The notes that the reading room has heard of."""
        return self.get("/readingroom/v1/notes", Role.APPLICANT, wait_for)

    def role(self) -> str:
        """What the board says its workers are, while it is ready."""
        answer = self.http.get("/board/v1/readyz")
        assert answer.status_code == 200
        said: str = answer.json()["workers"]
        return said

    def cut_off(self, patch: pytest.MonkeyPatch) -> None:
        """From now on it cannot renew its leases, nor take them again."""

        def unreachable() -> bool:
            raise OperationalError("UPDATE", {}, ConnectionError())

        for service in self.services:
            lease = service._moving._keeper._lease
            patch.setattr(lease, "renew", unreachable)
            patch.setattr(lease, "take", unreachable)

    def _bearer(self, role: Role = Role.CASE_HANDLER) -> dict[str, str]:
        token = issuer_of(self.settings).issue(role, "somebody-1", None)
        return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """Shared by both."""
    vault = open_vault(f"sqlite:///{tmp_path}/vault.db", tmp_path / "master.key")
    yield vault
    vault.close()


@pytest.fixture
def seconds() -> float:
    """How long a lease lasts."""
    return 1.0


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> str:
    """Template of the databases: the board's on either kind, the reading room's a file beside it."""
    return database_url if database_url.startswith("postgresql") else f"sqlite:///{tmp_path}/{{service}}.db"


@pytest.fixture
def first(tmp_path: Path, vault: Vault, database: str, seconds: float) -> Iterator[Replica]:
    """Works."""
    yield from replica(tmp_path, vault, database, seconds)


@pytest.fixture
def second(tmp_path: Path, vault: Vault, database: str, seconds: float, first: Replica) -> Iterator[Replica]:
    """Stands by."""
    assert first.role() == "active"
    yield from replica(tmp_path, vault, database, seconds)


def replica(data: Path, vault: Vault, database: str, seconds: float) -> Iterator[Replica]:
    """Built, started, and stopped at the end."""
    board_on = Settings(data=data, nats="off", poll_seconds=0.1, lease_seconds=seconds, database_url=database)
    room_on = board_on.model_copy(update={"database_url": f"sqlite:///{data}/{{service}}.db"})
    clock = FixedClock(NOON)
    ids = ClockedIds(clock)
    board = build_service(notice_board.SERVICE, board_on, clock, ids, vault)
    room = build_service(reading_room.SERVICE, room_on, clock, ids, vault, feed_of=lambda _: board.own_feed)
    with TestClient(front_door([board, room]), raise_server_exceptions=False) as http:
        yield Replica(http, board_on, (board, room))


def test_both_serve_and_one_works(first: Replica, second: Replica):
    """The one that stands by says so, is as ready, and shows it in its metrics."""
    assert (first.role(), second.role()) == ("active", "standby")
    assert 'loket_lease_held{service="board"} 1.0' in first.http.get("/board/v1/metrics").text
    assert 'loket_lease_held{service="board"} 0.0' in second.http.get("/board/v1/metrics").text


def test_who_stands_by_does_not_stand_still(first: Replica, second: Replica):
    """What stopped it while it worked is the other's to tell now: an alarm for both would never end."""
    (consumer,) = second.services[1]._moving._consumers
    consumer.poison = Poison(1, UUID(int=1), "ValueError")
    assert second.http.get("/readingroom/v1/readyz").json()["stopped"] == {}
    consumer.poison = None


def test_who_writes_through_a_standby_reads_it_there(first: Replica, second: Replica):
    """What it shows is as far as the workers of the other have come, in the log and in those of others."""
    for number in (1, 2, 3):
        pinned = second.pin()
        note, at = pinned.json()["id"], pinned.json()["position"]
        shown = second.get(f"/board/v1/notes/{note}/count", Role.CASE_HANDLER, wait_for=at)
        assert (shown.status_code, shown.headers["Loket-Position"]) == (200, f"board={at}")
        eventually(lambda at=at: second.listed(at).status_code == 200)
        assert len(second.listed(at).json()["notes"]) == number
    assert first.role() == "active"


@pytest.mark.parametrize("seconds", [60.0])
def test_a_standby_takes_over_at_once_from_who_stops_in_order(first: Replica, second: Replica):
    """Without waiting for its time to run out: that would take a minute."""
    for service in first.services:
        service.stop()
    eventually(lambda: second.role() == "active")
    assert_works(second)


def test_who_cannot_renew_stops_and_the_other_takes_over(
    first: Replica, second: Replica, monkeypatch: pytest.MonkeyPatch
):
    """And goes on from where the first came, whatever it held in memory."""
    assert_works(second)
    first.cut_off(monkeypatch)
    eventually(lambda: second.role() == "active")
    assert first.role() == "standby"
    assert_works(second)
    assert_works(first)


def test_many_may_ask_a_standby_at_once(producer: Producer):
    """Each looks anew how far the other has come, and none sees what another has just forgotten."""
    tables = permits.tables.consumers
    runner = FollowingRunner(producer.log, producer.engine, tables, [StampList()])

    def ask(_: int) -> int:
        runner.look_again()
        return runner.position()

    with ThreadPoolExecutor(8) as askers:
        assert set(askers.map(ask, range(400))) == {0}


def assert_works(through: Replica) -> None:
    """A note that is pinned now is soon counted and listed."""
    at = through.pin().json()["position"]
    eventually(lambda: through.listed(at).status_code == 200)
    assert len(through.listed(at).json()["notes"]) == at
