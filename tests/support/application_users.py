"""The applications service as its users meet it: HTTP in front, the register's stand-in and decisions behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import msgspec
import pytest
import uvicorn
from starlette.testclient import TestClient

from services.applications.main import SERVICE
from services.demo.open_data import open_data
from services.demo.records import PlannedVehicle, synthetic_plate, write_records
from shared.contracts.applications import ApplicationWithdrawn
from shared.contracts.decisions import DecisionTaken, LeavingOutRevoked, LeftOutOfConsideration
from shared.contracts.envelope import TYPE_PREFIX, FeedPage, Message
from shared.privacy.vault import open_vault
from shared.runtime.access import Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.service import RunningService, build_service, front_door
from shared.runtime.settings import Settings
from shared.runtime.tokens import issuer_of
from tests.support.desk_over_http import Silent
from tests.support.patience import PATIENCE_SECONDS, patiently

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
VAN = synthetic_plate(7, "N1")
PERSON = "Testbedrijf 017"
BASE = "/applications/v1"


class DecisionsFeed:
    """What the decisions service has published so far."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def publish(self, decision: DecisionTaken | LeftOutOfConsideration | LeavingOutRevoked) -> None:
        """Tell the next decision."""
        position = len(self.messages) + 1
        message = Message(
            log="decisions",
            position=position,
            previous=position - 1,
            event_id=uuid4(),
            type=decision.TYPE,
            recorded_at=NOW,
            correlation_id=uuid4(),
            causation_id=None,
            traceparent=None,
            data=msgspec.Raw(msgspec.json.encode(decision)),
        )
        self.messages.append(message)

    def page(self, after: int, limit: int = 500) -> FeedPage:
        """As the service's own feed answers."""
        return FeedPage("decisions", tuple(self.messages[after : after + limit]), len(self.messages))


class Users:
    """Everybody who has a token, at the service's door."""

    def __init__(
        self,
        door: TestClient,
        settings: Settings,
        service: RunningService,
        clock: FixedClock,
        decisions: DecisionsFeed,
    ) -> None:
        self._door = door
        self._issuer = issuer_of(settings)
        self._service = service
        self._clock = clock
        self.decisions = decisions

    def get(
        self,
        path: str,
        role: Role,
        subject: str = "somebody-1",
        municipality: str | None = None,
        **headers: str,
    ) -> httpx.Response:
        """Somebody reads."""
        named = {**self._bearer(role, subject, municipality), **headers}
        return patiently(lambda: self._door.get(BASE + path, headers=named))

    def post(
        self,
        path: str,
        role: Role,
        body: object = None,
        subject: str = "somebody-1",
        municipality: str | None = None,
        **headers: str,
    ) -> httpx.Response:
        """Somebody acts, under a fresh idempotency key unless one is given."""
        given = {"Idempotency-Key": str(uuid4()), **self._bearer(role, subject, municipality), **headers}
        return self._door.post(BASE + path, json=body, headers=given)

    def submit(self, plate: str = VAN, subject: str = "applicant-1", **fields: object) -> httpx.Response:
        """An applicant applies."""
        return self.post("/applications", Role.APPLICANT, {**a_body(plate), **fields}, subject)

    def read(
        self, submitted: httpx.Response, role: Role = Role.CASE_HANDLER, subject: str = "somebody-1"
    ) -> httpx.Response:
        """Somebody reads the case, at least as it stood after the answer given."""
        wait = {"Loket-Wait-For": submitted.headers["Loket-Position"]}
        return self.get(f"/applications/{submitted.json()['id']}", role, subject, **wait)

    def case(self, case_id: str, municipality: str | None = None) -> dict[str, object]:
        """The case as the desk reads it, once nothing moves in the service any more."""
        self.drain()
        answer = self.get(f"/applications/{case_id}", Role.CASE_HANDLER, municipality=municipality)
        assert answer.status_code == 200, answer.text
        case: dict[str, object] = answer.json()
        return case

    def at_desk(
        self, case_id: str, act: str, body: object = None, municipality: str | None = None
    ) -> httpx.Response:
        """A case handler acts on the case as it stands."""
        version = self.case(case_id, municipality)["version"]
        headers = {"If-Match": f'"{version}"'}
        path = f"/applications/{case_id}/{act}"
        return self.post(path, Role.CASE_HANDLER, body, municipality=municipality, **headers)

    def as_applicant(
        self, case_id: str, act: str, body: object = None, subject: str = "applicant-1"
    ) -> httpx.Response:
        """The applicant acts on the own case."""
        return self.post(f"/applications/{case_id}/{act}", Role.APPLICANT, body, subject)

    def advance_to(self, instant: datetime) -> None:
        """The business clock goes on, and what is due is done."""
        self._clock.advance_to(instant)
        self.drain()

    def drain(self) -> None:
        """Wait until nothing of the service is due, seen twice with the log unmoved in between."""
        log, deadline, seen = self._service.context.log, time.monotonic() + 60, None
        while (left := self._service.pending()) or seen != log.head():
            assert time.monotonic() < deadline, left
            seen = None if left else log.head()
            self._service.wake()
            time.sleep(0.02)

    def published(self) -> list[str]:
        """The kinds of messages that the service has published, in order."""
        page = self._service.own_feed.page(0)
        return [message.type.removeprefix(TYPE_PREFIX).removesuffix(".v1") for message in page.messages]

    def withdrawal(self) -> ApplicationWithdrawn:
        """The last message, which tells of a withdrawal."""
        last = self._service.own_feed.page(0).messages[-1]
        return msgspec.json.decode(last.data, type=ApplicationWithdrawn)

    def _bearer(self, role: Role, subject: str, municipality: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._issuer.issue(role, subject, municipality)}"}


def a_body(plate: str = VAN) -> dict[str, object]:
    """A right application."""
    return {
        "exemptionType": "NOT_AVAILABLE_EMISSION_FREE",
        "applicant": {
            "name": PERSON,
            "streetAndNumber": "Voorbeeldweg 17",
            "postcode": "1234AB",
            "town": "Voorbeeldstad",
        },
        "vehicle": {"plate": plate},
        "statedDailyRangeKm": 333,
    }


def eventually(look: Callable[[], httpx.Response], holds: Callable[[httpx.Response], bool]) -> httpx.Response:
    """Look until it holds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds(answer := look()):
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.05)
    return answer


@pytest.fixture
def register(tmp_path: Path) -> Iterator[str]:
    """The stand-in of the vehicle register over one record, on a real port."""
    folder = tmp_path / "records"
    folder.mkdir()
    write_records(folder, [PlannedVehicle(VAN, "N1", payload_kg=1111)], seed=1)
    app = open_data(folder)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def users(tmp_path: Path, register: str) -> Iterator[Users]:
    """The running service on SQLite, without a bus."""
    settings = Settings(data=tmp_path, rdw_url=register, nats="off", poll_seconds=0.05)
    vault = open_vault(settings.vault_database(), tmp_path / "master.key")
    clock, decisions = FixedClock(NOW), DecisionsFeed()
    service = build_service(
        SERVICE,
        settings,
        clock,
        ClockedIds(clock),
        vault,
        feed_of=lambda log: decisions if log == "decisions" else Silent(),
    )
    with TestClient(front_door([service])) as door:
        yield Users(door, settings, service, clock, decisions)
    vault.close()
